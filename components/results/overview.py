"""The overview: nine figures, interventions a month, and how an entry cohort went on."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.language import i18n
from components.results.common import (
    Asked,
    agency,
    by_month,
    monthly_card,
    of_n,
    percent_cell,
    uncut,
)
from db.measures import activity, cohorts, counts
from db.measures import overview as headlines
from db.measures.overview import Headline
from db.statistics import LEVEL, Trend, change, trend

#: The persons of the period before had more time: no change is shown.
UNFAIR = "registered_so_far"
#: Counts agents: filters by sex or age do not apply.
UNCUT = "agents_in_post"


def figures(asked: Asked) -> None:
    """Nine figures as cards, each with its change against the period before."""
    found = asked.measure(headlines.figures)
    tests = compared(found)
    with st.grid(5, min_column_width=150, key="figures"):
        for name, headline in found.items():
            is_comparable = asked.is_comparable and name != UNFAIR
            moved = moved_by(headline, len(tests)) if is_comparable and name in tests else "steady"
            _figure(
                name, headline, moved, is_comparable, asked.wanted.cuts_people and name == UNCUT
            )


def compared(found: Mapping[str, Headline]) -> set[str]:
    """The figures whose change is tested, side by side on one page; agents are no sample."""
    return {name for name, each in found.items() if name != UNFAIR and each.now.counts != "agents"}


def _figure(
    name: str, headline: Headline, moved: Trend, is_comparable: bool, is_uncut: bool
) -> None:
    now, before = headline.now, headline.before
    is_share = now.numerator is not None
    value = "—" if now.value is None else _written(now.value, is_share)
    st.metric(
        i18n.t(f"figure.{name}"),
        value,
        delta=_change(now.value, before.value, is_share) if is_comparable else None,
        delta_color="normal" if moved != "steady" else "off",
        delta_arrow="auto" if moved != "steady" else "off",
        help=_meaning(name, headline, is_share, is_uncut),
        border=True,
        height="stretch",
        chart_data=_sparkline(headline),
    )


def _sparkline(headline: Headline) -> list[float] | None:
    """The months that have a value; no line for fewer than three."""
    known = [each for each in headline.series if each is not None]
    return known if len(known) > 2 else None


def _written(value: float, is_share: bool) -> str:
    return i18n.percent(value) if is_share else i18n.number(int(value))


def moved_by(headline: Headline, tests: int) -> Trend:
    """Whether a figure rose or fell, at 5 % shared out over so many tests."""
    now, before = headline.now, headline.before
    if now.numerator is None:
        return trend(int(now.value or 0), int(before.value or 0), tests=tests)
    found = change(
        before.numerator or 0, before.denominator or 0, now.numerator, now.denominator or 0
    )
    if found is None or found.p_value >= LEVEL / tests:
        return "steady"
    return "rise" if found.difference > 0 else "fall"


def _change(now: float | None, before: float | None, is_share: bool) -> str | None:
    if now is None or before is None:
        return None
    difference = now - before
    if is_share:
        points = round(100 * difference)
        return i18n.tn("figure.points", abs(points), sign=_sign(points))
    return f"{_sign(difference)}{i18n.number(abs(int(difference)))}"


def _sign(difference: float) -> str:
    return "+" if difference > 0 else "-" if difference < 0 else "±"


def _meaning(name: str, headline: Headline, is_share: bool, is_uncut: bool) -> str:
    now = headline.now
    parts = [i18n.t(f"figure.{name}.what"), i18n.t(f"counts.{now.counts}")]
    if is_share:
        parts.append(i18n.t("figure.of", part=now.numerator, whole=now.denominator))
    if is_uncut:
        parts.append(i18n.t("figure.uncut"))
    parts.append(i18n.t("figure.more_time" if name == UNFAIR else "figure.chance"))
    return " ".join(parts)


def cards(asked: Asked) -> list[Card]:
    """Interventions a month, and the funnel."""
    return [
        monthly_card(
            asked,
            "interventions",
            "subject.interventions",
            "unit.events",
            activity.interventions_by_month,
            "events",
            spread=_spread(asked),
        ),
        _funnel(asked),
        _register(asked),
    ]


def _spread(asked: Asked) -> float | None:
    if not asked.is_comparable:
        return None
    return asked.measure(activity.interventions_compared).spread


def _funnel(asked: Asked) -> Card:
    rows = asked.measure(cohorts.funnel)
    first = int(rows["persons"].iloc[0])
    label = [i18n.t(f"step.{step}") for step in rows["step"]]
    text = [_of_cohort(int(persons), first) for persons in rows["persons"]]
    named = rows.assign(label=label, value=rows["persons"], text=text)
    spec: Spec | None = None
    headline = i18n.t("headline.no_cohort")
    if first:
        spec = shapes.bars(named[["label", "value", "text", "side"]], unit=i18n.t("unit.persons"))
        registered = int(rows["persons"].iloc[1])
        headline = i18n.t(
            "headline.funnel", share=i18n.percent(registered / first), part=registered, whole=first
        )
    table = named[["label", "value"]].assign(
        share=[percent_cell(each / first if first else None) for each in rows["persons"]]
    )
    table.columns = [i18n.t("column.step"), i18n.t("unit.persons"), i18n.t("column.share")]
    note = f"{of_n('unit.persons', first)} · {i18n.t('note.cohort')}"
    return Card(key="funnel", headline=headline, note=note, table=table, spec=spec)


def _register(asked: Asked) -> Card:
    """What the agencies' own registers say, the only series that is older than the agents."""
    rows = asked.measure(counts.register_by_month)
    rows = rows[rows["measure"] == "REGISTERED"]
    total = int(rows["value"].sum())
    named = pd.DataFrame(
        {
            "month": [i18n.month(each) for each in rows["month"]],
            "series": [agency(each) for each in rows["agency_id"]],
            "value": rows["value"],
        }
    )
    order = [each for each in map(agency, asked.agencies) if each in set(named["series"])]
    unit = i18n.t("unit.persons")
    spec = shapes.monthly(named, unit=unit, months=asked.months, series=order) if total else None
    with_agent = int(rows[rows["agent_since"].notna()]["value"].sum())
    headline = i18n.t("headline.register", persons=total, with_agent=with_agent)
    note = uncut(asked, f"{of_n('unit.persons', total)} · {i18n.t('note.register')}")
    table = by_month(named, asked.months, order)
    return Card(key="register", headline=headline, note=note, table=table, spec=spec, uncut=True)


def _of_cohort(persons: int, first: int) -> str:
    share = i18n.percent(persons / first) if first else "—"
    return f"{i18n.number(persons)} · {share}"
