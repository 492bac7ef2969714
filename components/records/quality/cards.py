"""Who has entered what and when as a grid of weeks; the score by month; each agency in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from components.cards import card as cards
from components.cards import static_tables
from components.cards.card import Card
from components.cards.cells import safe
from components.cards.charts.matrix import matrix
from components.language import i18n, percents
from components.reads.quality import rounded
from components.records.quality import answer
from components.records.quality import asked as asking
from components.results import file_parts, layout, months
from components.results.common import Asked, agency
from db.queries.last_entries import LastEntry
from db.queries.quality_entry import Lateness, Week
from db.queries.quality_score import Quality, Share
from db.statistics.rounding import FEWEST

#: By the day of what was done, or by the day on which it was entered.
BY = ("done", "entered")
GAP, NOBODY = "×", "—"


def draw(asked: Asked, found: Quality) -> list[Card]:
    """Both cards, which are returned, then the agencies."""
    st.subheader(i18n.t("quality.who"))
    by = st.segmented_control(
        i18n.t("quality.by"),
        BY,
        format_func=lambda each: i18n.t(f"quality.by.{each}"),
        default=BY[0],
        required=True,
        key="quality_by",
        label_visibility="collapsed",
    )
    both = weeks(asked, by or BY[0]), by_month(asked, found)
    made = [file_parts.signed(asked, each) for each in both]
    cards.grid(made, lambda card: layout.context(asked, card), key="cards", across=1)
    if agents := answer.last(asked):
        static_tables.draw(last_entries(agents), "quality_agents")
    if len(asked.agencies) > 1:
        title = i18n.t("quality.agencies")
        st.subheader(title)
        st.dataframe(agencies(asked, found), hide_index=True, key="quality_agencies", alt=title)
    return made


def last_entries(agents: Sequence[LastEntry]) -> pd.DataFrame:
    """A row an agent, the longest ago first."""
    columns = {
        "quality.agent": [str(safe(each.name)) for each in agents],
        "column.agency": [agency(each.agency_id) for each in agents],
        "quality.last_entry": [i18n.day_cell(each.day) if each.day else "—" for each in agents],
    }
    return pd.DataFrame({i18n.t(key): values for key, values in columns.items()})


def weeks(asked: Asked, by: str) -> Card:
    """A cell an agency and week; a week without an entry is marked."""
    rows = asking.weeks(asked)
    order = [agency(each) for each in asked.agencies]
    columns = list(dict.fromkeys(_week(each) for each in rows))
    cells = pd.DataFrame(
        {
            "label": [agency(each.agency_id) for each in rows],
            "series": [_week(each) for each in rows],
            "value": [_number(each, by) for each in rows],
            "text": [_text(each, by) for each in rows],
        }
    )
    gaps = sum(each.is_gap for each in rows)
    texts = {(label, week): text for label, week, _, text in cells.itertuples(index=False)}
    table: dict[str, list[Any]] = {i18n.t("column.agency"): [str(safe(each)) for each in order]}
    table |= {week: [texts.get((each, week), NOBODY) for each in order] for week in columns}
    total = sum(_number(each, by) for each in rows)
    places = i18n.t("column.agency"), i18n.t("quality.week")
    unit = i18n.t(f"quality.unit.{by}")
    return Card(
        key=f"quality_weeks_{by}",
        headline=i18n.tn("quality.weeks_with_gaps", gaps) if gaps else i18n.t("quality.no_gaps"),
        note=f"{unit} · n = {i18n.number(total)}",
        reading=i18n.t("quality.grid", gap=GAP, nobody=NOBODY),
        table=pd.DataFrame(table),
        spec=matrix(cells, unit=unit, order=order, columns=columns, places=places),
        uncut=True,
    )


def _week(week: Week) -> str:
    """Its Monday in so few characters that twelve stand side by side on a phone."""
    return f"{week.monday:%d/%m}"


def _number(week: Week, by: str) -> int:
    return week.acts if by == "done" else week.entered


def _text(week: Week, by: str) -> str:
    number = _number(week, by)
    if number:
        return i18n.number(number)
    if week.is_gap and by == "done":
        return GAP
    return "0" if week.is_posted else NOBODY


def by_month(asked: Asked, found: Quality) -> Card:
    """The score of each agency's month, all on one scale."""
    of_month: dict[tuple[int, Any], list[Share]] = defaultdict(list)
    for each in found.shares:
        of_month[each.agency_id, each.month].append(each)
    scores = {place: rounded(shares) for place, shares in of_month.items()}
    rows = pd.DataFrame(
        [(month, score) for (_, month), score in scores.items() if score is not None],
        columns=["month", "value"],
    )
    places = [agency(who) for (who, _), score in scores.items() if score is not None]
    named = months.labelled(rows, places, "value")
    shown = [each for each in asked.agencies if agency(each) in set(places)]
    order = [agency(each) for each in shown]
    totals = {
        agency(who): str(rounded(each for each in found.shares if each.agency_id == who))
        for who in shown
    }
    return Card(
        key="quality_score",
        headline=trend(found.shares, asked.wanted.end),
        note=i18n.t("quality.unit.score"),
        reading=months.reading(asked, months.not_whole(asked)),
        table=months.by_month(asked, named, order, gaps=True),
        spec=months.chart(
            asked, named, order, "quality.unit.score", totals=totals, end="quality.overall"
        )
        if len(rows)
        else None,
        uncut=True,
    )


def trend(shares: Sequence[Share], today: date) -> str:
    """The first month beside the last one that is over, as numbers: a few months prove nothing."""
    of_month: dict[date, list[Share]] = defaultdict(list)
    for each in shares:
        if each.month < today.replace(day=1):
            of_month[each.month].append(each)
    scores = [(month, rounded(of_month[month])) for month in sorted(of_month)]
    known = [(month, score) for month, score in scores if score is not None]
    if not known:
        return i18n.t("quality.trend_none")
    (then, first), (last, now) = known[0], known[-1]
    if then == last:
        return i18n.t("quality.trend_one", now=now, last=i18n.month(last))
    told = {"then": i18n.month(then), "last": i18n.month(last)}
    if first == now:
        return i18n.t("quality.trend_same", now=now, **told)
    return i18n.t("quality.trend", first=first, now=now, **told)


def agencies(asked: Asked, found: Quality) -> pd.DataFrame:
    """Each agency in numbers, those of the screen's own order."""
    gaps = Counter(each.agency_id for each in found.weeks if each.is_gap)
    doubts = Counter[int]()
    for each in found.doubts:
        doubts[each.agency_id] += each.number
    rows = []
    for who in asked.agencies:
        own = [each for each in found.shares if each.agency_id == who]
        late = [each for each in found.lateness if each.agency_id == who]
        entries = sum(each.entries for each in late)
        in_time = sum(each.in_time for each in late)
        rows.append(
            (
                str(safe(agency(who))),
                "—" if (points := rounded(own)) is None else points,
                percents.cell(in_time, entries),
                _days(late),
                gaps[who],
                doubts[who],
                found.overdue.get(who, 0),
            )
        )
    names = ("agency", "score", "in_time", "median", "gaps", "doubts", "overdue")
    return pd.DataFrame(rows, columns=[i18n.t(f"quality.column.{name}") for name in names])


def _days(late: Sequence[Lateness]) -> str:
    """The range of the medians of the months with ten entries, in days."""
    medians = [each.median_days for each in late if each.entries >= FEWEST]
    if not medians:
        return "—"
    low, high = min(medians), max(medians)
    return i18n.number(low) if low == high else f"{i18n.number(low)}–{i18n.number(high)}"
