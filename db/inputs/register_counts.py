"""What an agency's register says, month by month; an empty cell is "not received", never 0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from db.codes import CountMeasure
from db.errors import Problem
from db.inputs.dates import month_index, month_of
from db.inputs.normalisation import InputModel, normalised
from db.inputs.parse import Day, decimal_number, problem, whole_number

#: No agency registers so many people in a month.
MOST = 100_000
#: How many years before the programme a month may lie.
YEARS_BEFORE = 10
#: What a register writes where it has nothing.
NOTHING = frozenset({"", "-", "--", "...", "…", "nd", "n.d.", "n.d", "nr", "n/a", "na"})
#: A value is far above the others when it is so many times the largest of them, and so many more.
TIMES, MORE, LEAST_KNOWN = 3, 20, 3

Cell = tuple[date, CountMeasure]


def key_of(cell: Cell) -> str:
    """The name of a cell: ``2024-01 REGISTERED``."""
    return f"{cell[0]:%Y-%m} {cell[1].value}"


def cell_of(key: str) -> Cell:
    """The cell of a name; raises ``ValueError`` for any other text."""
    month, _, measure = key.partition(" ")
    return date.fromisoformat(f"{month}-01"), CountMeasure(measure)


def count(typed: Any) -> int | None:
    """What one cell holds: a number of people, or nothing."""
    if typed is None or (isinstance(typed, str) and normalised(typed).lower() in NOTHING):
        return None
    try:
        found = _whole(typed)
    except ValueError:
        raise problem("error.register_number") from None
    if found < 0:
        raise problem("error.register_negative")
    if found > MOST:
        raise problem("error.register_too_many", most=MOST)
    return found


def _whole(typed: Any) -> int:
    """``12,00`` is 12, as a spreadsheet writes it; ``12,5`` is no number of people."""
    try:
        return whole_number(typed)
    except ValueError:
        found = decimal_number(typed)
        if not found.is_integer():
            raise
        return int(found)


def _known(key: str) -> str:
    try:
        return key_of(cell_of(key))
    except ValueError:
        raise problem("error.unknown_choice") from None


def _source(typed: str) -> str:
    if not typed:
        raise problem("error.needed")
    if len(typed) > 120:
        raise problem("error.register_source_long")
    return typed


Key = Annotated[str, AfterValidator(_known)]
Count = Annotated[int | None, BeforeValidator(count)]


class RegisterInput(InputModel):
    """New counts of one agency; ``seen`` is what stood in each of these cells on screen, and
    ``confirmed`` the doubts that were shown and are meant."""

    agency_id: int
    source: Annotated[str, AfterValidator(_source)]
    noted_on: Day
    cells: dict[Key, Count]
    seen: dict[Key, int | None]
    confirmed: frozenset[str] = frozenset()

    @property
    def wanted(self) -> dict[Cell, int | None]:
        return {cell_of(key): value for key, value in self.cells.items()}


def first_month(programme_starts_on: date) -> date:
    """The earliest month that is taken."""
    return date(programme_starts_on.year - YEARS_BEFORE, 1, 1)


def month_problem(month: date, first: date, today: date) -> Problem | None:
    """Why no register can say anything of this month; it must be over."""
    if month >= today.replace(day=1):
        return Problem("error.register_month_not_over")
    if month < first:
        return Problem("error.register_month_too_early", day=first)
    return None


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """What may be right and is rarely: ``name`` is what a confirmation names, value included."""

    name: str
    cell: Cell
    problem: Problem


def doubts(wanted: Mapping[Cell, int | None], stored: Mapping[Cell, int]) -> list[Doubt]:
    """What should be looked at before ``wanted`` is saved over ``stored``, in order of months."""
    after = {cell: value for cell, value in {**stored, **wanted}.items() if value is not None}
    changed = {cell: value for cell, value in wanted.items() if value != stored.get(cell)}
    found = [*_of_cells(changed, stored, after), *_gaps(set(stored), set(after))]
    return sorted(found, key=lambda each: (each.cell[0], each.cell[1].value))


def _of_cells(
    changed: Mapping[Cell, int | None], stored: Mapping[Cell, int], after: Mapping[Cell, int]
) -> Iterator[Doubt]:
    for cell, value in changed.items():
        if value is None:
            yield _doubt("cleared", cell, value, before=stored[cell])
            continue
        before = after.get(_shifted(cell, -1))
        if value == 0 and before:
            yield _doubt("zero", cell, value, before=before)
        others = [n for other, n in after.items() if other[1] is cell[1] and other != cell]
        top = max(others, default=0)
        if len(others) >= LEAST_KNOWN and value > TIMES * top and value - top > MORE:
            yield _doubt("far_above", cell, value, most=top)


def _gaps(stored: set[Cell], after: set[Cell]) -> Iterator[Doubt]:
    """Months without a value between two that have one, where there was no such gap before."""
    for measure in CountMeasure:
        for cell in sorted(_missing(after, measure) - _missing(stored, measure)):
            yield _doubt("gap", (cell, measure), None)


def _missing(known: set[Cell], measure: CountMeasure) -> set[date]:
    months = [month_index(month) for month, of in known if of is measure]
    if not months:
        return set()
    return {month_of(each) for each in range(min(months), max(months)) if each not in set(months)}


def _shifted(cell: Cell, months: int) -> Cell:
    return month_of(month_index(cell[0]) + months), cell[1]


def _doubt(kind: str, cell: Cell, value: int | None, **values: object) -> Doubt:
    name = f"{kind} {key_of(cell)} {value}"
    return Doubt(name=name, cell=cell, problem=Problem(f"doubt.register_{kind}", **values))
