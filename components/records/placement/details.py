"""What more is known of a job: employer, sector, what paid for it, and its end. None is needed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, text
from components.language import i18n
from components.reads import labels, reference
from components.reads.order import in_order
from components.saving.first_values import FirstValues, offered
from components.saving.problems import Problems
from db.codes import OutcomeType, RetentionStatus
from db.inputs.placement_details import DETAILS, has_employer
from db.models import Organisation, Placement
from db.queries.retention import DueCheck

#: The widgets of these fields, without the form's name.
NAMES = ("employer", "sector", "measure", "ended", "end_reason")
#: The type of an organisation that employs (list ``ORG_TYPE``): these stand first.
EMPLOYER = "EMPL"
HOURS = "hours_per_week"
ICON = ":material/domain:"
#: The answers to a check of somebody who was reached and may tell more.
ASKED = frozenset(
    {RetentionStatus.SAME, RetentionStatus.OTHER, RetentionStatus.TRAIN, RetentionStatus.NOT_WORK}
)


def entered(row: Placement) -> dict[str, Any]:
    """A stored row as first values of ``draw``."""
    return {
        "employer": row.employer_id,
        "sector": row.sector,
        "measure": row.measure,
        "ended": dates.as_typed(row.ended_on),
        "end_reason": row.end_reason,
    }


def folded(first: FirstValues, kind: str | None, today: date, problems: Problems) -> dict[str, Any]:
    """All of them behind one tap."""
    with st.expander(i18n.t("placement_more.open"), key=f"{first.form}_details", icon=ICON):
        return draw(first, kind, today, problems)


def asked_again(
    first: FirstValues,
    day: date,
    check: DueCheck,
    status: str | None,
    known: Collection[str],
    problems: Problems,
) -> dict[str, Any]:
    """At a check, what is still unknown: of a job that goes on what it is, of another its end."""
    if status not in ASKED or set(DETAILS) - {"end_reason"} <= set(known):
        return {}
    with st.expander(i18n.t("placement_more.again"), key=f"{first.form}_details", icon=ICON):
        raw = draw(first, check.type, day, problems, {*known, "ended_on"})
        if HOURS not in known:
            raw[HOURS] = hours(first, problems)
        if status != RetentionStatus.SAME and "ended_on" not in known:
            raw |= end(first, day, problems)
    return raw


def draw(
    first: FirstValues,
    kind: str | None,
    today: date,
    problems: Problems,
    known: Collection[str] = (),
) -> dict[str, Any]:
    """The raw fields of ``Details`` without the hours; those that are ``known`` are not asked."""
    raw: dict[str, Any] = {}
    if kind is not None and has_employer(OutcomeType(kind)) and "employer_id" not in known:
        raw["employer_id"] = _employer(first, today)
        problems.beside("employer_id", i18n.t("placement_more.employer"))
    for field, list_name in (("sector", "SECTOR"), ("measure", "MEASURE")):
        if field not in known:
            label = i18n.t(f"placement_more.{field}")
            raw[field] = _choice(first, field, label, list_name)
            problems.beside(field, label)
    if "ended_on" not in known:
        raw |= end(first, today, problems)
    return raw


def end(first: FirstValues, today: date, problems: Problems) -> dict[str, Any]:
    """The last day of a job that is over, and why it ended."""
    label = i18n.t("placement_more.ended_on")
    day = dates.day_text(first, f"{first.form}_ended", label, today)
    problems.beside("ended_on", label)
    reason = None
    if day or first.get(f"{first.form}_end_reason"):
        reason = _choice(first, "end_reason", i18n.t("placement_more.end_reason"), "PLACEMENT_END")
    problems.beside("end_reason", i18n.t("placement_more.end_reason"))
    return {"ended_on": day, "end_reason": reason}


def hours(first: FirstValues, problems: Problems) -> str:
    """Hours a week, as typed."""
    label = i18n.t("placement_form.hours")
    typed = text.typed(
        label,
        value=first.get(f"{first.form}_hours", ""),
        key=f"{first.form}_hours",
        type="phone",
        live="500ms",
        placeholder="40",
        icon=":material/schedule:",
    )
    problems.beside(HOURS, label)
    return typed


def _employer(first: FirstValues, today: date) -> int | None:
    """An organisation of the directory, searched by typing; nobody is named without one."""
    key = f"{first.form}_employer"
    kept = first.get(key)
    names = _names(today, kept)
    options = list(names)
    return st.selectbox(
        i18n.t("placement_more.employer"),
        options,
        index=options.index(kept) if kept in names else None,
        format_func=names.__getitem__,
        placeholder=i18n.t("placement_more.not_named"),
        help=i18n.t("placement_more.employer_help"),
        key=key,
    )


def _names(today: date, kept: int | None) -> dict[int, str]:
    """Employers first, then all others; a closed one only where it was chosen."""
    found: list[dict[int, str]] = [{}, {}]
    for each in reference.organisations().values():
        if each.is_open(today) or each.id == kept:
            found[each.type != EMPLOYER][each.id] = _named(each)
    employers, others = (in_order(names) for names in found)
    return employers | others


def _named(found: Organisation) -> str:
    name = labels.place_name(found)
    is_said = not found.city or found.city in found.name
    return name if is_said else f"{name} ({found.city})"


def _choice(first: FirstValues, field: str, label: str, list_name: str) -> str | None:
    """One code of a list, searched by typing; it can be emptied again."""
    key, names = f"{first.form}_{field}", labels.choices(list_name)
    options = list(names)
    kept = offered(first, key, options)
    return st.selectbox(
        label,
        options,
        index=options.index(kept) if kept in options else None,
        format_func=names.__getitem__,
        placeholder=i18n.t("placement_more.choose"),
        key=key,
    )
