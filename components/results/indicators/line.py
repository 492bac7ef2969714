"""The figure over time beside its path: a card with a chart, its table and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd

from components.cards.card import Card
from components.cards.charts import paths
from components.cards.charts.theme import Spec
from components.language import i18n
from components.reads import indicator_words, reference
from components.reads.indicators import Follower
from components.results import marks
from components.results.common import percent_cell
from components.results.indicators import words
from db.inputs.dates import month_index, month_of
from db.inputs.results import ResultFilter
from db.measures.indicator import Value
from db.measures.paths import Path, State
from db.measures.targets import Followed, called
from db.models import AddsUp
from db.queries.indicators import Sheet
from db.queries.marks import Marked
from db.statistics.rounding import whole

Series = Sequence[tuple[date, Value]]
#: So many months are named on the axis at most.
MOST_TICKS = 12


def card(follower: Follower, sheet: Sheet, found: Followed) -> Card:
    """Since its baseline; empty where nothing was ever counted."""
    series = follower.series(sheet.code, found.agency_id, reference.today())
    n, events = found.value.n, _events(follower, found, series)
    reading = [i18n.t("indicators.chart.solid")]
    if found.path:
        reading.append(i18n.t("indicators.chart.dashed"))
    if sheet.adds_up.is_share:
        reading.append(i18n.t("indicators.chart.interval"))
    if sheet.adds_up is AddsUp.LAST and found.agency_id is None:
        reading.append(i18n.t("indicators.chart.waves"))
    reading.append(marks.told(events, is_one=found.agency_id is not None))
    return Card(
        key="indicator_line",
        headline=_headline(sheet, found, series),
        note=f"{words.unit(sheet)} · n = {i18n.number(n)}",
        table=_table(sheet, found.path, series),
        spec=_chart(sheet, found, series, events) if series else None,
        reading=" · ".join(filter(None, reading)),
    )


def _headline(sheet: Sheet, found: Followed, series: Series) -> str:
    """Since when it has been where it is, if it can be said."""
    state = found.standing.state
    if found.path and state in (State.BEHIND, State.AHEAD, State.ON_PATH):
        since = _since(sheet, found.path, state, series)
        if since is not None:
            return i18n.t(f"indicators.since.{state}", month=i18n.month(since))
    return i18n.t(
        "indicators.headline",
        value=indicator_words.reached(sheet, found.value, found.standing.current),
        day=i18n.day(found.value.as_of),
    )


def _since(sheet: Sheet, path: Path, state: State, series: Series) -> date | None:
    """The first of the last points in a row that are in this state."""
    first = None
    for day, value in reversed(series):
        if called(path, value, day, sheet.adds_up).state is not state:
            break
        first = day
    return first


def _table(sheet: Sheet, path: Path | None, series: Series) -> pd.DataFrame:
    rows: dict[str, list[object]] = {
        i18n.t("indicators.column.day"): [i18n.day_cell(day) for day, _ in series],
        i18n.t("indicators.column.actual"): [
            indicator_words.cell(sheet, each, each.value) for _, each in series
        ],
    }
    if path:
        rows[i18n.t("indicators.column.expected")] = [
            _cell(sheet, path.expected(day)) for day, _ in series
        ]
    if sheet.adds_up.is_share:
        rows[i18n.t("column.lower")] = [bound(sheet, each, 0) for _, each in series]
        rows[i18n.t("column.upper")] = [bound(sheet, each, 1) for _, each in series]
    rows[i18n.t("indicators.column.n")] = [each.n for _, each in series]
    return pd.DataFrame(rows)


def _cell(sheet: Sheet, value: float | None) -> object:
    if value is None:
        return "—"
    return percent_cell(value) if sheet.adds_up.is_share else whole(value)


def bound(sheet: Sheet, value: Value, which: int) -> int | str:
    """One end of the interval of a share, in whole percent; none of few."""
    is_told = value.interval is not None and not indicator_words.is_of_few(sheet, value)
    return percent_cell(value.interval[which] if is_told and value.interval else None)


def _events(follower: Follower, found: Followed, series: Series) -> list[Marked]:
    """What was marked between the first and the last point."""
    if not series:
        return []
    agencies = frozenset({found.agency_id} if found.agency_id else ())
    within = ResultFilter(series[0][0], series[-1][0], agencies)
    return marks.events(follower.viewer, within, follower.version)


def _chart(sheet: Sheet, found: Followed, series: Series, events: Sequence[Marked]) -> Spec:
    scale = 100 if sheet.adds_up.is_share else 1
    actual = pd.DataFrame(
        {
            "day": [day.isoformat() for day, _ in series],
            "value": [scale * (each.value or 0) for _, each in series],
            "text": [indicator_words.reached(sheet, each, each.value) for _, each in series],
            "label": [i18n.day_cell(day) for day, _ in series],
            "lower": [scale * each.interval.lower if each.interval else None for _, each in series],
            "upper": [scale * each.interval.upper if each.interval else None for _, each in series],
        }
    )
    points = [found.path.baseline, *found.path.targets] if found.path else []
    planned = pd.DataFrame(
        [
            (
                each.day.isoformat(),
                scale * each.value,
                indicator_words.number(sheet, each.value),
                i18n.day_cell(each.day),
                place > 0,
            )
            for place, each in enumerate(points)
        ],
        columns=["day", "value", "text", "label", "is_target"],
    )
    return paths.path(
        actual,
        planned,
        ticks=_ticks([day for day, _ in series] + [each.day for each in points]),
        words=paths.Words(
            unit=words.axis(sheet),
            day=i18n.t("indicators.column.day"),
            actual=i18n.t("indicators.column.actual"),
            planned=i18n.t("indicators.column.target"),
            event=i18n.t("marks.event"),
            told=i18n.t("marks.when"),
        ),
        marks=marks.over_days(events),
    )


def _ticks(days: Iterable[date]) -> dict[str, str]:
    """First days of months around all that is drawn, the first and last included."""
    found = list(days)
    first, last = month_index(min(found)), month_index(max(found) + timedelta(days=31))
    step = max(1, -(-(last - first) // MOST_TICKS))
    ends = [month_of(each) for each in range(first, last + step, step)]
    return {day.isoformat(): i18n.month(day) for day in ends}
