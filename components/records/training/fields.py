"""The fields of an enrolment in a course, and of its next step."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, persons
from components.fields.dates import OTHER, TODAY, as_typed, day_text
from components.language import i18n
from components.reads import labels
from components.reads.order import in_order
from components.reads.read import read
from components.records.training import courses
from components.saving.first_values import FirstValues, offered
from components.saving.problems import Problems
from db.codes import BEFORE_THE_START, TrainingStatus
from db.inputs.days import Side
from db.models import TrainingEnrolment
from db.queries import places

FORM = "training"
NAMES = (
    *("course", "type", "centre", "start", "start_text", "end_text", "status", "reason"),
    *("certificate", "measure", "since"),
)
KEYS = (*persons.keys(FORM), *(f"{FORM}_{name}" for name in NAMES))


def draw(
    first: FirstValues, today: date, problems: Problems, agency_id: int | None = None
) -> dict[str, Any]:
    """A course of the list, or kind, centre and dates; then the status. The raw fields of
    ``Enrolment``."""
    course = courses.draw(first, agency_id)
    problems.beside("course_id", i18n.t("training_form.course"))
    raw = courses.facts(course) if course else _own_facts(first, today, problems)
    start = raw["starts_on"]
    is_ahead = isinstance(start, date) and start > today
    usual = TrainingStatus.APPLIED if course and not course.free else TrainingStatus.ENROLLED
    status = _status(first, usual, is_ahead=is_ahead)
    problems.beside("status", i18n.t("training_form.status"))
    form = first.form
    reason = drop_reason(f"{form}_reason", status, first.get(f"{form}_reason"))
    problems.beside("drop_reason", i18n.t("training_form.reason"))
    kind = certificate(f"{form}_certificate", status, first.get(f"{form}_certificate"))
    problems.beside("certificate", i18n.t("training_form.certificate"))
    return raw | {
        "status": status,
        "drop_reason": reason,
        "certificate": kind,
        **_more(first, today, problems),
    }


def _own_facts(first: FirstValues, today: date, problems: Problems) -> dict[str, Any]:
    """What a course of the list would say."""
    chosen = kind(first)
    problems.beside("type", i18n.t("training_form.type"))
    place = centre(first, chosen, today)
    problems.beside("centre_id", i18n.t("training_form.centre"))
    start = _start(first, today)
    problems.beside("starts_on", i18n.t("training_form.start"))
    after = start if isinstance(start, date) else today
    end = day_text(first, f"{first.form}_end_text", i18n.t("training_form.end"), after, Side.AFTER)
    problems.beside("planned_end_on", i18n.t("training_form.end"))
    return {
        "course_id": None,
        "type": chosen,
        "centre_id": place,
        "starts_on": start,
        "planned_end_on": end or None,
    }


def _more(first: FirstValues, today: date, problems: Problems) -> dict[str, Any]:
    """What is rarely said at once, behind a tap."""
    with st.expander(i18n.t("training_form.more"), key=f"{first.form}_more"):
        pays = measure(first)
        problems.beside("measure", i18n.t("training_form.measure"))
        label = i18n.t("training_form.since_day")
        since = day_text(first, f"{first.form}_since", label, today)
        problems.beside("status_on", label)
    return {"measure": pays, "status_on": since or None}


def entered(row: TrainingEnrolment, today: date) -> dict[str, Any]:
    """A stored row as first values of ``draw``."""
    return {
        "course": row.course_id,
        "type": row.type,
        "centre": row.centre_id,
        "start": TODAY if row.starts_on == today else OTHER,
        "start_text": as_typed(row.starts_on),
        "end_text": as_typed(row.planned_end_on),
        "status": row.status.value,
        "reason": row.drop_reason,
        "certificate": row.certificate,
        "measure": row.measure,
    }


def kind(first: FirstValues) -> str | None:
    """The kind of course."""
    return _one(first, "type", i18n.t("training_form.type"), "TRAINING_TYPE", required=True)


def measure(first: FirstValues) -> str | None:
    """The measure of the programme that pays."""
    return _one(first, "measure", i18n.t("training_form.measure"), "MEASURE", required=False)


def _one(
    first: FirstValues, field: str, label: str, list_name: str, *, required: bool
) -> str | None:
    key, codes = f"{first.form}_{field}", list(labels.choices(list_name))
    chosen: str | None = st.pills(
        label,
        codes,
        format_func=lambda code: labels.label(list_name, code),
        default=offered(first, key, codes),
        required=required,
        key=key,
    )
    return chosen


def centre(first: FirstValues, kind: str | None, today: date) -> int | None:
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


def _status(first: FirstValues, usual: TrainingStatus, *, is_ahead: bool) -> str | None:
    options = [each.value for each in (BEFORE_THE_START if is_ahead else TrainingStatus)]
    key = f"{first.form}_status"
    chosen: str | None = st.pills(
        i18n.t("training_form.status"),
        options,
        format_func=lambda code: labels.label("TRAINING_STATUS", code),
        default=offered(first, key, options, usual.value),
        required=True,
        key=key,
    )
    return chosen


def drop_reason(key: str, status: str | None, kept: str | None = None) -> str | None:
    """Why a course was left; asked for drop-outs only."""
    if status != TrainingStatus.DROPPED:
        return None
    return _ending(key, i18n.t("training_form.reason"), "DROP_REASON", kept, required=True)


def certificate(key: str, status: str | None, kept: str | None = None) -> str | None:
    """Which certificate ended it; asked only where there is one, and none is an answer."""
    if status != TrainingStatus.CERTIFIED:
        return None
    return _ending(key, i18n.t("training_form.certificate"), "CERTIFICATE", kept, required=False)


def ending(name: str, status: str, today: date, problems: Problems) -> tuple[dict[str, Any], bool]:
    """What a step needs beside its status, and whether the day has turned since the form opened."""
    reason = drop_reason(f"{name}_reason", status)
    problems.beside("drop_reason", i18n.t("training_form.reason"))
    kind = certificate(f"{name}_certificate", status)
    problems.beside("certificate", i18n.t("training_form.certificate"))
    begun, label = dates.begun(name, today), i18n.t("training_form.step_day")
    day = dates.day_or_begun(f"{name}_day", label, begun.day, today)
    problems.beside("status_on", label)
    problems.summary()
    return {"status_on": day, "drop_reason": reason, "certificate": kind}, begun.has_turned


def _ending(
    key: str, label: str, list_name: str, kept: str | None, *, required: bool
) -> str | None:
    names = labels.choices(list_name)
    return st.pills(
        label,
        list(names),
        format_func=names.__getitem__,
        default=kept if kept in names else None,
        required=required,
        key=key,
    )
