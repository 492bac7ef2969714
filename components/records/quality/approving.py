"""Months: an agent says that one is complete, a manager approves it or returns it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from components.cards import static_tables
from components.fields import long_list, text
from components.language import i18n
from components.language.plain import plain
from components.reads import figures
from components.reads.approval_words import changes, said, where
from components.reads.approvals import waiting
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.actions import approvals as actions
from db.inputs.approvals import MonthOf, Returned
from db.inputs.dates import months_after
from db.inputs.results import ResultFilter
from db.models import ApprovalState
from db.queries import approvals
from db.queries.approvals import AgencyMonth

#: The list of what waits; what the last run has done.
_WAITING, _TOLD = "quality_waiting", "quality_told"
#: Where an agency's month is; one that has changed is told apart from others that are approved.
STAGES = ("approved", "changed", "proposed", "returned", "nothing")


def draw(viewer: Viewer, months: Sequence[AgencyMonth]) -> None:
    """What waits for the viewer's word, then how all months stand."""
    over = [each for each in months if each.is_over]
    if not over:
        return
    if may(viewer.role, Permission.PERIOD_PROPOSE):
        st.subheader(i18n.t("approval.title_own"))
        for each in approvals.asked(months, len(viewer.agencies)):
            propose(viewer, each)
        return
    st.subheader(i18n.t("approval.title"))
    if told := st.session_state.pop(_TOLD, ""):
        st.success(plain(told), icon=":material/check_circle:")
    found = approvals.waiting(months)
    if not found:
        st.caption(i18n.t("approval.none_waiting"))
    for each in found[: long_list.limit(_WAITING)]:
        with st.container(border=True, key=f"approval_{each.agency_id}_{each.month:%Y_%m}"):
            _decide(viewer, each)
    long_list.button(_WAITING, len(found))
    with st.expander(i18n.t("approval.all_months"), icon=":material/calendar_month:"):
        static_tables.draw(counted(over), "quality_months")


def of_month(viewer: Viewer, month: date) -> None:
    """One month of the agent's agencies, once it is over: how it stands, and the tap; then what
    else waits for the agent, so that nobody has to look for a month that was returned."""
    version = figures.version()
    wanted = ResultFilter(month, months_after(month, 1) - timedelta(days=1))
    for each in figures.measured(approvals.months, viewer, wanted, version):
        if each.is_over:
            propose(viewer, each)
    for _, found in waiting(viewer, frozenset(), version):
        for each in found:
            if each.month != month:
                propose(viewer, each)


def propose(viewer: Viewer, month: AgencyMonth) -> None:
    """How a month stands, and one tap to say that it is complete, or not yet after all."""
    form = f"approval_{month.agency_id}_{month.month:%Y_%m}"
    problems = Problems(form)
    with st.container(horizontal=True, vertical_alignment="center", key=f"{form}_line"):
        st.markdown(f"**{plain(where(month))}** · {plain(said(month))}", width="stretch")
        pressed = month.is_open and st.button(
            i18n.t("approval.propose"), key=f"{form}_propose", icon=":material/task_alt:"
        )
        is_not_yet = month.state is ApprovalState.PROPOSED and st.button(
            i18n.t("approval.take_back"), key=f"{form}_take_back", icon=":material/undo:"
        )
    if month.changes:
        st.caption(plain(changes(month)))
    problems.summary()
    if pressed and submit(actions.propose, MonthOf, _raw(month), viewer, problems):
        st.rerun()
    if is_not_yet and submit(actions.take_back, MonthOf, _raw(month), viewer, problems):
        st.rerun()


def _decide(viewer: Viewer, month: AgencyMonth) -> None:
    form = f"approval_{month.agency_id}_{month.month:%Y_%m}"
    problems = Problems(form)
    st.markdown(f"**{plain(where(month))}** · {plain(said(month))}")
    if month.changes:
        st.caption(plain(changes(month)))
    opened = f"{form}_is_returning"
    with st.container(horizontal=True):
        is_right = st.button(
            i18n.t("approval.approve_again" if month.is_approved else "approval.approve"),
            key=f"{form}_approve",
            type="primary",
        )
        if not month.is_unsaid and st.button(i18n.t("approval.return"), key=f"{form}_return"):
            st.session_state[opened] = not st.session_state.get(opened, False)
    note = None
    if st.session_state.get(opened):
        label = i18n.t("approval.note")
        typed = text.typed(label, key=f"{form}_note", placeholder=i18n.t("approval.note_hint"))
        problems.beside("note", label)
        if st.button(i18n.t("approval.send_back"), key=f"{form}_send_back"):
            note = typed
    problems.summary()
    if is_right and submit(actions.approve, MonthOf, _raw(month), viewer, problems):
        st.session_state[_TOLD] = i18n.t("approval.done.approve", month=where(month))
        st.rerun()
    if note is not None:
        raw = _raw(month) | {"note": note}
        if submit(actions.send_back, Returned, raw, viewer, problems):
            st.session_state.pop(opened, None)
            st.session_state[_TOLD] = i18n.t("approval.done.send_back", month=where(month))
            st.rerun()


def _raw(month: AgencyMonth) -> dict[str, object]:
    return {"agency_id": month.agency_id, "month": month.month, "seen_id": month.seen}


def counted(over: Sequence[AgencyMonth]) -> pd.DataFrame:
    """A row a month: how many agencies are where."""
    found = list(dict.fromkeys(each.month for each in over))
    numbers = Counter((each.month, _stage(each)) for each in over)
    columns: dict[str, list[object]] = {
        i18n.t("column.month"): [i18n.month(month) for month in found]
    }
    columns |= {
        i18n.t(f"approval.stage.{stage}"): [numbers[month, stage] for month in found]
        for stage in STAGES
    }
    return pd.DataFrame(columns)


def _stage(each: AgencyMonth) -> str:
    if each.changes:
        return "changed"
    return "nothing" if each.is_unsaid or each.state is None else each.state.value.lower()
