"""The last screen of an interview: what is still missing, and nothing of what was said."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.language import i18n
from components.records.trust.interview import Interview, items, missing
from db.codes import NO_ANSWER


def draw(interview: Interview) -> str | None:
    """Say whether all is answered; the missing item that was touched, or ``None``."""
    gaps = missing(interview)
    if gaps:
        st.warning(i18n.tn("trust_form.missing", len(gaps)), icon=":material/help:")
        return _go_to(interview, gaps)
    st.success(
        i18n.tn("trust_form.complete", len(items(interview))), icon=":material/check_circle:"
    )
    without = sum(code in NO_ANSWER for code in interview["answers"].values())
    if without:
        st.caption(i18n.tn("trust_form.without_answer", without))
    return None


def _go_to(interview: Interview, gaps: list[str]) -> str | None:
    touched = None
    for item in gaps:
        number = items(interview).index(item) + 1
        label = i18n.t("trust_form.question_number", number=number)
        if st.button(label, key=f"trust_missing_{item.lower()}", width="stretch"):
            touched = item
    return touched


def day(interview: Interview, today: date) -> bool:
    """Where the day has passed since the first question, ask which of the two it is to be.

    Whether this is the first run that asks: nothing is saved in it.
    """
    begun, now = interview.get("day"), today.isoformat()
    if begun is None or begun == now:
        return False
    said = date.fromisoformat(begun)
    st.warning(i18n.t("draft.day_kept", day=said), icon=":material/event_repeat:")
    options = [begun, now]
    kept = interview.get("answered_on")
    interview["answered_on"] = st.pills(
        i18n.t("entry.day"),
        options,
        format_func=lambda each: i18n.t("entry.day.today") if each == now else i18n.day(said),
        default=kept if kept in options else begun,
        required=True,
        key="trust_day",
    )
    has_turned = interview.get("asked_on") != now
    interview["asked_on"] = now
    return has_turned
