"""One posting: ended, moved, extended, or deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import streamlit as st

from components.fields.dates import as_typed
from components.language import i18n
from components.language.plain import plain
from components.programme import editing
from components.programme.places.fields import spoken
from components.programme.places.kinds import WORDS
from components.programme.postings import fields, view, words
from components.reads import labels, reference
from components.reads.read import read
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import postings as actions
from db.inputs.days import Side
from db.inputs.postings import PostingEnd, PostingExtension, PostingMove
from db.queries import postings
from db.queries.postings import Posted

ONE_DAY = timedelta(days=1)


def draw(viewer: Viewer, posting_id: int) -> None:
    """Who is posted where, and what can be done to it."""
    posted = read(postings.one, posting_id, viewer=viewer)
    if posted is None:
        st.info(i18n.t("error.not_found"), icon=":material/search_off:")
        return
    st.header(plain(i18n.line(posted.agent, labels.agency(posted.agency_id))))
    said = [words.span(posted), spoken(posted.languages)]
    st.markdown(plain(i18n.line(*said)))
    acts = _acts(posted)
    chosen = st.segmented_control(
        i18n.t("postings.what"),
        list(acts),
        format_func=lambda act: i18n.t(f"postings.act.{act}"),
        default="end",
        required=True,
        key=f"postings_act_{posted.id}",
    )
    acts[chosen or "end"](viewer, posted)


def _acts(posted: Posted) -> dict[str, Callable[[Viewer, Posted], None]]:
    """A posting that is over is not moved, and one without an end not extended."""
    acts: dict[str, Callable[[Viewer, Posted], None]] = {
        "end": _end,
        "move": _move,
        "extend": _extend,
        "delete": _delete,
    }
    if posted.ends_on is None:
        del acts["extend"]
    elif posted.ends_on < reference.today():
        del acts["move"]
    return acts


def _end(viewer: Viewer, posted: Posted) -> None:
    form, today = view.form_of("end", posted.id), reference.today()
    problems = Problems(form)
    st.caption(i18n.t("postings.end_hint"))
    first = Entered(form, {"ends_on": as_typed(max(today, posted.starts_on))})
    day = fields.day(first, "ends_on", problems, today, Side.EITHER, i18n.t("places.last_day"))
    raw = {"ends_on": day, "anyway": _anyway(form, problems)}
    _send(viewer, posted, form, problems, raw, actions.end, PostingEnd)


def _move(viewer: Viewer, posted: Posted) -> None:
    form, today = view.form_of("move", posted.id), reference.today()
    problems = Problems(form)
    st.caption(i18n.t("postings.move_hint"))
    first = Entered(form, {"starts_on": as_typed(today + ONE_DAY)})
    agency = fields.agency(first, problems, but=posted.agency_id)
    label = i18n.t("postings.first_day")
    day = fields.day(first, "starts_on", problems, today, Side.EITHER, label)
    problems.beside("share", i18n.t("postings.share"))
    problems.beside("ends_on", i18n.t("postings.ends_on"))
    raw = {"agency_id": agency, "starts_on": day, "anyway": _anyway(form, problems)}
    _send(viewer, posted, form, problems, raw, actions.move, PostingMove)


def _extend(viewer: Viewer, posted: Posted) -> None:
    form = view.form_of("extend", posted.id)
    problems = Problems(form)
    st.caption(i18n.t("postings.extend_hint"))
    near = max(reference.today(), posted.ends_on or reference.today())
    label = i18n.t("places.last_day")
    day = fields.day(Entered(form, {}), "ends_on", problems, near, Side.AFTER, label)
    _send(viewer, posted, form, problems, {"ends_on": day}, actions.extend, PostingExtension)


def _anyway(form: str, problems: Problems) -> bool:
    """Asked only once there are entries after the last day."""
    if not problems.names("anyway"):
        return False
    label = i18n.t("postings.anyway")
    problems.beside("anyway", label)
    return st.checkbox(label, key=f"{form}_anyway")


def _send(
    viewer: Viewer,
    posted: Posted,
    form: str,
    problems: Problems,
    raw: dict[str, Any],
    act: Callable[..., Any],
    model: type[PostingEnd] | type[PostingMove] | type[PostingExtension],
) -> None:
    seen = editing.seen(form, {"ends_on": posted.ends_on})
    was_asked = problems.names("anyway")
    problems.summary()
    sent = st.button(
        i18n.t("postings.change_submit"), key=f"{form}_submit", type="primary", width="stretch"
    )
    if not sent:
        return
    wanted = {**raw, "id": posted.id, "seen": seen}
    saved = submit(editing.in_words(act, WORDS), model, wanted, viewer, problems)
    if saved or problems.told:
        editing.look_again(form)
    if saved:
        view.back_to_list()
        editing.leave_notice(i18n.t("postings.changed", name=posted.agent))
    if saved or problems.names("anyway") is not was_asked:
        st.rerun()


def _delete(viewer: Viewer, posted: Posted) -> None:
    st.write(i18n.t("postings.delete_hint"))
    if st.button(i18n.t("postings.delete_now"), key=f"postings_delete_{posted.id}") and save(
        actions.delete, posted.id, by=viewer.account_id
    ):
        view.back_to_list()
        editing.leave_notice(i18n.t("postings.deleted", name=posted.agent))
        st.rerun()
