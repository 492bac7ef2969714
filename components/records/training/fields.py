"""The fields of an enrolment in a course, and of its next step."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.fields import persons
from components.fields.dates import OTHER, TODAY, as_typed, day_text
from components.language import i18n
from components.reads import labels
from components.reads.order import in_order
from components.reads.read import read
from components.saving.first_values import FirstValues, offered
from components.saving.problems import Problems
from db.codes import BEFORE_THE_START, TrainingStatus
from db.inputs.days import Side
from db.models import TrainingEnrolment
from db.queries import places

FORM = "training"
NAMES = ("type", "centre", "start", "start_text", "end_text", "status", "reason")
KEYS = (*persons.keys(FORM), *(f"{FORM}_{name}" for name in NAMES))


def draw(first: FirstValues, today: date, problems: Problems) -> dict[str, Any]:
    """Kind, centre, dates, status; the raw fields of ``Course``."""
    kind = _one(f"{first.form}_type", i18n.t("training_form.type"), "TRAINING_TYPE", first)
    problems.beside("type", i18n.t("training_form.type"))
    centre = _centre(first, kind, today)
    problems.beside("centre_id", i18n.t("training_form.centre"))
    start = _start(first, today)
    problems.beside("starts_on", i18n.t("training_form.start"))
    after = start if isinstance(start, date) else today
    end = day_text(first, f"{first.form}_end_text", i18n.t("training_form.end"), after, Side.AFTER)
    problems.beside("planned_end_on", i18n.t("training_form.end"))
    status = _status(first, is_ahead=after > today)
    problems.beside("status", i18n.t("training_form.status"))
    reason = drop_reason(f"{first.form}_reason", status, first.get(f"{first.form}_reason"))
    problems.beside("drop_reason", i18n.t("training_form.reason"))
    return {
        "type": kind,
        "centre_id": centre,
        "starts_on": start,
        "planned_end_on": end or None,
        "status": status,
        "drop_reason": reason,
    }


def entered(row: TrainingEnrolment, today: date) -> dict[str, Any]:
    """A stored row as first values of ``draw``."""
    return {
        "type": row.type,
        "centre": row.centre_id,
        "start": TODAY if row.starts_on == today else OTHER,
        "start_text": as_typed(row.starts_on),
        "end_text": as_typed(row.planned_end_on),
        "status": row.status.value,
        "reason": row.drop_reason,
    }


def _one(key: str, label: str, list_name: str, first: FirstValues) -> str | None:
    codes = list(labels.choices(list_name))
    chosen: str | None = st.pills(
        label,
        codes,
        format_func=lambda code: labels.label(list_name, code),
        default=offered(first, key, codes),
        required=True,
        key=key,
    )
    return chosen


def _centre(first: FirstValues, kind: str | None, today: date) -> int | None:
    """The centres that give this kind of course, when there are any; none is an answer.

    A closed one stays only where it was chosen before.
    """
    key = f"{first.form}_centre"
    found = read(places.centres, kind) if kind else []
    names = in_order(
        {
            each.id: labels.place_name(each)
            for each in found
            if each.is_open(today) or each.id == first.get(key)
        }
    )
    if not names:
        return None
    return st.pills(
        i18n.t("training_form.centre"),
        list(names),
        format_func=names.__getitem__,
        default=offered(first, key, names),
        key=key,
    )


def _start(first: FirstValues, today: date) -> date | str:
    chosen = st.segmented_control(
        i18n.t("training_form.start"),
        [TODAY, OTHER],
        format_func=lambda code: (
            i18n.t("training_form.today") if code == TODAY else i18n.t("training_form.other_day")
        ),
        default=first.get(f"{first.form}_start", TODAY),
        required=True,
        key=f"{first.form}_start",
    )
    if chosen == OTHER:
        label = i18n.t("training_form.start_day")
        return day_text(first, f"{first.form}_start_text", label, today, Side.EITHER)
    st.caption(i18n.day(today))
    return today


def _status(first: FirstValues, *, is_ahead: bool) -> str | None:
    options = [each.value for each in (BEFORE_THE_START if is_ahead else TrainingStatus)]
    key = f"{first.form}_status"
    chosen: str | None = st.pills(
        i18n.t("training_form.status"),
        options,
        format_func=lambda code: labels.label("TRAINING_STATUS", code),
        default=offered(first, key, options, TrainingStatus.ENROLLED.value),
        required=True,
        key=key,
    )
    return chosen


def drop_reason(key: str, status: str | None, kept: str | None = None) -> str | None:
    """Why a course was left; asked for drop-outs only."""
    if status != TrainingStatus.DROPPED:
        return None
    names = labels.choices("DROP_REASON")
    return st.pills(
        i18n.t("training_form.reason"),
        list(names),
        format_func=names.__getitem__,
        default=kept if kept in names else None,
        required=True,
        key=key,
    )
