"""What may stand in a cell of a register, and what is asked about before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from db.codes import CountMeasure
from db.errors import InvalidInput
from db.inputs.parse import validated
from db.inputs.register_counts import Cell, RegisterInput, cell_of, doubts, key_of

RAW = {"agency_id": 1, "source": "registre", "noted_on": "3/3/2026", "seen": {}}


def month(number: int) -> Cell:
    return date(2024 + (number - 1) // 12, (number - 1) % 12 + 1, 1), CountMeasure.REGISTERED


def read(typed: object) -> int | None:
    cells = {"2024-01 REGISTERED": typed}
    return validated(RegisterInput, RAW | {"cells": cells}).wanted[month(1)]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", 12), ("0", 0), ("", None), (" ", None), (None, None), ("١٢", 12), ("1 250", 1250),
     ("12,0", 12), ("-", None), (7, 7)],
)  # fmt: skip
def test_a_cell_is_a_whole_number_or_nothing(typed: object, value: int | None) -> None:
    assert read(typed) == value


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("12,5", "number"), ("x", "number"), ("-1", "negative"), ("100001", "too_many")],
)
def test_anything_else_is_told_beside_its_cell(typed: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(typed)
    problems = refused.value.problems
    assert [(name, each.key) for name, each in problems.items()] == [
        ("2024-01 REGISTERED", f"error.register_{problem}")
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"source": " "}, "source"), ({"source": "x" * 121}, "source"),
     ({"noted_on": None}, "noted_on"), ({"noted_on": "soon"}, "noted_on")],
)  # fmt: skip
def test_source_and_day_are_needed(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(RegisterInput, RAW | {"cells": {}} | changes)
    assert list(refused.value.problems) == [field]


def test_a_cell_that_is_none_is_refused() -> None:
    for key in ("2024-13 REGISTERED", "2024-01 OTHER", "", "x"):
        with pytest.raises(InvalidInput):
            validated(RegisterInput, RAW | {"cells": {key: "1"}})
    assert cell_of(key_of(month(3))) == month(3)


def asked(wanted: Mapping[int, int | None], stored: Mapping[int, int] | None = None) -> list[str]:
    found = doubts(
        {month(at): value for at, value in wanted.items()},
        {month(at): value for at, value in (stored or {}).items()},
    )
    return [f"{each.name.split()[0]} {each.cell[0].month}" for each in found]


@pytest.mark.parametrize(
    ("wanted", "stored", "expected"),
    [
        ({1: 10, 2: 12, 3: 11}, {}, []),
        ({1: 10, 2: 0}, {}, ["zero 2"]),
        ({2: 0}, {1: 10}, ["zero 2"]),
        ({1: 0, 2: 0}, {}, []),
        ({1: 10, 3: 10}, {}, ["gap 2"]),
        ({4: 10}, {1: 10}, ["gap 2", "gap 3"]),
        ({5: 10}, {1: 10, 4: 10}, []),
        ({2: None}, {1: 10, 2: 10, 3: 10}, ["cleared 2", "gap 2"]),
        ({3: None}, {1: 10, 2: 10, 3: 10}, ["cleared 3"]),
        ({4: 125}, {1: 12, 2: 10, 3: 11}, ["far_above 4"]),
        ({1: 12, 2: 125, 3: 11, 4: 10}, {}, ["far_above 2"]),
        ({4: 30}, {1: 3, 2: 3, 3: 9}, ["far_above 4"]),
        ({4: 27}, {1: 3, 2: 3, 3: 9}, []),
        ({4: 20}, {1: 0, 2: 0, 3: 0}, []),
        ({3: 125}, {1: 12, 2: 10}, []),
    ],
)
def test_what_is_rarely_right_is_asked_about(
    wanted: dict[int, int | None], stored: dict[int, int], expected: list[str]
) -> None:
    assert asked(wanted, stored) == expected


def test_a_doubt_is_about_its_value() -> None:
    """Whoever confirmed a count has not confirmed another one in the same cell."""
    (first,) = doubts({month(2): 0}, {month(1): 10})
    (other,) = doubts({month(2): None}, {month(1): 10, month(2): 4})
    assert first.name != other.name
