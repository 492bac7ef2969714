"""The list of entries: filters, one line an entry, and what can be done to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from components.fields import void_reason
from components.fields.dates import as_day
from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.records import correct as correct_entry
from components.saving.save import save
from db.access.viewer import Viewer
from db.actions import events, retention
from db.codes import Role
from db.queries.entries import Entry, EntryFilter

KINDS = ("intervention", "training", "placement", "retention", "trust")
#: Kinds that cannot be corrected, only voided and recorded again.
VOID_ONLY = ("retention", "trust")
TYPE_LIST = {
    "intervention": "INTERVENTION_TYPE",
    "training": "TRAINING_TYPE",
    "placement": "OUTCOME_TYPE",
    "retention": "RETENTION_STATUS",
    "trust": "TRUST_MODE",
}
PAGE = 50
_BEFORE = "entries_before"


def filters(viewer: Viewer) -> EntryFilter:
    """What kind, which days, which type, which agency; a new choice starts at the newest again."""
    kind = st.segmented_control(
        i18n.t("entries.kind"),
        KINDS,
        format_func=lambda code: i18n.t(f"entries.kind.{code}"),
        default=KINDS[0],
        required=True,
        key="entries_kind",
        label_visibility="collapsed",
    )
    with st.expander(i18n.t("entries.filters"), icon=":material/filter_list:", key="entries_more"):
        start, end = _day("start"), _day("end")
        types = labels.choices(TYPE_LIST[kind or KINDS[0]])
        type_code = st.selectbox(
            i18n.t("entries.type"),
            [None, *types],
            format_func=lambda code: types.get(code, i18n.t("entries.all")),
            key=f"entries_type_{kind}",
        )
        agency_id = _agency(viewer)
    wanted = EntryFilter(
        kind=kind or KINDS[0], start=start, end=end, type=type_code, agency_id=agency_id
    )
    before, since = st.session_state.get(_BEFORE, (0, wanted))
    return replace(wanted, before=before if since == wanted else 0)


def _day(name: str) -> date | None:
    typed = st.text_input(i18n.t(f"entries.{name}"), key=f"entries_{name}", placeholder="1/1/2026")
    if not typed:
        return None
    day = as_day(typed, None)
    if isinstance(day, str):
        st.error(i18n.t("error.date_form"), icon=":material/error:")
        return None
    st.caption(i18n.day(day))
    return day


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


def more(found: list[Entry], wanted: EntryFilter) -> None:
    """The next page, and back to the newest."""
    with st.container(horizontal=True):
        if wanted.before and st.button(i18n.t("entries.newest"), key="entries_newest"):
            st.session_state.pop(_BEFORE, None)
            st.rerun()
        if len(found) == PAGE and st.button(i18n.t("entries.older"), key="entries_older"):
            st.session_state[_BEFORE] = (found[-1].id, replace(wanted, before=0))
            st.rerun()


def line(viewer: Viewer, entry: Entry) -> None:
    """One entry; a voided one stays in the list, with its reason."""
    with st.container(border=True, key=f"entries_line_{entry.kind}_{entry.id}"):
        text = " · ".join(_parts(entry))
        st.markdown(f"~~{text}~~" if entry.voided_at else text)
        st.caption(" · ".join(_notes(viewer, entry)))
        if entry.may_change:
            _deeds(viewer, entry)


def _parts(entry: Entry) -> list[str]:
    parts = [labels.label(TYPE_LIST[entry.kind], entry.type)]
    if entry.month is not None:
        parts.insert(0, i18n.tn("retention_form.month", entry.month))
    if entry.case_code:
        parts.insert(0, f"**{card_code(entry.case_code)}**")
    if entry.heads is not None:
        parts.insert(0, f"**{i18n.tn('entries.heads', entry.heads)}**")
    return [*parts, i18n.day(entry.day, "medium"), labels.agency(entry.agency_id, short=True)]


def _notes(viewer: Viewer, entry: Entry) -> list[str]:
    zone = reference.programme().time_zone
    at = i18n.in_zone(entry.entered_at, zone)
    notes = [i18n.t("entries.entered", at=i18n.clock(at), day=i18n.day_short(at.date()))]
    if viewer.role is Role.MANAGER:
        notes.append(entry.author)
    if entry.corrected_at:
        corrected = i18n.in_zone(entry.corrected_at, zone).date()
        notes.append(i18n.t("entries.corrected", day=i18n.day_short(corrected)))
    if entry.void_reason:
        reason = labels.label("VOID_REASON", entry.void_reason)
        notes.append(i18n.t("entries.voided", reason=reason))
    return notes


def _deeds(viewer: Viewer, entry: Entry) -> None:
    key = f"{entry.kind}_{entry.id}"
    chosen = st.segmented_control(
        i18n.t("entries.change"),
        ["void"] if entry.kind in VOID_ONLY else ["correct", "void"],
        format_func=lambda code: i18n.t(f"entries.{code}"),
        key=f"entries_change_{key}",
        label_visibility="collapsed",
    )
    if chosen != "correct":
        st.session_state.pop(f"entries_seen_{key}", None)
    if chosen == "void":
        _void(viewer, entry, key)
    elif chosen == "correct":
        correct_entry.draw(viewer, entry.kind, entry.id)


def _void(viewer: Viewer, entry: Entry, key: str) -> None:
    reason = void_reason.choose(f"entries_reason_{key}")
    is_answer = entry.kind == "retention"
    label = i18n.t("entries.void_answer") if is_answer else i18n.t("entries.void_it")
    pressed = st.button(label, key=f"entries_void_{key}", disabled=reason is None)
    if pressed and reason:
        act = (retention.undo,) if is_answer else (events.void, entry.kind)
        if save(*act, entry.id, reason, by=viewer.account_id) is not None:
            st.rerun()
