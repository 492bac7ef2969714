"""A place in the list as the address says it: read back as it was, and nothing about a person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from components.records import entry_places
from db.queries.entries import SORTS, EntryFilter, Order, Place
from db.queries.entry_sources import RETENTION

pytestmark = pytest.mark.fault("E7")
MOMENT = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "by", "key"),
    [
        ("intervention", "entered", 77),
        (RETENTION, "entered", MOMENT),
        ("training", "day", date(2026, 3, 1)),
    ],
)
def test_a_place_is_read_as_it_was_written(kind: str, by: str, key: Any) -> None:
    wanted, place = EntryFilter(kind=kind, order=Order(by=by)), Place(key=key, id=77)
    assert entry_places._read(entry_places._written(place, wanted), wanted) == place


@pytest.mark.parametrize("by", sorted({*SORTS} - {"entered", "day"}))
def test_what_a_person_is_sorted_by_stands_in_no_address(by: str) -> None:
    wanted = EntryFilter(order=Order(by=by))
    assert entry_places._written(Place(key="2345678", id=1), wanted) == ""
    assert entry_places._read("2345678~1", wanted) is None


@pytest.mark.parametrize("said", ["77", "2026-03-01~77", "2026-03-01T09:30:15~77", "x~77"])
def test_a_moment_has_its_zone(said: str) -> None:
    found = entry_places._read(said, EntryFilter(kind=RETENTION))
    assert found is None
