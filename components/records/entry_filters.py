"""Which entries are listed: of what kind, which days, which type, which agency; and the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from components.fields import text
from components.fields.dates import filter_day
from components.language import i18n
from components.reads import labels, reference
from components.records.kinds import INTERVENTION, KINDS
from db.access.viewer import Viewer
from db.queries.entries import PAGE, Entry, EntryFilter

_BEFORE = "entries_before"


def draw(viewer: Viewer) -> EntryFilter:
    """The filters; a new choice starts at the newest again."""
    kind = _kind()
    with st.expander(i18n.t("entries.filters"), icon=":material/filter_list:", key="entries_more"):
        wanted = EntryFilter(
            kind=kind,
            start=_day("start"),
            end=_day("end"),
            type=_type(kind),
            agency_id=_agency(viewer),
        )
    before, since = st.session_state.get(_BEFORE, (0, wanted))
    return replace(wanted, before=before if since == wanted else 0)


def _kind() -> str:
    chosen = st.segmented_control(
        i18n.t("entries.kind"),
        list(KINDS),
        format_func=lambda name: i18n.t(f"entries.kind.{name}"),
        default=INTERVENTION.name,
        required=True,
        key="entries_kind",
        label_visibility="collapsed",
    )
    return chosen or INTERVENTION.name


def _day(name: str) -> date | None:
    label, today = i18n.t(f"entries.{name}"), reference.today()
    return filter_day(text.typed(label, key=f"entries_{name}", placeholder="1/1/2026"), today)


def _type(kind: str) -> str | None:
    types = labels.choices(KINDS[kind].types)
    return st.selectbox(
        i18n.t("entries.type"),
        [None, *types],
        format_func=lambda code: types.get(code, i18n.t("entries.all")),
        key=f"entries_type_{kind}",
    )


def _agency(viewer: Viewer) -> int | None:
    if len(viewer.agencies) < 2:
        return None
    options = [each for each in reference.agencies() if each in viewer.agencies]
    return st.selectbox(
        i18n.t("entry.agency"),
        [None, *options],
        format_func=lambda each: labels.agency(each) if each else i18n.t("entries.all"),
        key="entries_agency",
    )


def pages(found: list[Entry], wanted: EntryFilter) -> None:
    """The next page, and back to the newest."""
    with st.container(horizontal=True):
        if wanted.before and st.button(i18n.t("entries.newest"), key="entries_newest"):
            st.session_state.pop(_BEFORE, None)
            st.rerun()
        if len(found) == PAGE and st.button(i18n.t("entries.older"), key="entries_older"):
            st.session_state[_BEFORE] = (found[-1].id, replace(wanted, before=0))
            st.rerun()
