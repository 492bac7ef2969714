"""A file's name says what, when and which; it is plain, not too long, and no other file's."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.cards import file_names

PLAIN = re.compile(r"amudu(_[a-z0-9]+(-[a-z0-9]+)*)*")
TODAY = date(2026, 11, 28)


@pytest.mark.fault("F3")
def test_a_name_says_subject_period_and_filters() -> None:
    months = file_names.period(date(2026, 1, 1), date(2026, 6, 30), TODAY)
    name = file_names.stem([file_names.subject("outcomes"), *months, "Rabat"])
    assert name == "amudu_placements_2026-01_2026-06_rabat"


@pytest.mark.fault("F3")
@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        (date(2026, 1, 1), date(2026, 2, 28), ("2026-01", "2026-02")),
        (date(2026, 6, 1), TODAY, ("2026-06", "2026-11")),
        (date(2026, 6, 1), date(2026, 11, 27), ("2026-06-01", "2026-11-27")),
        (date(2026, 6, 2), date(2026, 6, 30), ("2026-06-02", "2026-06-30")),
    ],
)
def test_a_period_is_named_by_months_where_it_is_made_of_them(
    start: date, end: date, parts: tuple[str, str]
) -> None:
    assert file_names.period(start, end, TODAY) == parts


@pytest.mark.fault("F3")
@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=9))
def test_a_name_is_plain_and_bounded_whatever_its_parts(parts: list[str]) -> None:
    name = file_names.stem(parts)
    assert PLAIN.fullmatch(name) and name.isascii() and len(name) <= file_names.LONGEST


@pytest.mark.fault("F3")
def test_names_that_are_cut_stay_distinct() -> None:
    long = [["placements", *(f"agence {number}" for number in range(40)), end] for end in "ab"]
    first, second = map(file_names.stem, long)
    assert first != second
    assert all(len(each) <= file_names.LONGEST for each in (first, second))


def test_accents_become_plain_letters() -> None:
    assert file_names.slug("Béni Mellal – Khénifra") == "beni-mellal-khenifra"
