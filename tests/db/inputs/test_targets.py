"""A table of targets as people type it: which cell is wrong, and why."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic_core import PydanticCustomError

from db.errors import InvalidInput, Problem
from db.inputs.targets import (
    Bounds,
    Cell,
    Stated,
    as_typed,
    cell_of,
    changed_rows,
    key_of,
    number_of,
    written,
)

TODAY, START = date(2026, 5, 4), date(2025, 1, 1)
COUNTS = Bounds(today=TODAY, starts_on=START, is_share=False)
SHARES = Bounds(today=TODAY, starts_on=START, is_share=True)
JUNE = "2026-06-30"


@pytest.mark.parametrize(
    ("typed", "is_share", "wanted"),
    [
        ("1 250", False, 1250), ("1.250,5", False, 1250.5), ("١٢", False, 12), ("0", False, 0),
        ("", False, None), ("  ", True, None), ("45 %", True, 0.45), ("45,5", True, 0.455),
        ("٤٥٪", True, 0.45), ("100", True, 1.0),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(
    typed: str, is_share: bool, wanted: float | None
) -> None:
    assert number_of(typed, is_share=is_share) == (
        None if wanted is None else pytest.approx(wanted)
    )


@pytest.mark.parametrize(
    ("typed", "is_share", "key"),
    [
        ("beaucoup", False, "error.target_number"),
        ("-3", False, "error.target_range"),
        ("10000001", False, "error.target_range"),
        ("101", True, "error.target_percent"),
        ("moitié", True, "error.target_percent"),
        ("45 %", False, "error.target_number"),
    ],
)
def test_what_is_no_target(typed: str, is_share: bool, key: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        number_of(typed, is_share=is_share)
    assert refused.value.type == key


@pytest.mark.parametrize(("value", "is_share"), [(0.455, True), (1250.0, False), (0.07, True)])
def test_a_stored_value_can_be_typed_again(value: float, is_share: bool) -> None:
    assert number_of(as_typed(value, is_share=is_share), is_share=is_share) == value


def test_a_cell_has_a_name_and_no_other_text_is_one() -> None:
    for cell in ((0, "value"), (12, JUNE)):
        assert cell_of(key_of(cell)) == cell
    for strange in ("", "x value", "1 30/06/2026", "1 20260630", "1 sum", "9999999999 day"):
        with pytest.raises(ValueError):
            cell_of(strange)


def rows(
    wanted: dict[Cell, str], stored: dict[int, Stated] | None = None, of: Bounds = COUNTS
) -> dict[int, Stated]:
    return changed_rows(wanted, stored or {}, of)


def refused(
    wanted: dict[Cell, str], stored: dict[int, Stated] | None = None, of: Bounds = COUNTS
) -> dict[str, Problem]:
    with pytest.raises(InvalidInput) as found:
        rows(wanted, stored, of)
    return found.value.problems


def test_a_row_is_what_is_stored_with_what_is_typed() -> None:
    stored = {1: Stated(5, date(2026, 1, 1), "Registre", {date(2026, 6, 30): 9.0})}
    found = rows({(1, "2026-12-31"): "12", (1, JUNE): "", (1, "value"): "6"}, stored)
    assert found == {1: Stated(6, date(2026, 1, 1), "Registre", {date(2026, 12, 31): 12.0})}
    assert stored[1].value == 5


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = refused(
        {(0, "value"): "x", (1, JUNE): "-1", (2, "day"): "hier", (2, "source"): "s" * 201}
    )
    assert {key: each.key for key, each in found.items()} == {
        "0 value": "error.target_number",
        f"1 {JUNE}": "error.target_range",
        "2 day": "error.date_form",
        "2 source": "error.text_long",
    }


def test_a_baseline_has_its_day_and_its_source() -> None:
    assert {key: each.key for key, each in refused({(1, "value"): "6"}).items()} == {
        "1 day": "error.baseline_day",
        "1 source": "error.baseline_source",
    }
    assert {key: each.key for key, each in refused({(1, "day"): "1/1/2026"}).items()} == {
        "1 value": "error.baseline_value"
    }
    assert refused({(1, "value"): "6", (1, "day"): "5/5/2026", (1, "source"): "Registre"}) == {
        "1 day": Problem("error.in_the_future")
    }


def test_a_baseline_is_taken_away_as_a_whole() -> None:
    stored = {1: Stated(5, date(2026, 1, 1), "Registre")}
    empty: dict[Cell, str] = {(1, column): "" for column in ("value", "day", "source")}
    assert rows(empty, stored) == {1: Stated()}
    assert "1 value" in refused({(1, "value"): ""}, stored)


def test_a_target_lies_after_its_baseline_and_within_reach() -> None:
    stored = {1: Stated(5, date(2026, 6, 30), "Registre")}
    of = Bounds(today=date(2026, 7, 1), starts_on=START, is_share=False)
    before = Problem("error.target_before_baseline", day=date(2026, 6, 30))
    assert refused({(1, JUNE): "9"}, stored, of) == {f"1 {JUNE}": before}
    # Without a baseline: not before the programme.
    assert "2 2024-12-31" in refused({(2, "2024-12-31"): "9"})
    rows({(2, "2025-01-01"): "9"})
    assert refused({(2, "2047-01-01"): "9"})["2 2047-01-01"].key == "error.target_far"


def test_what_a_cell_says() -> None:
    stored = {1: Stated(0.455, date(2026, 1, 2), "Enquête", {date(2026, 6, 30): 0.5})}
    said = {
        column: written((1, column), stored, is_share=True)
        for column in ("value", "day", "source", JUNE, "2026-12-31")
    }
    assert said == {
        "value": "45,5", "day": "02/01/2026", "source": "Enquête", JUNE: "50", "2026-12-31": "",
    }  # fmt: skip
    assert written((7, "value"), stored, is_share=True) == ""
