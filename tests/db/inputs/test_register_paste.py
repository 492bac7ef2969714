"""What people paste from a spreadsheet, as it comes: read whole, or told line by line."""

from __future__ import annotations

from datetime import date

import pytest

from db.codes import CountMeasure
from db.inputs.register_counts import key_of
from db.inputs.register_paste import MOST_LINES, Pasted, pasted

REGISTERED, POSITIONING = CountMeasure.REGISTERED, CountMeasure.POSITIONING
FIRST, TODAY = date(2008, 1, 1), date(2026, 11, 28)


def read(text: str, alone: CountMeasure = REGISTERED) -> Pasted:
    return pasted(text, alone, first=FIRST, today=TODAY)


def cells(text: str, alone: CountMeasure = REGISTERED) -> dict[str, int]:
    found = read(text, alone)
    assert found.wrong == []
    return {key_of(cell): value for cell, value in found.cells.items()}


def wrong(text: str) -> list[tuple[int, str]]:
    found = read(text)
    return [(each.line, each.problem.key.removeprefix("error.register_")) for each in found.wrong]


@pytest.mark.parametrize(
    "line",
    [
        "01/2024\t12", "1/2024\t12", "2024-01\t12", "2024/1\t12", "janv. 2024\t12", "janv-24\t12",
        "Janvier 2024\t12", "Jan 2024\t12", "January 2024\t12", "2024 janvier\t12",
        "01/01/2024\t12", "2024-01-01\t12", "31.1.2024\t12", "يناير 2024\t١٢", "٠١/٢٠٢٤\t١٢",
        "01/2024;12", "01/2024 ; 12", "01/2024|12", "01/2024 12", "janv. 2024 12", "2024-01   12",
        "01/2024\t12,00", "01/2024\t12.0", "01/2024\t 12 ", "\u200f01/2024\t12", '"01/2024"\t"12"',
        "2024\tjanvier\t12", "janvier\t2024\t12", "2024\t01\t12", "01/2024\t12\t\t",
        "\r\n01/2024\t12\r\n\r\n",
    ],
)  # fmt: skip
def test_a_month_and_its_number(line: str) -> None:
    assert cells(line) == {"2024-01 REGISTERED": 12}


@pytest.mark.parametrize(
    "typed", ["1250", "1 250", "1\u202f250", "1\u00a0250", "1\u2009250", "1.250", "1,250", "1'250"]
)
def test_thousands_are_grouped_in_any_way(typed: str) -> None:
    assert cells(f"01/2024\t{typed}") == {"2024-01 REGISTERED": 1250}


@pytest.mark.parametrize("nothing", ["", "-", "–", "nd", "n.d.", "..."])
def test_what_was_not_received_is_no_number(nothing: str) -> None:
    assert cells(f"01/2024\t{nothing}\n02/2024\t0") == {"2024-02 REGISTERED": 0}


def test_one_column_counts_what_was_chosen() -> None:
    assert cells("01/2024\t5", POSITIONING) == {"2024-01 POSITIONING": 5}


@pytest.mark.parametrize(
    "heading",
    ["Mois\tEntretiens\tInscrits", "Month\tPositioning interviews\tPeople registered",
     "الشهر\tمقابلات التموقع\tالمسجلون"],
)  # fmt: skip
def test_headings_say_which_column_is_which(heading: str) -> None:
    found = cells(f"{heading}\n01/2024\t5\t9\nTotal\t5\t9")
    assert found == {"2024-01 POSITIONING": 5, "2024-01 REGISTERED": 9}


def test_without_headings_people_registered_come_first() -> None:
    found = cells("01/2024\t9\t5\n02/2024\t8\t")
    assert found == {"2024-01 REGISTERED": 9, "2024-01 POSITIONING": 5, "2024-02 REGISTERED": 8}


def test_year_and_month_in_two_columns_have_a_heading_each() -> None:
    assert cells("Année;Mois;Inscrits\n2024;janvier;4\n2024;février;5") == {
        "2024-01 REGISTERED": 4,
        "2024-02 REGISTERED": 5,
    }


def test_months_may_stand_side_by_side() -> None:
    text = "\t01/2024\t02/2024\t03/2024\tTotal\nInscrits\t1\t\t3\t4\nEntretiens\t4\t5\t6\t15"
    assert cells(text) == {
        "2024-01 REGISTERED": 1, "2024-03 REGISTERED": 3, "2024-01 POSITIONING": 4,
        "2024-02 POSITIONING": 5, "2024-03 POSITIONING": 6,
    }  # fmt: skip
    assert cells("01/2024\t02/2024\n7\t8") == {"2024-01 REGISTERED": 7, "2024-02 REGISTERED": 8}


def test_three_years_are_read_in_one_go() -> None:
    months = [date(2023 + at // 12, at % 12 + 1, 1) for at in range(36)]
    text = "\n".join(f"{month:%m/%Y}\t{at}\t{at + 1}" for at, month in enumerate(months))
    assert len(cells(text)) == 72


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01/2024\t12\n02/2024\t12,5", [(2, "number")]),
        ("01/2024\tdouze", [(1, "number")]),
        ("01/2024\t1\n02/2024\tdouze", [(2, "number")]),
        ("01/2024\t1\n\n02/2024\t-3", [(3, "negative")]),
        ("01/2024\t100001", [(1, "too_many")]),
        ("11/2026\t1", [(1, "month_not_over")]),
        ("12/2007\t1", [(1, "month_too_early")]),
        ("13/2024\t1", [(1, "month_form")]),
        ("01/2024\t1\nsomewhen\t2", [(2, "month_form")]),
        ("01/2024\t1\njanv. 2024\t2", [(2, "month_twice")]),
        ("01/2024\t1\n01/2024\t1", [(2, "month_twice")]),
        ("01/2024\t1\t2\t3", [(1, "columns")]),
        ("\t01/2024\t02/2024\tx/2024\nInscrits\t1\t2", [(1, "month_form")]),
        ("01/2024\t02/2024\n1\t2\n3\t4\n5\t6", [(4, "columns")]),
        ("", [(1, "nothing_read")]),
        ("Bonjour,\nvoici le registre.", [(2, "month_form")]),
        ("1/2024\t1\n" * (MOST_LINES + 1), [(MOST_LINES + 1, "lines")]),
    ],
)
def test_what_cannot_be_read_is_told_by_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert wrong(text) == expected
