"""The fields of a first day worked."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components import i18n, labels
from components.draft import Draft
from components.fields import Problems
from components.forms.dates import past_day
from db.codes import CONTRACTS, OutcomeType

FORM = "placement"
YES, NO, UNKNOWN = "yes", "no", "unknown"
CNSS = {YES: True, NO: False, UNKNOWN: None}
KEYS = (
    "placement_agency",
    "placement_case",
    "placement_type",
    "placement_day",
    "placement_day_text",
    "placement_contract",
    "placement_evidence",
    "placement_hours",
    "placement_cnss",
)


def draw(draft: Draft, today: date, problems: Problems) -> dict[str, Any]:
    """Kind, first day, contract, evidence, hours, CNSS; the raw fields of ``Outcome``."""
    kind = _pills(draft, "type", i18n.t("placement_form.type"), "OUTCOME_TYPE")
    problems.beside("type")
    first_day = i18n.t("placement_form.first_day")
    day = past_day(draft, FORM, "starts_on", today, problems, first_day)
    contract = _contract(draft, kind)
    problems.beside("contract")
    evidence = _pills(draft, "evidence", i18n.t("placement_form.evidence"), "EVIDENCE")
    problems.beside("evidence")
    hours = _hours(draft)
    problems.beside("hours_per_week")
    declared = _cnss(draft)
    problems.beside("cnss_declared")
    return {
        "type": kind,
        "starts_on": day,
        "contract": contract,
        "evidence": evidence,
        "hours_per_week": hours,
        "cnss_declared": CNSS[declared],
    }


def _pills(
    draft: Draft, field: str, label: str, list_name: str, options: tuple[str, ...] | None = None
) -> str | None:
    key = f"{FORM}_{field}"
    codes = options or tuple(labels.choices(list_name))
    kept = draft.get(key)
    return st.pills(
        label,
        codes,
        format_func=lambda code: labels.label(list_name, code),
        default=kept if kept in codes else None,
        key=key,
    )


def _contract(draft: Draft, kind: str | None) -> str | None:
    """Only contracts that fit the kind; where one alone fits there is nothing to ask."""
    if kind is None:
        return None
    fitting = CONTRACTS[OutcomeType(kind)]
    if len(fitting) == 1:
        return fitting[0]
    return _pills(draft, "contract", i18n.t("placement_form.contract"), "CONTRACT_TYPE", fitting)


def _hours(draft: Draft) -> str:
    typed = st.text_input(
        i18n.t("placement_form.hours"),
        value=draft.get("placement_hours", ""),
        key="placement_hours",
        type="phone",
        live="500ms",
        placeholder="40",
        icon=":material/schedule:",
    )
    return typed or ""


def _cnss(draft: Draft) -> str:
    return yes_no_unknown("placement_cnss", draft.get("placement_cnss", UNKNOWN))


def yes_no_unknown(key: str, first: str) -> str:
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
        default=first if first in names else UNKNOWN,
        required=True,
        key=key,
    )
    return chosen or UNKNOWN
