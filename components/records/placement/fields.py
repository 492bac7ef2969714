"""The fields of a first day worked."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.fields import persons
from components.fields.dates import as_past_day, past_day
from components.language import i18n
from components.reads import labels
from components.records.placement import details
from components.saving.first_values import FirstValues, offered
from components.saving.problems import Problems
from db.codes import CONTRACTS, OutcomeType
from db.models import Placement

FORM = "placement"
YES, NO, UNKNOWN = "yes", "no", "unknown"
CNSS = {YES: True, NO: False, UNKNOWN: None}
NAMES = ("type", "day", "day_text", "contract", "evidence", "hours", "cnss", *details.NAMES)
KEYS = (*persons.keys(FORM), *(f"{FORM}_{name}" for name in NAMES))


def draw(first: FirstValues, today: date, problems: Problems) -> dict[str, Any]:
    """Kind, first day, contract, evidence, hours, CNSS, and more behind a tap; the raw fields of
    ``Outcome``."""
    kind = _pills(first, "type", i18n.t("placement_form.type"), "OUTCOME_TYPE")
    problems.beside("type", i18n.t("placement_form.type"))
    first_day = i18n.t("placement_form.first_day")
    day = past_day(first, "starts_on", today, problems, first_day)
    contract = _contract(first, kind)
    problems.beside("contract", i18n.t("placement_form.contract"))
    evidence = _pills(first, "evidence", i18n.t("placement_form.evidence"), "EVIDENCE")
    problems.beside("evidence", i18n.t("placement_form.evidence"))
    hours = details.hours(first, problems)
    declared = _cnss(first)
    problems.beside("cnss_declared", i18n.t("placement_form.cnss"))
    more = details.folded(first, kind, today, problems)
    return {
        **more,
        "type": kind,
        "starts_on": day,
        "contract": contract,
        "evidence": evidence,
        "hours_per_week": hours,
        "cnss_declared": CNSS[declared],
    }


def entered(row: Placement, today: date) -> dict[str, Any]:
    """A stored row as first values of ``draw``."""
    hours = row.hours_per_week
    return {
        "type": row.type.value,
        **as_past_day(row.starts_on, today),
        "contract": row.contract,
        "evidence": row.evidence,
        "hours": "" if hours is None else i18n.number(hours),
        **details.entered(row),
        "cnss": next(code for code, value in CNSS.items() if value is row.cnss_declared),
    }


def _pills(
    first: FirstValues,
    field: str,
    label: str,
    list_name: str,
    options: tuple[str, ...] | None = None,
) -> str | None:
    key = f"{first.form}_{field}"
    codes = options or tuple(labels.choices(list_name))
    chosen: str | None = st.pills(
        label,
        codes,
        format_func=lambda code: labels.label(list_name, code),
        default=offered(first, key, codes),
        required=True,
        key=key,
    )
    return chosen


def _contract(first: FirstValues, kind: str | None) -> str | None:
    """Only contracts that fit the kind; where one alone fits there is nothing to ask."""
    if kind is None:
        return None
    fitting = CONTRACTS[OutcomeType(kind)]
    if len(fitting) == 1:
        return fitting[0]
    return _pills(first, "contract", i18n.t("placement_form.contract"), "CONTRACT_TYPE", fitting)


def _cnss(first: FirstValues) -> str:
    return yes_no_unknown(f"{first.form}_cnss", first.get(f"{first.form}_cnss", UNKNOWN))


def yes_no_unknown(key: str, kept: str) -> str:
    """Whether a CNSS declaration exists: yes, no, or not known."""
    names = {
        YES: i18n.t("placement_form.yes"),
        NO: i18n.t("placement_form.no"),
        UNKNOWN: i18n.t("placement_form.unknown"),
    }
    chosen = st.segmented_control(
        i18n.t("placement_form.cnss"),
        list(names),
        format_func=names.__getitem__,
        default=kept if kept in names else UNKNOWN,
        required=True,
        key=key,
    )
    return chosen or UNKNOWN
