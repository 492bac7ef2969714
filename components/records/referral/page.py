"""The steps of the referral page: its two views, saving, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, long_list
from components.fields import view as views
from components.language import i18n
from components.reads import labels
from components.reads.read import read
from components.records import ending
from components.records.kinds import REFERRAL
from components.records.links import RECEIVED as RECEIVED_ONE
from components.records.links import REFERRAL as ASKED
from components.records.referral import answers, slip
from components.saving import form_footer
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.save import save
from components.visit import navigation
from components.visit.address import is_of_this_machine, public, warn_of_this_machine
from db.access.viewer import Viewer
from db.actions import referral_links as links
from db.actions import referrals as actions
from db.codes import ConsentPurpose
from db.errors import NotFound
from db.queries import consents, referrals
from db.queries.referrals import OpenReferral

NEW, OPEN, RECEIVED = "new", "open", "received"
#: Both ways to save, by their buttons: with and without consent to speak with the place.
SHARED, ALONE = "save", "save_alone"
SAVES = {SHARED: "referral_form.save.share", ALONE: "referral_form.save.alone"}
_LIST = "referral_open"


def view(waiting: int, received: int) -> str:
    """A new referral, those that wait, or those that were sent here, if any; a link to one opens
    its list."""
    names = {NEW: i18n.t("referral_form.new"), OPEN: i18n.t("referral_form.open", count=waiting)}
    is_received = RECEIVED_ONE in st.query_params
    if received or is_received:
        names[RECEIVED] = i18n.t("referral_form.received", count=received)
    first = OPEN if ASKED in st.query_params else RECEIVED if is_received else None
    return views.choose(REFERRAL.name, i18n.t("referral_form.view"), names, first=first)


def hint(ids: tuple[int, ...], viewer: Viewer) -> None:
    """Show where a person was sent already, before they are sent twice."""
    for one in ids:
        for each in read(referrals.sent_before, one, viewer=viewer):
            place = answers.place_of(each)
            text = i18n.t("referral_form.already_sent", place=place, day=each.sent_on)
            if each.refusal_reason is not None:
                reason = labels.label("REFERRAL_REFUSAL", each.refusal_reason)
                said = {"place": place, "day": each.status_on, "reason": reason}
                text = i18n.t("referral_form.already_refused", **said)
            st.caption(f":material/info: {text}")


def saves(
    draft: Draft, problems: Problems, ids: tuple[int, ...], viewer: Viewer, *, lacks: Sequence[str]
) -> dict[str, Any] | None:
    """The foot: whether the person agrees that this place is spoken with is asked of them, and
    saved with the answer, one touch for both. The answer, once it was given.

    Both answers weigh the same; who agreed to sharing before is asked about this place too.
    """
    st.markdown(f"**{i18n.t('referral_form.share')}**")
    if (day := _standing_since(ids, viewer)) is not None:
        st.caption(i18n.t("consents.stands", day=day))
    problems.beside("may_share", i18n.t("referral_form.share"))
    buttons = [
        form_footer.Button(name=name, label=i18n.t(key), is_main=True)
        for name, key in SAVES.items()
    ]
    touched = form_footer.draw(draft, problems, viewer, *buttons, lacks=lacks)
    return None if touched is None else {"may_share": touched == SHARED}


def _standing_since(ids: tuple[int, ...], viewer: Viewer) -> date | None:
    """Of an agency that was left lately nothing is known, and entered all the same."""
    try:
        found = [read(consents.of_case, each, viewer=viewer) for each in ids]
    except NotFound:
        return None
    said = [each.said[ConsentPurpose.REFERRAL] for each in found]
    return said[0].given_on if said and said[0].stands else None


def wanted(viewer: Viewer) -> OpenReferral | None:
    """The referral that the address names; where it waits no more, the page says so."""
    asked = navigation.link_id(st.query_params.get(ASKED, ""))
    if asked is None:
        _close()
        return None
    found = read(referrals.open_referral, asked, viewer=viewer)
    if found is None:
        _close()
        st.info(i18n.t("error.referral_not_open"), icon=":material/info:")
    return found


def choose(viewer: Viewer) -> None:
    """The list of referrals that wait, and the viewer's own last answers."""
    found = read(referrals.open_referrals, limit=long_list.limit(_LIST), viewer=viewer)
    if not found:
        st.info(i18n.t("referral_form.none_open"), icon=":material/send:")
    touched = answers.choose(found)
    if touched is not None:
        st.query_params[ASKED] = str(touched)
        st.rerun()
    long_list.button(_LIST, read(referrals.open_count, viewer=viewer))
    undone = answers.undoable(read(referrals.own_last_answers, viewer=viewer))
    if undone is not None and save(actions.undo_answer, undone, by=viewer.account_id):
        st.rerun()


def answer(referral: OpenReferral, today: date, viewer: Viewer) -> None:
    """One referral, its answers, and the way back to the list."""
    problems = Problems("referral_answer")
    begun = dates.begun(f"referral_{referral.id}", today)
    raw = answers.draw(referral, begun.day, today, problems)
    _link(referral, problems, viewer)
    slip.draw(viewer, referral.id)
    label = i18n.t("referral_form.back")
    if st.button(label, key="referral_back", type="tertiary", width="stretch"):
        _close()
        st.rerun()
    if raw and not begun.has_turned:
        person = ending.intervention_with(referral.case_id)
        if answers.save(
            actions.answer,
            raw,
            referral.case_code,
            problems,
            viewer,
            undo=actions.undo_answer,
            person=person,
        ):
            _close()
            st.rerun()


def _link(referral: OpenReferral, problems: Problems, viewer: Viewer) -> None:
    """A link by which the place answers itself, where the person agrees to that."""
    if not referral.may_share:
        return
    if not _wants_link(referral):
        return
    made = save(links.make, referral.id, by=viewer.account_id, problems=problems)
    if made is not None:
        address = public(f"/r/{made.value.replace('-', '')}")
        with st.container(border=True, key="referral_link_made"):
            st.write(i18n.t("referral_form.link"))
            st.code(address, language=None, wrap_lines=True)
            if is_of_this_machine():
                warn_of_this_machine(address, is_printed=False)


def _wants_link(referral: OpenReferral) -> bool:
    """Whether a link is asked for; where one is out, after it was said that this one ends it."""
    until, where = referral.link_until, st.container()
    if until is not None:
        st.caption(f":material/link: {i18n.t('referral_form.link_out', day=until)}")
        where = st.popover(i18n.t("referral_form.make_another"), key="referral_link_again")
        where.write(i18n.t("referral_form.link_ends"))
    return where.button(
        i18n.t("referral_form.make_link"),
        key="referral_link",
        icon=":material/link:",
        width="stretch",
    )


def _close() -> None:
    st.query_params.pop(ASKED, None)
