"""People who began wage work, by agency and quarter: which agency places fewer than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pandas as pd

from components.cards.card import Card
from components.cards.charts.matrix import matrix
from components.cards.charts.theme import Spec
from components.cards.opening import Opens
from components.language import i18n
from components.reads import reference
from components.results import months, opens
from components.results.common import Asked, agency, listed, of_n
from components.results.compare import words
from db.codes import OutcomeType
from db.inputs.dates import month_index, month_of, months_after
from db.inputs.results import months_of, unfinished_months
from db.measures import placements
from db.statistics import trend

Counts = Counter[tuple[int, date]]


def card(asked: Asked) -> Card:
    """A row for each agency, a column for each quarter that the period touches."""
    counted = _counts(asked)
    quarters = list(dict.fromkeys(_quarter(each) for each in months_of(asked.wanted)))
    whole = [each for each in quarters if _is_whole(asked, each)]
    names = {each: i18n.quarter(each) for each in quarters}
    cells = [
        (agency(each), names[quarter], counted[each, quarter])
        for each in asked.agencies
        for quarter in quarters
    ]
    drawn = pd.DataFrame(cells, columns=["label", "series", "value"])
    columns, order = list(names.values()), [agency(each) for each in asked.agencies]
    table = drawn.pivot(index="label", columns="series", values="value")
    table = table.reindex(index=order, columns=columns)
    return Card(
        key="outcomes_quarters",
        headline=_headline(asked, counted, whole),
        note=of_n("unit.wage_events", counted.total()),
        table=table.reset_index(names=i18n.t("column.agency")).rename_axis(columns=None),
        spec=_chart(asked, drawn, order, columns) if counted.total() else None,
        reading=months.reading(
            asked,
            words.never(asked, "compare.no_quarters"),
            _not_whole([names[each] for each in quarters if each not in whole]),
        ),
        warning=i18n.t("headline.chance") if len(whole) > 1 else "",
        opens=_opens(asked, names),
    )


def _counts(asked: Asked) -> Counts:
    rows = asked.measure(placements.outcomes_by_month)
    rows = rows[rows["type"] == OutcomeType.WAGE]
    counted: Counts = Counter()
    for agency_id, month, events in zip(
        rows["agency_id"], rows["month"], rows["events"], strict=True
    ):
        counted[int(agency_id), _quarter(month)] += int(events)
    return counted


def _chart(asked: Asked, drawn: pd.DataFrame, order: list[str], columns: list[str]) -> Spec:
    """Agencies without an agent have a dash in each cell."""
    nobody = {agency(each) for each in asked.without_agent_in_period}
    written = [
        "—" if label in nobody else str(value)
        for label, value in zip(drawn["label"], drawn["value"], strict=True)
    ]
    return matrix(
        drawn.assign(text=written),
        unit=i18n.t("unit.events"),
        order=order,
        columns=columns,
        places=(i18n.t("column.agency"), i18n.t("column.quarter")),
    )


def _opens(asked: Asked, names: Mapping[date, str]) -> Opens:
    return Opens(
        figure="outcomes",
        said=opens.said(type=OutcomeType.WAGE),
        marks={
            "label": opens.of_agency(asked),
            "series": {name: opens.within(each, 3) for each, name in names.items()},
        },
    )


def _headline(asked: Asked, counted: Counts, whole: list[date]) -> str:
    """The agencies that rose or fell between the last two whole quarters, by more than chance,
    which is shared out over the agencies."""
    if len(whole) < 2:
        return i18n.t("headline.quarters_few")
    before, now = whole[-2:]
    told, time = list[str](), _time(now, before)
    for each in asked.agencies:
        first, last = counted[each, before], counted[each, now]
        if trend(last, first, tests=len(asked.agencies), time=time) != "steady":
            told.append(
                i18n.t("headline.quarters_moved", agency=agency(each), now=last, before=first)
            )
    spans = {"now": i18n.quarter(now), "before": i18n.quarter(before)}
    if not told:
        return i18n.t("headline.quarters_steady", **spans)
    return i18n.t("headline.quarters", moved=listed(told), **spans)


def _time(now: date, before: date) -> float:
    """The part of the days of two quarters that is those of the later one."""
    first, last = ((months_after(each, 3) - each).days for each in (before, now))
    return last / (first + last)


def _not_whole(names: list[str]) -> str:
    if not names:
        return ""
    return i18n.t("note.unfinished_quarters", quarters=listed(names))


def _is_whole(asked: Asked, quarter: date) -> bool:
    """Whether a quarter lies within the period, and is over: its three months are."""
    over = set(months_of(asked.wanted)) - set(unfinished_months(asked.wanted, reference.today()))
    return {month_of(month_index(quarter) + each) for each in range(3)} <= over


def _quarter(day: date) -> date:
    """The first day of a day's quarter."""
    return month_of(month_index(day) - (day.month - 1) % 3)
