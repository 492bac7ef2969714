"""The filters of a results page, kept in its address: a link shows the same thing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
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
from db.inputs.results import PERIODS, Against, Other, ResultFilter, clean, preset

Option = TypeVar("Option")
DEFAULT = "12m"
#: The widgets that ``draw`` draws.
KEYS = tuple(f"filter_{each}" for each in ("period", "more", "agency", "sex", "age", "compare"))
Chosen = tuple[ResultFilter, Other]
Choice = Callable[[ResultFilter], Other]


def draw(
    viewer: Viewer, today: date, *, has_ages: bool = True, other: Choice | None = None
) -> Chosen:
    """Period, agencies, sex and age band; every value from the address is checked. ``other``: the
    choice of what the figures are compared with, where they can be.

    On a desktop all is in view; on a phone what is beside the period is folded away
    (``look.css``).
    """
    with st.container(key="filters"):
        start, end, beside = _period(today)
        # Above the filters, which a phone folds away when a link opens the page.
        notice = st.container()
        is_open = st.toggle(i18n.t("filter.more"), key="filter_more")
        with st.container(horizontal=True, key="filter_open" if is_open else "filter_folded"):
            agencies = _agencies(viewer, notice)
            sexes = _codes("sex", "SEX", list(labels.choices("SEX")), notice)
            bands = _codes("age", "AGE_BAND", list(AGE_BANDS), notice) if has_ages else []
        wanted = clean(start, end, set(agencies) & viewer.agencies, sexes, bands)
        with beside:
            return wanted, other(wanted) if other else Against.NOTHING


def held() -> tuple[Hashable, ...]:
    """What the filters of a page say that this session has drawn before; empty where it has not,
    where a link asked for something that is not offered, and where days are typed."""
    said = st.session_state.get
    if said("filter_period", "own") == "own" or filter_links.unknown():
        return ()
    found = (said(each) for each in KEYS)
    return tuple(tuple(each) if isinstance(each, list) else each for each in found)


def whole(viewer: Viewer, first: date, today: date) -> ResultFilter:
    """Agencies alone, of a page that is always about everybody and all that there is."""
    with st.container(key="filters"):
        agencies = _agencies(viewer, st.container())
    return clean(first, today, set(agencies) & viewer.agencies, [], [])


def of_place(viewer: Viewer, today: date, agency_id: int | None, other: Choice) -> Chosen:
    """The period alone, of a page about everybody at one agency, or at all the viewer sees; what
    one is compared with."""
    with st.container(key="filters"):
        start, end, beside = _period(today)
        wanted = clean(start, end, viewer.agencies & {agency_id} if agency_id else [], [], [])
        with beside:
            return wanted, other(wanted) if agency_id else Against.NOTHING


def _agencies(viewer: Viewer, notice: DeltaGenerator) -> list[int]:
    """The agencies chosen, where there are several to choose from."""
    if len(viewer.agencies) < 2:
        return []
    own = [each for each in reference.agencies() if each in viewer.agencies]
    return _pills("agency", own, lambda each: labels.agency(each, short=True), notice)


def _period(today: date) -> tuple[date, date, DeltaGenerator]:
    """Its days; the place beside it."""
    with st.container(horizontal=True, key="filter_when"):
        code = _preset()
        beside = st.container(width="content", key="filter_beside")
    if code != "own":
        return *preset(code, today, reference.programme().starts_on), beside
    with st.container(horizontal=True):
        first, last = (_own_day(name, today) for name in ("from", "to"))
    began = reference.programme().starts_on
    if first is None and last is not None:
        return min(began, last), last, beside
    return first or preset(DEFAULT, today, began)[0], last or today, beside


def _preset() -> str:
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
    return chosen or DEFAULT


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
    return i18n.line(*parts)
