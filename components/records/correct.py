"""Correct an entry in the form it was recorded with, filled with what was entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from components.fields import void_reason
from components.language import i18n
from components.reads import reference
from components.reads.read import read
from components.records.intervention import fields as intervention
from components.records.placement import fields as placement
from components.records.training import fields as training
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import interventions, placements
from db.actions import training as enrolments
from db.codes import Role
from db.inputs.interventions import InterventionCorrection
from db.inputs.placements import PlacementCorrection
from db.inputs.training import TrainingCorrection
from db.queries import corrections


@dataclass(frozen=True)
class _Kind:
    """How one kind of entry is read, shown in its form, and put right."""

    values: Callable[[Any, date], dict[str, Any]]
    draw: Callable[[Entered, date, Problems], dict[str, Any]]
    act: Callable[..., object]
    model: Any


KINDS = {
    "intervention": _Kind(
        intervention.entered,
        intervention.draw_again,
        interventions.correct,
        InterventionCorrection,
    ),
    "training": _Kind(
        training.entered,
        training.draw,
        enrolments.correct,
        TrainingCorrection,
    ),
    "placement": _Kind(
        placement.entered,
        placement.draw,
        placements.correct,
        PlacementCorrection,
    ),
}


def draw(viewer: Viewer, kind: str, entry_id: int) -> None:
    """The form; the person cannot be changed: void such an entry and record it again."""
    of = KINDS[kind]
    row = read(corrections.entry, kind, entry_id, viewer=viewer)
    if row is None:
        return
    form = f"correct_{kind}_{entry_id}"
    problems = Problems(form)
    # The row's state when the form was opened, since each run reads the row again.
    seen = st.session_state.setdefault(f"entries_seen_{kind}_{entry_id}", row.seen)
    today = reference.today()
    raw = of.draw(Entered(form, of.values(row, today)), today, problems)
    raw |= {"id": entry_id, "seen": seen}
    if viewer.role is Role.MANAGER:
        raw["reason"] = void_reason.choose(f"{form}_why") or ""
        problems.beside("reason")
    pressed = st.button(i18n.t("entries.correct_it"), key=f"{form}_save", type="primary")
    if pressed and submit(of.act, of.model, raw, viewer, problems):
        st.session_state.pop(f"entries_change_{kind}_{entry_id}", None)
        st.rerun()
