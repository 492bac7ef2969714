"""The codes of a list: one line each, and one of them open to be changed."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.fields import text
from components.language import i18n
from components.programme.lists import saving, words
from components.reads import reference
from components.saving.problems import Problems
from components.saving.save import save
from db.access.viewer import Viewer
from db.actions import code_lists as actions
from db.inputs.code_lists import Relabel, Retire, is_closed, is_ruled
from db.models import Code


def draw(viewer: Viewer, list_name: str, used: Mapping[str, bool]) -> None:
    """Those in use in their order, then the retired ones; ``used``: as far as it is told."""
    found = reference.codes(list_name).values()
    for code in found:
        if code.valid_to is None:
            _line(viewer, code, is_used=used.get(code.code))
    retired = [code for code in found if code.valid_to is not None]
    if retired:
        st.header(i18n.t("codes.retired"))
    for code in retired:
        _retired(viewer, code, is_used=used.get(code.code))


def _line(viewer: Viewer, code: Code, *, is_used: bool | None) -> None:
    is_bound = is_ruled(code.list, code.code)
    with st.container(border=True, key=f"lists_line_{code.code}"):
        is_open = st.session_state.get(saving.OPEN) == (code.list, code.code)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{words.own(code)}**", width="stretch")
            # Of a closed list it has been said of all.
            if is_bound and not is_closed(code.list):
                st.badge(i18n.t("codes.ruled"), color="gray")
            if not is_open and st.button(
                i18n.t("codes.change"), key=f"lists_open_{code.code}", icon=":material/edit:"
            ):
                _open(code)
        _below(code, is_used)
        if is_open:
            _relabel(viewer, code)
            if not is_bound:
                _retire(viewer, code)
            if is_used is False:
                _delete(viewer, code)
            if st.button(i18n.t("codes.shut"), key="lists_shut", type="tertiary"):
                _open(None)


def _below(code: Code, is_used: bool | None) -> None:
    if found := words.below(code, is_used=is_used):
        st.caption(found)


def _open(code: Code | None) -> None:
    """One line at a time: its form is filled when it opens."""
    for key in [each for each in st.session_state if str(each).startswith("relabel_")]:
        del st.session_state[key]
    st.session_state[saving.OPEN] = (code.list, code.code) if code else None
    if code:
        st.session_state[saving.COLUMNS] = words.labels(code)
    st.rerun()


def _relabel(viewer: Viewer, code: Code) -> None:
    known: dict[str, str] = st.session_state[saving.COLUMNS]
    problems = Problems("relabel")
    with st.form("relabel_form", border=False, enter_to_submit=False):
        raw = words.fields("relabel", problems, known)
        problems.summary()
        sent = st.form_submit_button(i18n.t("codes.relabel"), key="relabel_submit", type="primary")
    if not sent:
        return
    wanted = {"list": code.list, "code": code.code, **raw, "seen": known}
    if saving.sent(actions.relabel, Relabel, wanted, viewer, problems):
        saving.finish()
    if problems.told:
        st.session_state[saving.COLUMNS] = words.labels(code)


def _retire(viewer: Viewer, code: Code) -> None:
    problems = Problems("retire")
    today = reference.today()
    with st.form("retire_form", border=False, enter_to_submit=False):
        day = text.typed(
            i18n.t("codes.from_day"),
            key=f"retire_day_{code.code}",
            value=f"{today.day}/{today.month}/{today.year}",
        )
        problems.beside("from_day", i18n.t("codes.from_day"))
        st.caption(i18n.t("codes.retire_hint"))
        problems.summary()
        sent = st.form_submit_button(i18n.t("codes.retire"), key="retire_submit")
    if sent:
        wanted = {"list": code.list, "code": code.code, "from_day": day}
        if saving.sent(actions.retire, Retire, wanted, viewer, problems):
            saving.finish()


def _delete(viewer: Viewer, code: Code) -> None:
    wanted = st.button(i18n.t("codes.delete"), key="lists_delete", icon=":material/delete:")
    if wanted and save(actions.delete, code.list, code.code, by=viewer.account_id):
        saving.finish()


def _retired(viewer: Viewer, code: Code, *, is_used: bool | None) -> None:
    with st.container(border=True, key=f"lists_line_{code.code}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{words.own(code)}**", width="stretch")
            wanted = not is_closed(code.list) and st.button(
                i18n.t("codes.restore"), key=f"lists_restore_{code.code}"
            )
        if wanted and save(actions.restore, code.list, code.code, by=viewer.account_id):
            saving.finish()
        if code.valid_to is not None:
            st.caption(i18n.t("codes.until", day=code.valid_to))
        _below(code, is_used)
