"""A table pasted from a spreadsheet, as cells of an agency's register: all of it, or what is wrong
with which line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic_core import PydanticCustomError

from db.codes import CountMeasure
from db.errors import Problem
from db.inputs.days import calendar_month
from db.inputs.normalisation import normalised, search_key
from db.inputs.register_counts import Cell, count, month_problem

#: How a heading says which of the two it counts, in three languages.
_WORDS = {
    CountMeasure.POSITIONING: ("position", "entretien", "interview", "تموقع", "مقابل"),
    CountMeasure.REGISTERED: ("inscri", "regist", "enregistr", "سجل", "سجيل"),
}
_TOTAL = ("total", "somme", "مجموع")
MOST_LINES = 400


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What is wrong with one line."""

    line: int
    text: str
    problem: Problem


@dataclass(kw_only=True)
class Pasted:
    """What was read, and what could not be."""

    cells: dict[Cell, int] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class _Line:
    number: int
    text: str
    parts: list[str]


def pasted(text: str, alone: CountMeasure, *, first: date, today: date) -> Pasted:
    """Months downwards or across, with headings or without; ``alone`` is what a single column of
    numbers counts. Months may be taken from ``first`` to the one before ``today``'s."""
    found = Pasted()
    lines = list(_lines(text))
    if len(lines) > MOST_LINES:
        problem = Problem("error.register_lines", most=MOST_LINES)
        found.wrong.append(Wrong(line=MOST_LINES + 1, text="", problem=problem))
        return found
    if lines and sum(_month(each) is not None for each in lines[0].parts) > 1:
        _read_across(found, lines, alone, first, today)
    else:
        _read_downwards(found, lines, alone, first, today)
    if not found.cells and not found.wrong:
        problem = Problem("error.register_nothing_read")
        found.wrong.append(Wrong(line=1, text="", problem=problem))
    return found


def _lines(text: str) -> Iterator[_Line]:
    separator = next((each for each in "\t;|" if each in text), None)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if not normalised(line):
            continue
        split = line.split(separator) if separator else [line]
        parts = [normalised(each) for each in split]
        if not separator:
            parts = _parted(parts[0])
        yield _Line(number=number, text=normalised(line), parts=_with_year(parts))


def _parted(line: str) -> list[str]:
    """A line without separators: the shortest beginning that is a month, and the rest."""
    words = line.split()
    for length in range(1, len(words)):
        if _month(" ".join(words[:length])):
            return [" ".join(words[:length]), " ".join(words[length:])]
    return [line]


def _with_year(parts: list[str]) -> list[str]:
    """Year and month in two columns, in either order, as one."""
    if len(parts) > 2 and parts[0] and not _month(parts[0]) and not _month(parts[1]):
        for joined in (f"{parts[0]} {parts[1]}", f"{parts[1]} {parts[0]}"):
            if re.search(r"\d{4}", joined) and _month(joined):
                return [joined, *parts[2:]]
    return parts


def _month(text: str) -> date | None:
    try:
        return calendar_month(text)
    except ValueError:
        return None


def _measure(heading: str) -> CountMeasure | None:
    wanted = search_key(heading)
    return next(
        (each for each, words in _WORDS.items() if any(search_key(w) in wanted for w in words)),
        None,
    )


def _columns(count_: int, alone: CountMeasure) -> list[CountMeasure]:
    return [alone] if count_ < 2 else list(CountMeasure)


def _read_downwards(
    found: Pasted, lines: Sequence[_Line], alone: CountMeasure, first: date, today: date
) -> None:
    width = max((len(line.parts) for line in lines if _month(line.parts[0])), default=1) - 1
    measures: list[CountMeasure | None] = list(_columns(width, alone))
    for place, line in enumerate(lines):
        month = _month(line.parts[0])
        if month is None and place == 0 and _is_heading(line):
            measures = _headed([_measure(each) for each in line.parts[-width:]], measures)
            continue
        if _is_total(line.parts[0]):
            continue
        values = _trimmed(line.parts[1:])
        if month is None:
            _refuse(found, line, Problem("error.register_month_form"))
        elif problem := month_problem(month, first, today):
            _refuse(found, line, problem)
        elif len(values) > len(measures):
            _refuse(found, line, Problem("error.register_columns"))
        else:
            _take(found, line, [(month, each) if each else None for each in measures], values)


def _headed(
    named: list[CountMeasure | None], usual: list[CountMeasure | None]
) -> list[CountMeasure | None]:
    """What headings say; those that say nothing, or twice the same, leave the usual order."""
    said = [each for each in named if each]
    return named if said and len(set(said)) == len(said) else usual


def _is_heading(line: _Line) -> bool:
    return not any(_is_number(each) for each in line.parts[1:])


def _is_number(text: str) -> bool:
    try:
        return count(text) is not None
    except PydanticCustomError:
        return False


def _read_across(
    found: Pasted, lines: Sequence[_Line], alone: CountMeasure, first: date, today: date
) -> None:
    head, rows = lines[0], lines[1:]
    headings = _trimmed(head.parts)
    begin = next(place for place, each in enumerate(headings) if _month(each))
    months: list[date | None] = []
    for each in headings[begin:]:
        month = _month(each)
        problem = None if month is None else month_problem(month, first, today)
        if month is None and not _is_total(each):
            problem = Problem("error.register_month_form")
        if problem:
            _refuse(found, head, problem)
            return
        months.append(month)
    usual = _columns(len(rows), alone)
    for place, line in enumerate(rows):
        label = line.parts[0] if begin else ""
        if _is_total(label):
            continue
        measure = _measure(label) or (usual[place] if place < len(usual) else None)
        if measure is None:
            _refuse(found, line, Problem("error.register_columns"))
            continue
        cells = [None if month is None else (month, measure) for month in months]
        values = _trimmed(line.parts[begin:])
        if len(values) > len(cells):
            _refuse(found, line, Problem("error.register_columns"))
        else:
            _take(found, line, cells, values)


def _take(found: Pasted, line: _Line, cells: Sequence[Cell | None], values: Sequence[str]) -> None:
    for cell, typed in zip(cells, values, strict=False):
        if cell is None:
            continue
        try:
            value = count(typed)
        except PydanticCustomError as refused:
            _refuse(found, line, Problem(refused.type, **(refused.context or {})))
            continue
        if cell in found.cells:
            _refuse(found, line, Problem("error.register_month_twice", day=cell[0]))
        elif value is not None:
            found.cells[cell] = value


def _is_total(text: str) -> bool:
    return search_key(text).startswith(_TOTAL)


def _trimmed(parts: Sequence[str]) -> list[str]:
    """Without empty cells at the end."""
    kept = list(parts)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _refuse(found: Pasted, line: _Line, problem: Problem) -> None:
    found.wrong.append(Wrong(line=line.number, text=line.text[:60], problem=problem))
