"""The form that marks an event or a note."""

from __future__ import annotations

import streamlit as st

from components.fields import text
from components.fields.dates import day_text
from components.language import i18n
from components.reads import indicator_words, reference
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import marks as actions
from db.inputs.days import Side
from db.inputs.marks import MarkInput
from db.models import MarkKind

FORM = "mark"


def draw(viewer: Viewer, agency_id: int) -> bool:
    """Where, what, from when to when, and a sentence; whether it was saved."""
    problems, first = Problems(FORM), Entered(FORM, {})
    where = _where(problems, agency_id)
    kind = _kind(problems)
    with st.container(horizontal=True):
        start = _day(first, "starts_on", problems)
        end = _day(first, "ends_on", problems)
    label = i18n.t("marks.sentence")
    sentence = text.typed(
        label,
        key=f"{FORM}_sentence",
        help=i18n.t("marks.sentence_hint"),
    )
    problems.beside("sentence", label)
    problems.summary()
    sent = st.button(i18n.t("marks.save"), key=f"{FORM}_save", type="primary")
    raw = {
        "agency_id": where,
        "kind": kind,
        "starts_on": start,
        "ends_on": end if end is not None else start,
        "sentence": sentence,
    }
    if not sent or submit(actions.add, MarkInput, raw, viewer, problems) is None:
        return False
    for name in ("sentence", "starts_on", "ends_on", "kind"):
        st.session_state.pop(f"{FORM}_{name}", None)
    return True


def _where(problems: Problems, agency_id: int) -> int | None:
    label = i18n.t("marks.where")
    chosen = st.segmented_control(
        label,
        [agency_id, 0],
        format_func=lambda each: indicator_words.place(each or None, short=True),
        default=agency_id,
        required=True,
        key=f"{FORM}_where_{agency_id}",
    )
    problems.beside("agency_id", label)
    return (agency_id if chosen is None else chosen) or None


def _kind(problems: Problems) -> str | None:
    label = i18n.t("marks.kind")
    chosen = st.pills(
        label,
        [each.value for each in MarkKind],
        format_func=lambda each: i18n.t(f"marks.kind.{each}"),
        key=f"{FORM}_kind",
    )
    problems.beside("kind", label)
    return chosen


def _day(first: Entered, field: str, problems: Problems) -> object:
    label = i18n.t(f"marks.{field}")
    with st.container():
        typed = day_text(first, f"{FORM}_{field}", label, reference.today(), Side.EITHER)
        problems.beside(field, label)
    return typed or None
