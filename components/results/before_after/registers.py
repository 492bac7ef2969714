"""An agency's own register around the day its agent came: month by month, and what changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.charts import before_after as charts
from components.cards.charts import shapes
from components.cards.charts.marks import Mark
from components.cards.charts.months import Words
from components.cards.charts.theme import Spec
from components.language import i18n
from components.language.plain import isolated
from components.reads.figures import Measure
from components.results import marks, months
from components.results.before_after import words
from components.results.common import Asked, agency, listed, of_n
from db.inputs.dates import month_index, month_of
from db.measures import before_after
from db.measures.before_after import Compared, Series
from db.statistics import LEVEL
from db.statistics.interrupted_time_series import Change, Side
from db.statistics.rounding import half_up, percent

#: A change drawn to no more than so many percent: an interval beyond says little anyway.
FURTHEST = 200


class Register(NamedTuple):
    """One count of the registers: the key of its cards, its texts, and its measure."""

    key: str
    unit: str
    measure: Measure[Compared]


REGISTERED = Register("registered", "unit.persons", before_after.registered)
POSITIONED = Register("positioned", "before_after.unit.positioned", before_after.positioned)


def around(asked: Asked, register: Register) -> Card:
    """Small rows on one scale, those with an agent first."""
    found = asked.measure(register.measure)
    series = [each for each in _ordered(found) if each.months]
    received = [month.count for each in series for month in each.months if month.count is not None]
    held = i18n.t(
        "note.registers_held",
        held=len(received),
        expected=sum(len(each.months) for each in series),
    )
    note = f"{of_n(register.unit, sum(received))} · {held} · {i18n.t('note.register')}"
    return Card(
        key=f"before_after_{register.key}",
        headline=headline(found, register),
        note=note,
        reading=months.reading(asked, _how(series)),
        warning=" ".join([i18n.t("before_after.cause"), *_another_day(series), *_beside(found)]),
        table=_table(_ordered(found)),
        spec=_months(asked, series, register) if received else None,
        uncut=True,
    )


def _how(series: Sequence[Series]) -> str:
    """What each kind of mark is, of those that the chart has."""
    months_drawn = [month for each in series for month in each.months]
    received = [month for month in months_drawn if month.count is not None]
    within = {month.index for month in months_drawn}
    lines = [each for each in series if each.day and month_index(each.day) in within]
    drawn = {
        "bars": bool(received),
        "day": any(each.has_agent for each in lines),
        "middle": any(not each.has_agent for each in lines),
        "expected": any(_step(each) for each in series),
        "pale": any(month.side is Side.NEITHER for month in received),
        "ring": len(received) < len(months_drawn),
    }
    return " ".join(i18n.t(f"before_after.how.{part}") for part, has in drawn.items() if has)


def headline(found: Compared, register: Register) -> str:
    """Which agencies with an agent changed, and of which none can say; by how much stands beside
    each of them in the chart."""
    subject = i18n.t(f"before_after.subject.{register.key}")
    ours = [each for each in found.series if each.has_agent]
    if not ours:
        return i18n.t("before_after.nobody", subject=subject)
    parts = []
    for verdict in words.VERDICTS:
        if these := [each for each in ours if words.verdict(each) == verdict]:
            # Where months are too few, how many there are is all that there is to say.
            is_told = verdict in {"early", "gone", "short"}
            names = words.told(these) if is_told else listed(agency(x.agency_id) for x in these)
            parts.append(i18n.t(f"before_after.{verdict}", agencies=names))
    return i18n.t("before_after.headline", subject=subject, told=" ".join(parts))


def changes(asked: Asked, register: Register) -> Card:
    """The change of each agency with its interval, those without an agent in grey."""
    found = asked.measure(register.measure)
    series = [each for each in _ordered(found) if each.change is not None]
    steps = [each for each in series if _step(each)]
    return Card(
        key=f"change_{register.key}",
        headline=" ".join(_changed(found, register)),
        note=i18n.t("before_after.change_note"),
        warning=" ".join([i18n.t("before_after.interval"), *_alike(series)]),
        table=_table(_ordered(found)),
        spec=_intervals(steps) if steps else None,
        uncut=True,
    )


def _changed(found: Compared, register: Register) -> Iterator[str]:
    """Of agencies with an agent: people more or fewer a month; and how trends bent."""
    subject = i18n.t(f"before_after.subject.{register.key}")
    ours = [each for each in found.series if each.has_agent and each.change]
    if steps := [each for each in ours if _step(each)]:
        more = listed(words.one(each, words.a_month(each)) for each in steps)
        yield i18n.t("before_after.extra", subject=subject, agencies=more)
    if bent := [each for each in ours if not _step(each)]:
        yield i18n.t("before_after.trend", subject=subject, agencies=words.told(bent))
    if not ours:
        yield i18n.t(f"before_after.{_why_none(found)}", subject=subject)


def _step(series: Series) -> Change | None:
    """The change, where it may be told as a step."""
    change = series.change
    return None if change is None or change.bend else change


def _another_day(series: Sequence[Series]) -> list[str]:
    """That a trend may have bent before the arrival or after it, where one is told."""
    is_told = any(words.verdict(each) in words.BENT for each in series)
    return [i18n.t("before_after.another_day")] if is_told else []


def _why_none(found: Compared) -> str:
    return "no_model" if any(each.has_agent for each in found.series) else "nobody"


def _ordered(found: Compared) -> list[Series]:
    """Agencies with an agent, then those beside, each in the agencies' order."""
    return sorted(found.series, key=lambda each: not each.has_agent)


