"""How soon people begin work, and how long they stay at work: curves with their bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.charts import before_after as charts
from components.cards.charts.theme import Spec
from components.language import i18n
from components.reads.figures import Measure
from components.results.common import Asked, of_n
from db.measures import time_to_work
from db.measures.time_to_work import Curve, Curves
from db.statistics.incidence import LEAST_FOLLOWED, Point
from db.statistics.rounding import percent

#: A headline tells a year, or the last month that is known; a table every third month.
YEAR, EVERY = 12, 3


class Asks(NamedTuple):
    """One question: its key, its unit, its measure, the texts of its curves, and which of them the
    headline tells; to which months it is told, and whether only checks tell them."""

    key: str
    unit: str
    measure: Measure[Curves]
    names: Mapping[str, str]
    first: str
    months: Sequence[int]
    by_checks: bool


TO_WORK = Asks(
    "to_work",
    "unit.persons",
    time_to_work.to_work,
    {kind: f"step.{kind}" for kind in ("WAGE", "INTERN", "APPRENT", "SELF")},
    "WAGE",
    time_to_work.TO_WORK_AT,
    by_checks=False,
)
AT_WORK = Asks(
    "at_work",
    "before_after.unit.jobs",
    time_to_work.at_work,
    {each: f"before_after.{each}" for each in ("ended", "left")},
    "ended",
    time_to_work.AT_WORK_AT,
    by_checks=True,
)


def card(asked: Asked, asks: Asks) -> Card:
    """A small row for each curve that has an event, and is followed beyond the first day."""
    found = asked.measure(asks.measure)
    told = {name: found.curves[name] for name in asks.names if len(found.curves[name].points) > 1}
    is_early = found.curves[asks.first].events or found.followed < LEAST_FOLLOWED
    headline = i18n.t(f"before_after.{asks.key}.{'too_early' if is_early else 'none'}")
    if asks.first in told:
        point = _told(told[asks.first])
        key = f"before_after.{asks.key}{'' if point.probability else '.nobody'}"
        headline = i18n.tn(key, point.month, n=point.followed, **_shares(point))
    return Card(
        key=asks.key,
        headline=headline,
        note=f"{of_n(asks.unit, found.followed)} · {i18n.t(f'before_after.{asks.key}.note')}",
        reading=i18n.t("before_after.curve"),
        table=_table(told, asks),
        spec=_chart(told, asks) if told else None,
        uncut=True,
    )


def _told(curve: Curve) -> Point:
    return [point for point in curve.points if point.month <= YEAR][-1]


def _at(point: Point) -> str:
    share = i18n.percent(point.probability)
    return i18n.tn("before_after.by_month", point.month, share=share)


def _shares(point: Point) -> dict[str, str]:
    ends = (point.probability, point.lower, point.upper)
    return dict(zip(("share", "lower", "upper"), map(i18n.percent, ends), strict=True))


def _chart(told: Mapping[str, Curve], asks: Asks) -> Spec:
    rows = [
        (i18n.t(asks.names[name]), point.month, *(100 * x for x in point[1:4]))
        for name, curve in told.items()
        for point in curve.points
    ]
    places = [
        charts.Row(i18n.t(asks.names[name]), _at(_told(curve))) for name, curve in told.items()
    ]
    return charts.curves(
        pd.DataFrame(rows, columns=["series", "month", "value", "lower", "upper"]),
        places=places,
        months=asks.months[-1],
        straight=asks.by_checks,
        words=charts.Axis(
            place=i18n.t("column.kind"),
            month=i18n.t(f"before_after.{asks.key}.months"),
            value=i18n.t("column.share"),
        ),
    )


def _table(told: Mapping[str, Curve], asks: Asks) -> pd.DataFrame:
    lines = [
        (i18n.t(asks.names[name]), point.month, *(percent(x) for x in point[1:4]),
         point.followed)
        for name, curve in told.items()
        for point in curve.points
        if not point.month % EVERY
    ]  # fmt: skip
    keys = ("column.kind", "column.month", "column.share", "column.lower", "column.upper",
            "before_after.column.followed")  # fmt: skip
    return pd.DataFrame(lines, columns=[i18n.t(key) for key in keys])
