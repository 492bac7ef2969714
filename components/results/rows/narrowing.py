"""Which part of a figure is opened: days, agency and breakdowns, all in the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from components.cards.opening import WORD
from components.language import i18n
from components.reads import labels, reference
from components.results import places
from components.results.opens import AGENCY, FIRST, LAST
from db.access.viewer import Viewer
from db.codes import OUTCOME_GROUPS, RETENTION_MONTHS
from db.inputs.dates import months_after
from db.inputs.figure_rows import COUNTED, NO, YES
from db.inputs.results import EARLIEST, LATEST, ResultFilter, months_of
from db.measures.checks import STATES
from db.measures.cohorts import STEPS, WAITING_STEPS
from db.measures.courses import NO_CENTRE
from db.measures.row_sources import Source

Days = tuple[date | None, date | None]
#: Lists that name the codes of a part.
_LISTS = {
    "status": "TRAINING_STATUS",
    "centre_type": "TRAINING_TYPE",
    "reason": "DROP_REASON",
    "contract": "CONTRACT_TYPE",
    "evidence": "EVIDENCE",
}
#: Parts of which several codes, joined by "+", are one bar.
_SEVERAL = {*_LISTS, "type", "state", "place"}


def days(wanted: ResultFilter) -> Days:
    """All days, one month, or those that the address names."""
    said = _day(FIRST), _day(LAST)
    own = "" if None in said else f"{said[0]:%Y-%m-%d}_{said[1]:%Y-%m-%d}"
    months = {_span(each): i18n.month(each) for each in months_of(wanted)}
    if own and own not in months:
        first, last = (i18n.day(each, "medium") for each in said if each)
        months[own] = i18n.t("headline.span", start=first, end=last)
    chosen = _select("month", i18n.t("column.month"), months, own)
    first, _, last = chosen.partition("_")
    _say(FIRST, first)
    _say(LAST, last)
    return (date.fromisoformat(first), date.fromisoformat(last)) if chosen else (None, None)


def _span(month: date) -> str:
    last = months_after(month, 1) - timedelta(days=1)
    return f"{month:%Y-%m-%d}_{last:%Y-%m-%d}"


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def agency(viewer: Viewer, wanted: ResultFilter) -> frozenset[int]:
    """That of the bar which was touched, if it is one of several that the filters leave, until it
    is said that it should be all of these. Agencies are chosen in the filters alone."""
    within = wanted.among(viewer.agencies)
    names = {str(each): each for each in reference.agencies() if each in within}
    said = st.query_params.get(AGENCY, "")
    if len(names) < 2:
        return wanted.agencies
    if said not in names:
        _say(AGENCY, "")
        return wanted.agencies
    only = labels.agency(names[said], short=True)
    st.button(
        i18n.t("rows.not_only", agency=only),
        key="rows_not_only",
        icon=":material/close:",
        on_click=_say,
        args=(AGENCY, ""),
    )
    return frozenset({names[said]})


def parts(source: Source) -> tuple[tuple[str, str], ...]:
    """The breakdowns that the figure has, each with its one code."""
    found = []
    for name in (*source.parts, *([COUNTED] if source.counted is not None else [])):
        named = _named(name, source)
        said = st.query_params.get(f"{WORD}{name}", "")
        chosen = _select(name, i18n.t(f"rows.part.{name}"), named, said)
        _say(f"{WORD}{name}", chosen)
        if chosen:
            found.append((name, chosen))
    return tuple(found)


def _named(name: str, source: Source) -> Mapping[str, str]:
    """The codes of a part, as it is called on the chart."""
    if name in _LISTS:
        return labels.choices(_LISTS[name])
    match name:
        case "type":
            return labels.choices(source.kinds)
        case "group":
            return {each: i18n.t(f"step.{each}") for each in OUTCOME_GROUPS}
        case "step" | "under_way" | "gone_on":
            steps = STEPS if name == "step" else WAITING_STEPS
            return {each: i18n.t(f"step.{each}") for each in steps}
        case "state":
            return {each: i18n.t(f"state.{each}") for each in STATES}
        case "check":
            return {str(each): i18n.tn("day.check_month", each) for each in RETENTION_MONTHS}
        case "counted":
            return {each: i18n.t(f"rows.counted.{each}") for each in (YES, NO)}
    organisations = {each: labels.organisation(each) for each in reference.organisations()}
    if name == "centre":
        none = {str(NO_CENTRE): i18n.t("courses.no_centre")}
        return {str(each): label for each, label in organisations.items()} | none
    return {f"o{each}": label for each, label in organisations.items()} | {
        f"a{each}": places.name(0, each) for each in reference.agencies()
    }


def _select(name: str, label: str, options: Mapping[str, str], said: str) -> str:
    """One of them, or all; what the address says is chosen at first, several codes as one."""
    several = said.split("+") if name in _SEVERAL else []
    if len(several) > 1 and set(several) <= set(options):
        options = {**options, said: i18n.joined(*(options[each] for each in several))}
    codes = ["", *options]
    return st.selectbox(
        label,
        codes,
        index=codes.index(said) if said in codes else 0,
        format_func=lambda code: options.get(code, i18n.t("rows.all")),
        key=f"rows_choice_{name}",
    )


def _say(name: str, code: str) -> None:
    """Keep it in the address, so that a link opens the same rows."""
    if st.query_params.get(name, "") == code:
        return
    if code:
        st.query_params[name] = code
    else:
        st.query_params.pop(name, None)
