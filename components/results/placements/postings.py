"""Agents in agencies, as bars over time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.cards.rows import rows_of
from components.language import i18n
from components.reads import reference
from components.results.common import Asked, agency, of_n, uncut
from components.results.compare import words
from db.inputs.results import months_of
from db.measures import placements

ONE_DAY = timedelta(days=1)


class Posting(NamedTuple):
    """Who was posted where; no date where a posting still runs."""

    account_id: int
    agent: str
    agency_id: int
    starts_on: date
    ends_on: date | None


def card(asked: Asked) -> Card:
    """Every posting of the period; no filter by sex or age cuts it."""
    rows = rows_of(asked.measure(placements.postings), Posting)
    people = len({each.account_id for each in rows})
    return Card(
        key="postings",
        headline=i18n.tn("headline.postings", people),
        note=uncut(asked, of_n("unit.agents", people)),
        reading=words.never(asked, "compare.no_postings"),
        table=_table(rows),
        numbers=_days(rows),
        spec=_chart(asked, rows) if rows else None,
        uncut=True,
    )


def _chart(asked: Asked, rows: list[Posting]) -> Spec:
    first = asked.wanted.start
    # A bar takes its last day too, so that one of a single day can be seen.
    last = min(asked.wanted.end, reference.today()) + ONE_DAY
    ends = [
        min(each.ends_on + ONE_DAY, last) if isinstance(each.ends_on, date) else last
        for each in rows
    ]
    bars = pd.DataFrame(
        {
            "label": [f"{agency(each.agency_id)} · {each.agent}" for each in rows],
            "start": [max(each.starts_on, first).isoformat() for each in rows],
            "end": [end.isoformat() for end in ends],
            "text": [i18n.joined(each.agent, i18n.day(each.starts_on, "medium")) for each in rows],
        }
    )
    ticks = {day.isoformat(): i18n.month(day) for day in _quarters(asked)}
    # Days within one month: no month begins among them.
    ticks = ticks or {first.isoformat(): i18n.day(first, "medium")}
    return shapes.timeline(
        bars,
        place=i18n.t("column.agent"),
        first=first.isoformat(),
        last=last.isoformat(),
        ticks=ticks,
    )


def _table(rows: list[Posting]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            i18n.t("column.agency"): [agency(each.agency_id) for each in rows],
            i18n.t("column.agent"): [each.agent for each in rows],
            i18n.t("column.from"): [i18n.day_cell(each.starts_on) for each in rows],
            i18n.t("column.to"): [_end(each.ends_on) for each in rows],
        }
    )


def _days(rows: list[Posting]) -> pd.DataFrame:
    """The same for files, with days that a spreadsheet can sort; an open end stays in words."""
    table = _table(rows)
    starts = [each.starts_on for each in rows]
    ends = [
        each.ends_on if isinstance(each.ends_on, date) else i18n.t("column.now") for each in rows
    ]
    table[i18n.t("column.from")] = pd.Series(starts, dtype=object)
    table[i18n.t("column.to")] = pd.Series(ends, dtype=object)
    return table


def _end(day: date | None) -> str:
    return i18n.day_cell(day) if isinstance(day, date) else i18n.t("column.now")


def _quarters(asked: Asked) -> list[date]:
    months = list(months_of(asked.wanted))
    step = max(1, -(-len(months) // 5))
    return [each for each in months[::step] if each >= asked.wanted.start]
