"""The steps of the referral page: its two views, saving, and what is said afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, long_list
from components.fields import view as views
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records import ending
from components.records.kinds import REFERRAL
from components.records.links import REFERRAL as ASKED
from components.records.referral import answers
from components.saving import saved
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.saved import Result
from components.saving.submit import submit
from components.visit import navigation
from components.visit.address import is_of_this_machine, public, warn_of_this_machine
from db.access.viewer import Viewer
from db.actions import referral_links as links
from db.actions import referrals as actions
from db.inputs.referrals import AnswerInput
from db.queries import referrals
from db.queries.referrals import OpenReferral

NEW, OPEN = "new", "open"
_LIST = "referral_open"


def view(open_count: int) -> str:
    """A new referral, or those that wait; a link to one opens the latter."""
    names = {NEW: i18n.t("referral_form.new"), OPEN: i18n.t("referral_form.open", count=open_count)}
    first = OPEN if ASKED in st.query_params else None
    return views.choose(REFERRAL.name, i18n.t("referral_form.view"), names, first=first)


def hint(ids: tuple[int, ...], viewer: Viewer) -> None:
    """Show where a person was sent already, before they are sent twice."""
    for one in ids:
        for each in read(referrals.open_referrals, one, viewer=viewer):
            place = answers.place_of(each)
            text = i18n.t("referral_form.already_sent", place=place, day=each.sent_on)
            st.caption(f":material/info: {text}")


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


def choose(total: int, viewer: Viewer) -> None:
    """The list of referrals that wait, and the viewer's own last answers."""
    found = read(referrals.open_referrals, limit=long_list.limit(_LIST), viewer=viewer)
    if not found:
        st.info(i18n.t("referral_form.none_open"), icon=":material/send:")
    touched = answers.choose(found)
    if touched is not None:
        st.query_params[ASKED] = str(touched)
        st.rerun()
    long_list.button(_LIST, total)
    undone = answers.undoable(read(referrals.own_last_answers, viewer=viewer))
    if undone is not None and save(actions.undo_answer, undone, by=viewer.account_id):
        st.rerun()


def answer(referral: OpenReferral, today: date, viewer: Viewer) -> None:
    """One referral, its answers, and the way back to the list."""
    problems = Problems("referral_answer")
    begun = dates.begun(f"referral_{referral.id}", today)
    raw = answers.draw(referral, begun.day, today, problems)
    _link(referral, problems, viewer)
    label = i18n.t("referral_form.back")
    if st.button(label, key="referral_back", type="tertiary", width="stretch"):
        _close()
        st.rerun()
    if raw and not begun.has_turned:
        _save_answer(referral, raw, problems, viewer)


def _link(referral: OpenReferral, problems: Problems, viewer: Viewer) -> None:
    """A link by which the place answers itself, where the person agrees to that."""
    if not referral.may_share:
        return
    label = i18n.t("referral_form.make_link")
    if not st.button(label, key="referral_link", icon=":material/link:", width="stretch"):
        return
    made = save(links.make, referral.id, by=viewer.account_id, problems=problems)
    if made is not None:
        address = public(f"/r/{made.value.replace('-', '')}")
        with st.container(border=True, key="referral_link_made"):
            st.write(i18n.t("referral_form.link"))
            st.code(address, language=None, wrap_lines=True)
            if is_of_this_machine():
                warn_of_this_machine(address)


def _save_answer(
    referral: OpenReferral, raw: dict[str, Any], problems: Problems, viewer: Viewer
) -> None:
    if submit(actions.answer, AnswerInput, raw, viewer, problems) is None:
        return
    sentence = i18n.t(
        "referral_form.answer_saved",
        code=f"**{card_code(referral.case_code)}**",
        status=labels.label("REFERRAL_STATUS", raw["status"]),
    )
    saved.remember(
        Result(
            form=REFERRAL.name,
            sentence=ending.dated(sentence, raw["status_on"]),
            next_key="referral_form.next_answer",
            undo=(actions.undo_answer, referral.id),
            person=ending.intervention_with(referral.case_id),
        )
    )
    _close()
    st.rerun()


def _close() -> None:
    st.query_params.pop(ASKED, None)
