"""What is marked of an agency, and for managers the form that marks more."""

from __future__ import annotations

import streamlit as st

from components.fields import long_list
from components.language import i18n
from components.language.plain import isolated, plain
from components.programme.marks import form
from components.reads import marks as reads
from components.saving import dismissible
from components.saving.problems import Problems
from components.saving.save import save
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.actions import marks as actions
from db.inputs.results import EARLIEST, LATEST, ResultFilter
from db.queries.marks import Marked

_DONE, _LIST = "marks_done", "marks_list"


def draw(viewer: Viewer, version: int, agency_id: int) -> None:
    """All of an agency and of the programme, the newest first; an agent reads them."""
    st.subheader(i18n.t("marks.title"), anchor="marks")
    st.caption(i18n.t("marks.lead"))
    if done := dismissible.current(_DONE):
        st.success(i18n.t(f"marks.{done}"), icon=":material/check_circle:")
    dismissible.show(_DONE, None)
    is_manager = may(viewer.role, Permission.EVENTS_MARK)
    ever = ResultFilter(EARLIEST, LATEST, frozenset({agency_id}))
    found = list(reversed(reads.marked(viewer, ever, version)))
    if not found:
        st.caption(i18n.t("marks.none"))
    for each in found[: long_list.limit(_LIST)]:
        _line(viewer, each, may_remove=is_manager)
    long_list.button(_LIST, len(found))
    if is_manager:
        with st.expander(i18n.t("marks.add"), icon=":material/event:", key="marks_add"):
            if form.draw(viewer, agency_id):
                dismissible.show(_DONE, "saved")
                st.rerun()


def _line(viewer: Viewer, mark: Marked, *, may_remove: bool) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"indicators_line_mark_{mark.id}"
    ):
        name, days = reads.name(mark), reads.days(mark)
        by = i18n.t("marks.by", name=mark.author, day=mark.at.date())
        st.markdown(
            f"**{plain(name)}** · {plain(days)} · {plain(reads.place(mark))}  \n"
            f"{isolated(plain(mark.sentence))} · {plain(by)}",
            width="stretch",
        )
        if may_remove and st.button(
            i18n.t("marks.remove"),
            key=f"marks_remove_{mark.id}",
            type="tertiary",
            icon=":material/delete:",
            help=i18n.t("marks.remove_help", name=name, days=days),
        ):
            problems = Problems(f"marks_{mark.id}")
            if save(actions.remove, mark.id, by=viewer.account_id, problems=problems):
                dismissible.show(_DONE, "removed")
                st.rerun()
