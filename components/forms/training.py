"""The fields of an enrolment in a course, and of its next step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from components import data_short_forms, i18n, labels
from components.draft import Draft
from components.fields import Problems
from components.forms.dates import OTHER, TODAY, day_text
from db.codes import BEFORE_THE_START, TrainingStatus

FORM = "training"
KEYS = (
    "training_agency",
    "training_case",
    "training_type",
    "training_centre",
    "training_start",
    "training_start_text",
    "training_end_text",
    "training_status",
    "training_reason",
)
#: A day typed without a year is the nearest one; an end is the next one after the start.
HALF_A_YEAR, A_YEAR = timedelta(days=182), timedelta(days=364)


def draw(draft: Draft, today: date, problems: Problems) -> dict[str, Any]:
    """Kind, centre, dates, status; the raw fields of ``Course``."""
    kind = _one("training_type", i18n.t("training_form.type"), "TRAINING_TYPE", draft)
    problems.beside("type")
    centre = _centre(draft, kind)
    problems.beside("centre_id")
    start = _start(draft, today)
    problems.beside("starts_on")
    after = start if isinstance(start, date) else today
    end = day_text(draft, "training_end_text", i18n.t("training_form.end"), after + A_YEAR)
    problems.beside("planned_end_on")
    status = _status(draft, is_ahead=after > today)
    problems.beside("status")
    reason = drop_reason("training_reason", status, draft.get("training_reason"))
    problems.beside("drop_reason")
    return {
        "type": kind,
        "centre_id": centre,
        "starts_on": start,
        "planned_end_on": end or None,
        "status": status,
        "drop_reason": reason,
    }


def _one(key: str, label: str, list_name: str, draft: Draft) -> str | None:
    return st.pills(
        label,
        list(labels.choices(list_name)),
        format_func=lambda code: labels.label(list_name, code),
        default=draft.get(key),
        key=key,
    )


def _centre(draft: Draft, kind: str | None) -> int | None:
    """The centres that give this kind of course, when there are any; none is an answer."""
    names = data_short_forms.centres(kind) if kind else {}
    if not names:
        return None
    kept = draft.get("training_centre")
    return st.pills(
        i18n.t("training_form.centre"),
        list(names),
        format_func=names.__getitem__,
        default=kept if kept in names else None,
        key="training_centre",
    )


def _start(draft: Draft, today: date) -> date | str:
    chosen = st.segmented_control(
        i18n.t("training_form.start"),
        [TODAY, OTHER],
        format_func=lambda code: (
            i18n.t("training_form.today") if code == TODAY else i18n.t("training_form.other_day")
        ),
        default=draft.get("training_start", TODAY),
        required=True,
        key="training_start",
    )
    if chosen == OTHER:
        label = i18n.t("training_form.start_day")
        return day_text(draft, "training_start_text", label, today + HALF_A_YEAR)
    return today


def _status(draft: Draft, *, is_ahead: bool) -> str | None:
    options = [each.value for each in (BEFORE_THE_START if is_ahead else TrainingStatus)]
    kept = draft.get("training_status", TrainingStatus.ENROLLED.value)
    return st.pills(
        i18n.t("training_form.status"),
        options,
        format_func=lambda code: labels.label("TRAINING_STATUS", code),
        default=kept if kept in options else TrainingStatus.ENROLLED.value,
        required=True,
        key="training_status",
    )


def drop_reason(key: str, status: str | None, first: str | None = None) -> str | None:
    """Why a course was left; asked of nobody else."""
    if status != TrainingStatus.DROPPED:
        return None
    return st.pills(
        i18n.t("training_form.reason"),
        list(labels.choices("DROP_REASON")),
        format_func=lambda code: labels.label("DROP_REASON", code),
        default=first,
        key=key,
    )
