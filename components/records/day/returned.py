"""Months that a manager has returned: a line each, until they are said complete again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.language.plain import plain
from components.reads.approval_words import said, where
from components.records.links import MONTH, month_word
from components.visit import navigation
from db.queries.approvals import AgencyMonth


def draw(found: Sequence[AgencyMonth]) -> None:
    """Each with the manager's sentence; it opens its sheet, where the month is said complete."""
    for each in found:
        if st.button(
            plain(f"{where(each)} · {said(each)}"),
            key=f"day_returned_{each.agency_id}_{each.month:%Y_%m}",
            icon=":material/assignment_return:",
            width="stretch",
        ):
            navigation.go("my-month", **{MONTH: month_word(each.month)})
