"""Which report is looked at: its kind, its period, and of a week its place."""

from __future__ import annotations

import streamlit as st

from components.fields import view as views
from components.language import i18n
from components.reads import indicator_words, reference
from components.results.common import Asked
from components.results.reports import spans
from components.results.reports.spans import Span
from db.access.viewer import Viewer
from db.inputs.reports import ReportOf

KINDS = ("DONOR", "LESSONS", "WEEK")
PART = "report"


def kind() -> str:
    """The one that the address names, first the donor's."""
    names = {each: i18n.t(f"reports.kind.{each}") for each in KINDS}
    return views.kept("reports_kind", PART, i18n.t("reports.kind"), names)


def span(of: str) -> Span:
    """The last period that is over, unless another one is chosen."""
    today = reference.today()
    began = reference.programme().starts_on
    options = spans.weeks(today) if of == "WEEK" else spans.long(began, today)
    chosen: Span = st.selectbox(
        i18n.t("filter.period"),
        options,
        format_func=lambda each: each.name,
        key=f"reports_span_{'week' if of == 'WEEK' else 'long'}",
        width=320,
    )
    return chosen


def report_of(of: str, chosen: Span) -> ReportOf:
    """What managers' words are kept under."""
    return ReportOf(of, chosen.start, chosen.end)


def asked(viewer: Viewer, of: str, chosen: Span, version: int) -> Asked:
    """The whole programme; of a week, an agency if one is chosen."""
    agencies = frozenset[int]()
    if of == "WEEK":
        place = st.selectbox(
            i18n.t("indicators.place"),
            [0, *(each for each in reference.agencies() if each in viewer.agencies)],
            format_func=lambda each: indicator_words.place(each or None),
            key="reports_place",
            width=320,
        )
        agencies = frozenset({place}) if place else agencies
    return Asked(viewer, chosen.of(agencies), version)
