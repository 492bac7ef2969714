"""Baselines and targets as they are typed or pasted into a table: a row a place, and in it a value
with its day and source, and a target for each day on which one is due."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from db.errors import InvalidInput, Problem
from db.inputs.days import calendar_day
from db.inputs.normalisation import InputModel, unquoted
from db.inputs.parse import decimal_number, problem

#: The row of the programme as a whole, and the columns of a baseline.
PROGRAMME = 0
VALUE, DAY, SOURCE = BASELINE = ("value", "day", "source")
#: No programme of this kind reaches so many.
MOST = 10_000_000
#: The longest name of a source, and how far ahead a target may lie.
LONGEST_SOURCE, YEARS_AHEAD = 200, 20

#: A column: one of ``BASELINE``, or the ISO day of a target.
Column = str
#: A place (an agency's id, or ``PROGRAMME``) and a column.
Cell = tuple[int, Column]


@dataclass
class Stated:
    """What is stated of one place."""

    value: float | None = None
    day: date | None = None
    source: str = ""
    targets: dict[date, float] = field(default_factory=dict)


Rows = dict[int, Stated]


def key_of(cell: Cell) -> str:
    """The name of a cell: ``3 2026-06-30``."""
    return f"{cell[0]} {cell[1]}"


def cell_of(key: str) -> Cell:
    """The cell of a name; raises ``ValueError`` for any other text."""
    place, _, column = key.partition(" ")
    if not place.isdecimal() or len(place) > 9:
        raise ValueError(key)
    if column not in BASELINE and date.fromisoformat(column).isoformat() != column:
        raise ValueError(key)
    return int(place), column


def written(cell: Cell, rows: Mapping[int, Stated], *, is_share: bool) -> str:
    """What a cell says of what is stated, as it can be typed again; a share in percent."""
    row = rows.get(cell[0], Stated())
    if cell[1] == DAY:
        return f"{row.day:%d/%m/%Y}" if row.day else ""
    if cell[1] == SOURCE:
        return row.source
    number = row.value if cell[1] == VALUE else row.targets.get(date.fromisoformat(cell[1]))
    return "" if number is None else as_typed(number, is_share=is_share)


def as_typed(number: float, *, is_share: bool) -> str:
    """A stored value as it would be typed: ``45`` for the share 0.45, ``45,5`` for 0.455."""
    shown = round(100 * number, 4) if is_share else round(number, 4)
    return f"{shown:.10g}".replace(".", ",")


def number_of(typed: str, *, is_share: bool) -> float | None:
    """The value of a cell, or nothing; raises as a validator does."""
    text = unquoted(typed)
    if not text:
        return None
    if is_share:
        text = text.removesuffix("%").removesuffix("٪").strip()
    try:
        found = decimal_number(text)
    except ValueError:
        key = "error.target_percent" if is_share else "error.target_number"
        raise problem(key) from None
    if found < 0 or math.isinf(found) or found > (100 if is_share else MOST):
        if is_share:
            raise problem("error.target_percent")
        raise problem("error.target_range", most=MOST)
    return found / 100 if is_share else found


def _day(typed: str) -> date | None:
    if not unquoted(typed):
        return None
    try:
        return calendar_day(typed)
    except ValueError:
        raise problem("error.date_form") from None


def _known(key: str) -> str:
    try:
        return key_of(cell_of(key))
    except ValueError:
        raise problem("error.unknown_choice") from None


class TargetsInput(InputModel):
    """Cells of one indicator's table that are to say something else; ``seen``: what each of them
    said on screen. ``changed_rows`` reads them."""

    code: str
    cells: dict[Annotated[str, AfterValidator(_known)], str]
    seen: dict[str, str]

    @property
    def wanted(self) -> dict[Cell, str]:
        return {cell_of(key): typed for key, typed in self.cells.items()}


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Today, the programme's first day, and whether values are shares."""

    today: date
    starts_on: date
    is_share: bool


def changed_rows(wanted: Mapping[Cell, str], stored: Mapping[int, Stated], of: Bounds) -> Rows:
    """The rows as they are to be, of each place that a cell names; ``InvalidInput`` by cell."""
    rows: Rows = {}
    problems: dict[str, Problem] = {}
    for (place, column), typed in wanted.items():
        old = stored.get(place, Stated())
        row = rows.setdefault(place, Stated(old.value, old.day, old.source, dict(old.targets)))
        try:
            _put(row, column, typed, of)
        except PydanticCustomError as refused:
            problems[key_of((place, column))] = Problem(refused.type, **(refused.context or {}))
    for place, row in rows.items():
        for column, found in row_problems(row, of).items():
            problems.setdefault(key_of((place, column)), found)
    if problems:
        raise InvalidInput(problems)
    return rows


def _put(row: Stated, column: Column, typed: str, of: Bounds) -> None:
    if column == VALUE:
        row.value = number_of(typed, is_share=of.is_share)
    elif column == DAY:
        row.day = _day(typed)
    elif column == SOURCE:
        if len(typed) > LONGEST_SOURCE:
            raise problem("error.text_long", count=LONGEST_SOURCE)
        row.source = typed
    else:
        due_on, number = date.fromisoformat(column), number_of(typed, is_share=of.is_share)
        if number is None:
            row.targets.pop(due_on, None)
        else:
            row.targets[due_on] = number


def row_problems(row: Stated, of: Bounds) -> dict[Column, Problem]:
    """What is wrong with a row as a whole, by column: a baseline is a value with its day and its
    source, or nothing; targets lie after it."""
    found: dict[Column, Problem] = {}
    if row.value is None:
        if row.day is not None or row.source:
            found[VALUE] = Problem("error.baseline_value")
    else:
        if row.day is None:
            found[DAY] = Problem("error.baseline_day")
        if not row.source:
            found[SOURCE] = Problem("error.baseline_source")
    if row.day is not None and row.day > of.today:
        found[DAY] = Problem("error.in_the_future")
    begun = row.day or of.starts_on - timedelta(days=1)
    for due_on in row.targets:
        if due_problem := _due_problem(due_on, begun, of):
            found[due_on.isoformat()] = due_problem
    return found


def _due_problem(due_on: date, begun: date, of: Bounds) -> Problem | None:
    if due_on <= begun:
        return Problem("error.target_before_baseline", day=begun)
    if due_on.year > of.today.year + YEARS_AHEAD:
        return Problem("error.target_far", years=YEARS_AHEAD)
    return None
