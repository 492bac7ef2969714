"""Indicators in rows: where each began, what was promised, what was reached, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from components.cards.blocks import Block, Heading, Table, Text
from components.language import i18n
from components.reads import indicator_words
from components.reads.indicators import Follower
from components.results.common import Asked, share_text
from components.results.indicators import words
from components.results.indicators.agencies import Row
from db.inputs.indicators import IndicatorFilter
from db.measures.indicator import ALL
from db.measures.targets import Followed
from db.models import AddsUp
from db.queries.indicators import Sheet

COLUMNS = ("indicator", "baseline", "target", "in_period", "reached", "progress", "comment")
WIDE = (3.4, 1.2, 1.6, 1.4, 1.2, 1.4, 3.6)


def place(asked: Asked) -> int | None:
    """One agency, or the programme as a whole."""
    return asked.agencies[0] if len(asked.wanted.agencies) == 1 else None


def followed(asked: Asked) -> list[Row]:
    """Each indicator beside its path at the end of the period, or today in a running one."""
    follower = Follower(asked.viewer, asked.version)
    return [
        (sheet, follower.followed(sheet.code, place(asked), last_day(asked)))
        for sheet in follower.sheets()
    ]


def last_day(asked: Asked) -> date:
    return asked.running_part.end


def table(asked: Asked, rows: Sequence[Row]) -> Table:
    """All of it, as text."""
    return Table(
        [i18n.t(f"reports.column.{each}") for each in COLUMNS],
        [_cells(asked, *row) for row in rows],
        WIDE,
    )


def _cells(asked: Asked, sheet: Sheet, found: Followed) -> list[str]:
    follower = Follower(asked.viewer, asked.version)
    period = follower.value(IndicatorFilter(sheet.code, asked.running_part))[ALL]
    told, is_later = found.standing, found.begins_later
    target = "—"
    if told.target is not None and not is_later:
        target = i18n.t(
            "reports.target",
            value=indicator_words.number(sheet, told.target.value),
            day=i18n.day(told.target.day, "medium"),
        )
    return [
        f"{sheet.code} · {indicator_words.said(sheet, 'title')}",
        indicator_words.number(sheet, found.path.baseline.value)
        if found.path and not is_later
        else "—",
        target,
        indicator_words.reached(sheet, period, period.value),
        indicator_words.reached(sheet, found.value, told.current),
        share_text(None if is_later else told.progress),
        " · ".join(_comments(asked, follower, sheet, found)),
    ]


def _comments(asked: Asked, follower: Follower, sheet: Sheet, found: Followed) -> Iterator[str]:
    """Its state, what it rests on, and what was said of its deviation in the period."""
    if found.begins_later and found.path is not None:
        # What was promised afterwards says nothing of the period.
        yield i18n.t("reports.begins_later", day=i18n.day(found.path.baseline.day, "medium"))
        return
    yield words.named(found.standing.state)
    yield i18n.t("reports.reached_of", said=_of_what(sheet, found))
    for note in follower.notes(sheet.code, place(asked)):
        if asked.wanted.start <= note.due_on <= asked.wanted.end:
            yield i18n.t("reports.noted", sentence=note.sentence, author=note.author)


def _of_what(sheet: Sheet, found: Followed) -> str:
    """What is reached is of another span than the report: it is named, and of a share what it is a
    part of, since a sentence elsewhere may be of a narrower whole."""
    value = found.value
    if value.value is None:
        return words.missing(value, found.since)
    span = i18n.t(
        "headline.span",
        start=i18n.day(found.since, "medium"),
        end=i18n.day(value.as_of, "medium"),
    )
    if value.numerator is None or value.denominator is None:
        counted = f"n = {i18n.number(value.n)} · {span}"
        base = found.path.baseline.value if found.path else 0
        return i18n.t("reports.reached_base", counted=counted) if base else counted
    counted = words.part_of(value)
    if sheet.adds_up is AddsUp.LAST:
        return i18n.t("reports.reached_wave", counted=counted, day=i18n.day(value.as_of, "medium"))
    return f"{counted} · {indicator_words.said(sheet, 'denominator')} · {span}"


def definitions(rows: Sequence[Row]) -> Iterator[Block]:
    """What each indicator counts, by the version of its definition that stands."""
    yield Heading(i18n.t("reports.definitions"))
    for sheet, _ in rows:
        yield Heading(f"{sheet.code} · {indicator_words.said(sheet, 'title')}", 2)
        yield Text(indicator_words.said(sheet, "definition"))
        about = [
            words.unit(sheet),
            *filter(None, (indicator_words.said(sheet, each) for each in ("limits", "source"))),
            i18n.t("reports.version", number=sheet.number),
        ]
        yield Text(" · ".join(about), is_quiet=True)


def short(rows: Sequence[Row]) -> Table:
    """Each in few words: value, target, where it stands."""
    cells = [
        [
            indicator_words.said(sheet, "title"),
            indicator_words.reached(sheet, found.value, found.standing.current),
            indicator_words.number(
                sheet, found.standing.target.value if found.standing.target else None
            ),
            words.named(found.standing.state),
        ]
        for sheet, found in rows
    ]
    heads = ("indicator", "reached", "target", "state")
    return Table([i18n.t(f"reports.column.{each}") for each in heads], cells, (5, 1.2, 1.2, 1.8))
