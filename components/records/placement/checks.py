"""Retention checks due, and the answer to one: one tap opens it, one answers, one saves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st

from components.fields import dates
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.records.placement import details
from components.records.placement.fields import CNSS, UNKNOWN, yes_no_unknown
from components.saving.draft import Draft
from components.saving.first_values import offered
from components.saving.form import FieldForm
from components.saving.problems import Problems
from db.codes import WORKING, RetentionStatus
from db.queries.retention import DueCheck
from db.records import CHECK, form_of

NAMES = ("status", "cnss", "day", "hours", *details.NAMES)


def form(check_id: int) -> FieldForm:
    """The fields of the answer to one check, as a draft keeps them."""
    return FieldForm(name=form_of(CHECK, check_id), fields=NAMES)


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
    check: DueCheck, draft: Draft, known: Collection[str], problems: Problems
) -> dict[str, Any]:
    """What became of the person; the raw fields of ``RetentionInput``."""
    _describe(check)
    name, statuses = draft.form, [each.value for each in RetentionStatus]
    status = st.pills(
        i18n.t("retention_form.status"),
        statuses,
        format_func=lambda code: labels.label("RETENTION_STATUS", code),
        default=offered(draft, f"{name}_status", statuses),
        required=True,
        key=f"{name}_status",
    )
    problems.beside("status", i18n.t("retention_form.status"))
    declared = UNKNOWN
    if status in WORKING and check.cnss_declared is not None:
        declared = yes_no_unknown(f"{name}_cnss", draft.get(f"{name}_cnss", UNKNOWN))
        problems.beside("still_cnss", i18n.t("placement_form.cnss"))
    label = i18n.t("retention_form.done_on")
    key = f"{name}_day"
    day = dates.day_or_begun(key, label, draft.day, draft.day, draft.get(key, ""))
    problems.beside("done_on", label)
    more = details.asked_again(draft, draft.day, check, status, known, problems)
    return {
        **more,
        "check_id": check.id,
        "status": status,
        "still_cnss": CNSS[declared],
        "done_on": day,
    }
