"""Put a course or a job right: the same fields, with what was entered in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components import data_short_forms, i18n, labels
from components.fields import Problems
from components.forms.dates import as_day
from components.submit import submit
from db.actions import placements, training
from db.codes import CONTRACTS, UNDO, OutcomeType, Role, TrainingStatus
from db.inputs.placements import PlacementCorrection
from db.inputs.training import TrainingCorrection
from db.models import Placement, TrainingEnrolment
from db.permissions import Viewer


@dataclass(frozen=True)
class _Fields:
    """One correction's widgets, all keyed and told about under one name."""

    name: str
    problems: Problems

    def choice(self, field: str, label: str, options: dict[Any, str], value: Any) -> Any:
        codes = list(options) if value in options else [None, *options]
        chosen = st.selectbox(
            label,
            codes,
            index=codes.index(value) if value in codes else 0,
            format_func=lambda code: options.get(code, "—"),
            key=f"{self.name}_{field}",
        )
        self.problems.beside(field)
        return chosen

    def text(self, field: str, label: str, value: str) -> str:
        typed = st.text_input(label, value=value, key=f"{self.name}_{field}")
        self.problems.beside(field)
        return typed or ""


def draw(viewer: Viewer, kind: str, entry_id: int) -> None:
    """The form; whom it was about does not change: that is voided and entered anew."""
    row = data_short_forms.entry(viewer, kind, entry_id)
    if row is None:
        return
    name = f"correct_{kind}_{entry_id}"
    fields = _Fields(name, Problems(name))
    raw = _enrolment(fields, row) if isinstance(row, TrainingEnrolment) else _placement(fields, row)
    # As it stood when the form was opened: each run reads the row afresh.
    seen = st.session_state.setdefault(f"entries_seen_{kind}_{entry_id}", row.seen)
    raw |= {"id": entry_id, "seen": seen}
    if viewer.role is Role.MANAGER:
        raw["reason"] = _reason(fields)
    label = i18n.t("entries.correct_it")
    if st.button(label, key=f"{name}_save", type="primary"):
        act, model = _ACTS[kind]
        if submit(act, model, raw, viewer, fields.problems):
            st.session_state.pop(f"entries_change_{kind}_{entry_id}", None)
            st.rerun()


def _reason(fields: _Fields) -> str:
    reasons = {code: text for code, text in labels.choices("VOID_REASON").items() if code != UNDO}
    return fields.choice("reason", i18n.t("entries.why"), reasons, None) or ""


def _enrolment(fields: _Fields, row: TrainingEnrolment) -> dict[str, Any]:
    kind = fields.choice(
        "type", i18n.t("training_form.type"), labels.choices("TRAINING_TYPE"), row.type
    )
    centres = {None: "—", **data_short_forms.centres(kind)}
    centre = fields.choice("centre_id", i18n.t("training_form.centre"), centres, row.centre_id)
    start = fields.text("starts_on", i18n.t("training_form.start_day"), f"{row.starts_on:%d/%m/%Y}")
    end = f"{row.planned_end_on:%d/%m/%Y}" if row.planned_end_on else ""
    end = fields.text("planned_end_on", i18n.t("training_form.end"), end)
    status = fields.choice(
        "status", i18n.t("training_form.status"), labels.choices("TRAINING_STATUS"), row.status
    )
    reason = None
    if status == TrainingStatus.DROPPED:
        reasons = labels.choices("DROP_REASON")
        label = i18n.t("training_form.reason")
        reason = fields.choice("drop_reason", label, reasons, row.drop_reason)
    return {
        "type": kind,
        "centre_id": centre,
        "starts_on": as_day(start, None),
        "planned_end_on": as_day(end, None) or None,
        "status": status,
        "drop_reason": reason,
    }


def _placement(fields: _Fields, row: Placement) -> dict[str, Any]:
    kind = fields.choice(
        "type", i18n.t("placement_form.type"), labels.choices("OUTCOME_TYPE"), row.type
    )
    day = fields.text("starts_on", i18n.t("placement_form.first_day"), f"{row.starts_on:%d/%m/%Y}")
    fitting = {code: labels.label("CONTRACT_TYPE", code) for code in CONTRACTS[OutcomeType(kind)]}
    contract = fields.choice("contract", i18n.t("placement_form.contract"), fitting, row.contract)
    evidence = fields.choice(
        "evidence", i18n.t("placement_form.evidence"), labels.choices("EVIDENCE"), row.evidence
    )
    hours = "" if row.hours_per_week is None else i18n.number(row.hours_per_week)
    answers = {
        True: i18n.t("placement_form.yes"),
        False: i18n.t("placement_form.no"),
        None: i18n.t("placement_form.unknown"),
    }
    return {
        "type": kind,
        "starts_on": as_day(day, None),
        "contract": contract,
        "evidence": evidence,
        "hours_per_week": fields.text("hours_per_week", i18n.t("placement_form.hours"), hours),
        "cnss_declared": fields.choice(
            "cnss_declared", i18n.t("placement_form.cnss"), answers, row.cnss_declared
        ),
    }


_ACTS: dict[str, tuple[Callable[..., object], Any]] = {
    "training": (training.correct, TrainingCorrection),
    "placement": (placements.correct, PlacementCorrection),
}
