"""The last screen of an interview: what is still missing, and nothing of what was said."""

from __future__ import annotations

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