def _name(series: Series) -> str:
    name = agency(series.agency_id)
    return name if series.has_agent else i18n.t("before_after.without", agency=name)


def _beside(found: Compared) -> list[str]:
    """What the agencies without an agent did, and whether the two groups may be compared."""
    others = [each for each in found.series if not each.has_agent and each.change is not None]
    if not others:
        return []
    said = [i18n.t("before_after.beside", agencies=words.told(others))]
    if found.p_value is None:
        return [*said, i18n.t("before_after.groups_few")]
    key = "differ" if found.p_value < LEVEL else "alike"
    p_value = i18n.number(max(found.p_value, 0.001), 3)
    return [*said, i18n.t(f"before_after.groups_{key}", p=p_value)]


def _alike(series: Sequence[Series]) -> list[str]:
    """Agencies of which months that follow each other are alike."""
    found = [_name(each) for each in series if each.change and each.change.may_be_alike]
    return [i18n.t("before_after.alike", agencies=listed(found))] if found else []


def _months(asked: Asked, series: Sequence[Series], register: Register) -> Spec:
    first = min(each.months[0].index for each in series)
    last = max(each.months[-1].index for each in series)
    labels = {index: i18n.month(month_of(index)) for index in range(first, last + 1)}
    rows = [
        (
            labels[month.index],
            _name(each),
            month.count,
            each.change.expected[place] if each.change else None,
            month.side is Side.NEITHER,
        )
        for each in series
        for place, month in enumerate(each.months)
    ]
    names = ["month", "series", "value", "expected", "pale"]
    drawn = pd.DataFrame(rows, columns=names).astype({"value": "Int64", "expected": float})
    return charts.around_a_day(
        drawn,
        months=list(labels.values()),
        places=[
            charts.Row(
                _name(each),
                words.what(each) if each.has_agent or each.change else "",
                _day_month(each, labels),
                i18n.day(each.arrived_on, "medium") if each.arrived_on else "",
            )
            for each in series
        ],
        words=Words(
            unit=i18n.t(register.unit),
            place=i18n.t("column.agency"),
            month=i18n.t("column.month"),
            total=i18n.t("before_after.column.expected"),
            gap=i18n.t("column.not_received"),
            event=i18n.t("marks.event"),
            told=i18n.t("marks.when"),
        ),
        marks=_marked(asked, series, list(labels.values())),
    )


def _marked(asked: Asked, series: Sequence[Series], labels: list[str]) -> list[Mark]:
    """The events of the months drawn, each in the row of its agency as that is named here."""
    names = {agency(each.agency_id): _name(each) for each in series}
    found = []
    for each in marks.bands(asked):
        months_drawn = [month for month in each.months if month in labels]
        if months_drawn:
            place = None if each.place is None else names.get(each.place, each.place)
            found.append(each._replace(months=months_drawn, place=place))
    return found


def _day_month(series: Series, labels: dict[int, str]) -> str | None:
    """The label of the month in which the line stands, if the chart has it."""
    if series.day is None:
        return None
    return labels.get(month_index(series.day))


def _intervals(series: Sequence[Series]) -> Spec:
    rows = []
    for each in series:
        if (step := _step(each)) is not None:
            ends = [100 * (x - 1) for x in (step.ratio, step.lower, step.upper)]
            shown = [min(x, FURTHEST) for x in ends]
            told = isolated(words.what(each, "from_to"))
            rows.append((_name(each), *shown, told, not each.has_agent))
    named = pd.DataFrame(rows, columns=["label", "value", "lower", "upper", "note", "quiet"])
    widest = max(named["lower"].abs().max(), named["upper"].abs().max())
    end = min(FURTHEST, 10 * math.ceil(widest / 10))
    return shapes.intervals(
        named,
        unit=i18n.t("before_after.percent"),
        place=i18n.t("column.agency"),
        domain=(-min(end, 100), end),
    )


def _table(series: Sequence[Series]) -> pd.DataFrame:
    """One row an agency; a dash where nothing may be said."""
    steps = [_step(each) for each in series]
    columns: dict[str, list[str | int | float]] = {
        "column.agency": [agency(each.agency_id) for each in series],
        "before_after.column.since": [
            i18n.day_cell(each.arrived_on) if each.arrived_on else "—" for each in series
        ],
        "before_after.column.months_before": [each.before.months for each in series],
        "before_after.column.months_after": [each.after.months for each in series],
        "before_after.column.mean_before": [
            _mean(each.before.events, each.before.months) for each in series
        ],
        "before_after.column.expected": [_expected(each) for each in series],
        "before_after.column.mean_after": [
            _mean(each.after.events, each.after.months) for each in series
        ],
        "before_after.column.change": [percent(each.ratio - 1) if each else "—" for each in steps],
        "column.lower": [each.percent.lower if each else "—" for each in steps],
        "column.upper": [each.percent.upper if each else "—" for each in steps],
        "before_after.column.told": [
            words.what(each) if each.has_agent or each.change else "—" for each in series
        ],
    }
    return pd.DataFrame({i18n.t(key): values for key, values in columns.items()})


def _mean(events: float, months: int) -> str | float:
    return half_up(events / months, 1) if months else "—"


def _expected(series: Series) -> str | float:
    step = _step(series)
    if step is None:
        return "—"
    return _mean(sum(each or 0 for each in step.expected), series.after.months)
