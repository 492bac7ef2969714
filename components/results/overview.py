"""The overview: four figures, the three named charts, and how people go on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.language import i18n
from components.results import attention, months, register
from components.results.common import (
    Asked,
    in_points,
    listed,
    of_agencies,
    of_n,
    percent_cell,
    span,
)
from components.results.layout import Page
from components.results.months import Counted
from components.results.placements.page import WAGE
from components.results.training import ENROLMENTS
from components.results.trust import survey
from db.inputs.results import Comparison
from db.measures import activity, cohorts
from db.measures import overview as headlines
from db.measures.overview import Headline
from db.statistics import LEVEL, Trend, change, trend

Headlines = Mapping[str, Headline]
#: Of first rank; trust, which is asked in waves, stands beside them.
FIRST = ("people_seen", "enrolled", "wage")
#: The persons of the period before had more time: no change is shown.
UNFAIR = "registered_so_far"
#: Counts agents: filters by sex or age do not apply.
UNCUT = "agents_in_post"
INTERVENTIONS = Counted(
    "interventions", "subject.interventions", "unit.events", activity.interventions_by_month
)


def build(asked: Asked) -> Page:
    """Four figures; placements, enrolments and trust by agency; then the path of a person."""
    found = asked.measure(headlines.figures)
    tests = compared(found)
    return Page(
        answer=_answer(found),
        notices=attention.found(asked, "overview"),
        figures=partial(_figures, asked, found, tests, survey.told_headline(asked)),
        named=[months.card(asked, WAGE), months.card(asked, ENROLMENTS), survey.headline(asked)],
        across=3,
        below=partial(_more_figures, asked, found, tests),
        more=[
            _funnel(asked),
            months.card(asked, INTERVENTIONS, _spread(asked)),
            register.card(asked),
        ],
    )


def _answer(found: Headlines) -> str:
    told = [i18n.tn(f"answer.{name}", found[name].now.n) for name in FIRST]
    return i18n.t("answer.overview", counts=listed(told))


def _figures(asked: Asked, found: Headlines, tests: set[str], trust: survey.Told) -> None:
    """Four figures of first rank, each with its change against the period before."""
    with st.grid(4, min_column_width=150, key="figures"):
        for name in FIRST:
            _figure(asked, name, found[name], tests)
        _trust(trust)


def _more_figures(asked: Asked, found: Headlines, tests: set[str]) -> None:
    """The other figures, smaller."""
    with st.grid(6, min_column_width=130, key="figures_more"):
        for name in found:
            if name not in FIRST:
                _figure(asked, name, found[name], tests)


def _trust(told: survey.Told) -> None:
    st.metric(
        i18n.t("figure.trust"),
        told.value,
        delta=told.change,
        delta_color="off",
        delta_arrow="off",
        help=told.meaning,
        border=True,
        height="stretch",
    )


def compared(found: Headlines) -> set[str]:
    """The figures whose change is tested, side by side on one page; agents are no sample."""
    return {name for name, each in found.items() if name != UNFAIR and each.now.counts != "agents"}


def _figure(asked: Asked, name: str, headline: Headline, tests: set[str]) -> None:
    spans = None if name == UNFAIR else asked.compared
    is_judged = spans is not None and spans.is_over and name in tests
    moved = moved_by(headline, len(tests)) if is_judged else "steady"
    now, is_first = headline.now, name in FIRST
    is_share = now.numerator is not None
    value = "—" if now.value is None else _written(now.value, is_share)
    st.metric(
        i18n.t(f"figure.{name}"),
        value,
        delta=_change(headline, is_share) if spans is not None else None,
        delta_color="normal" if moved != "steady" else "off",
        delta_arrow="auto" if moved != "steady" else "off",
        help=_meaning(name, headline, spans, asked.wanted.cuts_people and name == UNCUT),
        border=is_first,
        height="stretch",
        chart_data=_sparkline(headline) if is_first else None,
    )


def _sparkline(headline: Headline) -> list[float] | None:
    """The whole months that have a value; no line for fewer than three."""
    known = [each for each in headline.series if each is not None]
    return known if len(known) > 2 else None


def _written(value: float, is_share: bool) -> str:
    return i18n.percent(value) if is_share else i18n.number(int(value))


def moved_by(headline: Headline, tests: int) -> Trend:
    """Whether a figure rose or fell, at 5 % shared out over so many tests."""
    now, before = headline.so_far or headline.now, headline.before
    if before is None:
        return "steady"
    if now.numerator is None:
        return trend(int(now.value or 0), int(before.value or 0), tests=tests)
    found = change(
        before.numerator or 0, before.denominator or 0, now.numerator, now.denominator or 0
    )
    if found is None or found.p_value >= LEVEL / tests:
        return "steady"
    return "rise" if found.difference > 0 else "fall"


def _change(headline: Headline, is_share: bool) -> str | None:
    now, before = headline.so_far, headline.before
    if now is None or before is None or now.value is None or before.value is None:
        return None
    difference = now.value - before.value
    if is_share:
        return in_points(difference)
    return i18n.signed(int(difference))


def _meaning(name: str, headline: Headline, spans: Comparison | None, is_uncut: bool) -> str:
    now = headline.now
    parts = [i18n.t(f"figure.{name}.what"), i18n.t(f"counts.{now.counts}")]
    if now.numerator is not None:
        parts.append(i18n.t("figure.of", part=now.numerator, whole=now.denominator))
    if is_uncut:
        parts.append(i18n.t("figure.uncut"))
    if spans is not None:
        named = {"span": span(spans.now), "earlier": span(spans.before)}
        parts.append(i18n.t("figure.compared", **named))
        parts.append(i18n.t("figure.chance" if spans.is_over else "figure.unfinished"))
    elif name == UNFAIR:
        parts.append(i18n.t("figure.more_time"))
    if name in FIRST:
        parts.append(i18n.t("figure.months"))
    return " ".join(parts)


def _spread(asked: Asked) -> float | None:
    spans = asked.compared
    if spans is None:
        return None
    return asked.measured(activity.interventions_compared, spans.now).spread


def _funnel(asked: Asked) -> Card:
    rows = asked.measure(cohorts.funnel)
    first = int(rows["persons"].iloc[0])
    label = [i18n.t(f"step.{step}") for step in rows["step"]]
    text = [_of_cohort(int(persons), first) for persons in rows["persons"]]
    named = rows.assign(label=label, value=rows["persons"], text=text)
    headline = i18n.t("headline.no_cohort")
    if first:
        registered = int(rows["persons"].iloc[1])
        headline = i18n.t(
            "headline.funnel", share=i18n.percent(registered / first), part=registered, whole=first
        )
    table = named[["label", "value"]].assign(
        share=[percent_cell(each / first if first else None) for each in rows["persons"]]
    )
    table.columns = [i18n.t("column.step"), i18n.t("unit.persons"), i18n.t("column.share")]
    note = f"{of_n('unit.persons', first)} · {i18n.t('note.cohort')}"
    return Card(
        key="funnel",
        headline=headline,
        note=note,
        table=table,
        spec=_funnel_chart(asked, named) if first else None,
    )


def _funnel_chart(asked: Asked, named: pd.DataFrame) -> Spec:
    """Bars of the whole cohort, or a column for each agency side by side."""
    unit = i18n.t("unit.persons")
    if not asked.is_side_by_side:
        return shapes.bars(
            named[["label", "value", "text", "side"]], unit=unit, place=i18n.t("column.step")
        )
    rows = asked.beside(cohorts.funnel)
    first = rows.groupby("place", sort=False)["persons"].transform("first")
    return of_agencies(
        asked,
        pd.DataFrame(
            {
                "label": [i18n.t(f"step.{step}") for step in rows["step"]],
                "series": rows["place"],
                "value": (rows["persons"] / first).fillna(0),
                "text": [
                    _of_cohort(int(persons), int(of))
                    for persons, of in zip(rows["persons"], first, strict=True)
                ],
            }
        ),
        unit=unit,
        order=named["label"].tolist(),
        row=i18n.t("column.step"),
    )


def _of_cohort(persons: int, first: int) -> str:
    share = i18n.percent(persons / first) if first else "—"
    return f"{i18n.number(persons)} · {share}"
