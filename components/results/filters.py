"""The filters of a results page, kept in its address: a link shows the same thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import streamlit as st

from components.fields import text
from components.fields.dates import filter_day
from components.language import i18n
from components.reads import labels, reference
from components.results import links as filter_links
from components.visit.streamlit_private import DeltaGenerator
from db.access.viewer import Viewer
from db.codes import AGE_BANDS
from db.inputs.results import ResultFilter, clean, preset

Option = TypeVar("Option")
PERIODS = ("12m", "month", "last_month", "quarter", "half", "year", "all", "own")
DEFAULT = "12m"


def draw(viewer: Viewer, today: date, *, has_ages: bool = True) -> ResultFilter:
    """Period, agencies, sex and age band; every value from the address is checked.

    On a desktop all is in view; on a phone what is beside the period is folded away
    (``look.css``).
    """
    with st.container(key="filters"):
        start, end = _period(today)
        # Above the filters, which a phone folds away when a link opens the page.
        notice = st.container()
        is_open = st.toggle(i18n.t("filter.more"), key="filter_more")
        agencies: list[int] = []
        with st.container(horizontal=True, key="filter_open" if is_open else "filter_folded"):
            if len(viewer.agencies) > 1:
                own = [each for each in reference.agencies() if each in viewer.agencies]
                agencies = _pills(
                    "agency", own, lambda each: labels.agency(each, short=True), notice
                )
            sexes = _codes("sex", "SEX", list(labels.choices("SEX")), notice)
            bands = _codes("age", "AGE_BAND", list(AGE_BANDS), notice) if has_ages else []
    return clean(start, end, set(agencies) & viewer.agencies, sexes, bands)


def _period(today: date) -> tuple[date, date]:
    said = filter_links.follow("filter_period", filter_links.period(PERIODS))
    chosen = st.segmented_control(
        i18n.t("filter.period"),
        PERIODS,
        format_func=lambda code: i18n.t(f"filter.period.{code}"),
        default=None if said else DEFAULT,
        required=True,
        key="filter_period",
        bind="query-params",
        label_visibility="collapsed",
    )
    code = chosen or DEFAULT
    if code != "own":
        return preset(code, today, reference.programme().starts_on)
    with st.container(horizontal=True):
        first, last = (_own_day(name, today) for name in ("from", "to"))
    began = reference.programme().starts_on
    if first is None and last is not None:
        return min(began, last), last
    return first or preset(DEFAULT, today, began)[0], last or today


def _own_day(name: str, today: date) -> date | None:
    """A day as typed; an unreadable one stays in its field, with the error below it."""
    with st.container():
        typed = text.typed(
            i18n.t(f"filter.{name}"),
            key=f"filter_{name}",
            bind="query-params",
            placeholder=i18n.t("filter.day_form"),
        )
        return filter_day(typed, today)


def _codes(name: str, list_name: str, codes: list[str], notice: DeltaGenerator) -> list[str]:
    return _pills(name, codes, lambda each: labels.label(list_name, each), notice)


def _pills(
    name: str, options: list[Option], written: Callable[[Option], str], notice: DeltaGenerator
) -> list[Option]:
    key, known = f"filter_{name}", filter_links.LABELS[name]
    if filter_links.is_unknown(key, map(written, options), known):
        notice.warning(i18n.t("filter.unknown_in_link"), icon=":material/link_off:")
    filter_links.follow(key, known, several=True)
    chosen = st.pills(
        i18n.t(f"filter.{name}"),
        options,
        format_func=written,
        selection_mode="multi",
        key=key,
        bind="query-params",
    )
    return list(chosen or [])


def in_words(wanted: ResultFilter) -> str:
    """What is filtered, in one line."""
    parts = [i18n.t("filter.words", start=wanted.start, end=wanted.end)]
    if wanted.agencies:
        names = [
            labels.agency(each, short=True)
            for each in reference.agencies()
            if each in wanted.agencies
        ]
        parts.append(i18n.joined(*names))
    parts += [labels.label("SEX", each) for each in sorted(wanted.sexes)]
    parts += [labels.label("AGE_BAND", each) for each in AGE_BANDS if each in wanted.age_bands]
    return " · ".join(parts)
