"""The table of targets: its columns stay while somebody types."""

from __future__ import annotations

from datetime import date

from components.programme.indicators.grid import columns
from components.programme.indicators.typed import Typed

TODAY = date(2026, 11, 29)
USUAL = ["2026-12-31", "2027-06-30", "2027-12-31", "2028-06-30"]
BASE = ["value", "day", "source"]


def test_a_new_indicator_begins_with_the_ends_of_half_years() -> None:
    assert columns(Typed(seen={}), TODAY) == [*BASE, *USUAL]


def test_typing_leaves_the_columns_as_they_are() -> None:
    """Other columns are another grid, which begins empty: what was typed would be lost."""
    typed = Typed(seen={})
    before = columns(typed, TODAY)
    typed.take({(0, USUAL[0]): "500", (1, "value"): "3"})
    assert columns(typed, TODAY) == before


def test_stored_and_added_days_stand_in_their_order() -> None:
    typed = Typed(seen={(0, "2027-03-31"): "9"}, added={date(2026, 12, 31)})
    assert columns(typed, TODAY) == [*BASE, "2026-12-31", "2027-03-31"]


def test_a_grid_that_begins_anew_shows_what_is_typed() -> None:
    typed = Typed(seen={(0, "value"): "5"})
    typed.take({(0, "value"): "6", (1, "value"): "7"})
    typed.refresh({(0, "value"): "8"})
    assert typed.seen == {(0, "value"): "5"}  # somebody is typing: what stands is told on saving
    typed.is_told = True
    typed.refresh({(0, "value"): "8"})
    assert (typed.shown((0, "value")), typed.shown((1, "value"))) == ("6", "7")
    assert typed.seen == {(0, "value"): "8"}
