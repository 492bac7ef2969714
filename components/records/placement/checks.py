"""Retention checks due, and the answer to one: one tap opens it, one answers, one saves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.records.placement import details
from components.records.placement.fields import CNSS, UNKNOWN, yes_no_unknown
from components.saving.problems import Problems
from db.codes import WORKING, RetentionStatus
from db.queries.retention import DueCheck


def choose(checks: list[DueCheck]) -> int | None:
    """The list of checks that wait; the id of the one that was touched."""
    touched = None
    for check in checks:
        with st.container(border=True, key=f"retention_due_{check.id}"):
            _describe(check)
            label = i18n.t("retention_form.answer")
            if st.button(label, key=f"retention_open_{check.id}", width="stretch"):
                touched = check.id
    return touched


def _describe(check: DueCheck) -> None:
    kind = labels.label("OUTCOME_TYPE", check.type)
    st.markdown(f"**{card_code(check.case_code)}** · {kind}")
    month = i18n.tn("retention_form.month", check.month)
    st.caption(f"{month} · {i18n.t('retention_form.since', day=check.starts_on)}")
    if check.days_late > 0:
        text = i18n.tn("retention_form.late", check.days_late)
        st.badge(text, icon=":material/schedule:", color="orange")
    else:
        st.badge(i18n.t("retention_form.due_on", day=check.due_on), icon=":material/event:")


def tell_passed_over(months: Collection[int]) -> None:
    """What an answer does to earlier checks that wait, and what to do where they were done."""
    for month in months:
        which = i18n.tn("retention_form.month", month)
        st.info(i18n.t("placement_more.passed_over", check=which), icon=":material/history:")


def draw(
    check: DueCheck, begun_on: date, today: date, known: Collection[str], problems: Problems
) -> dict[str, Any]:
    """What became of the person; the raw fields of ``RetentionInput``."""
    _describe(check)
    name = f"retention_{check.id}"
    status = st.pills(
        i18n.t("retention_form.status"),
        [each.value for each in RetentionStatus],
        format_func=lambda code: labels.label("RETENTION_STATUS", code),
        required=True,
        key=f"{name}_status",
    )
    problems.beside("status", i18n.t("retention_form.status"))
    declared = UNKNOWN
    if status in WORKING and check.cnss_declared is not None:
        declared = yes_no_unknown(f"{name}_cnss", UNKNOWN)
        problems.beside("still_cnss", i18n.t("placement_form.cnss"))
    label = i18n.t("retention_form.done_on")
    day = dates.day_or_begun(f"{name}_day", label, begun_on, today)
    problems.beside("done_on", label)
    more = details.asked_again(name, check, status, known, problems)
    return {
        **more,
        "check_id": check.id,
        "status": status,
        "still_cnss": CNSS[declared],
        "done_on": day,
    }
