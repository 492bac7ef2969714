"""Whose a file is: of everybody for whom it was made, however many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from components.visit import file_owners
from components.visit.file_owners import RecentEntries

SOON = 5.0
#: How long the first leaves the second time to get in between.
A_MOMENT = 0.1


def test_a_file_is_of_each_session_that_it_was_made_for() -> None:
    file_owners.record_file(b"the same", "one")
    file_owners.record_file(b"the same", "other")
    file_owners.record_file(b"another", None)
    of_same = [
        file_owners.belongs_to(each, b"the same", set()) for each in ("one", "other", "third")
    ]
    assert of_same == [True, True, False]
    assert not file_owners.belongs_to("one", b"another", set())


def test_of_two_who_change_one_entry_at_once_neither_is_lost() -> None:
    """The second comes while the first has looked and not yet written."""
    kept, has_looked, second_is_done = RecentEntries[frozenset[str]](), Event(), Event()

    def slowly(known: frozenset[str]) -> frozenset[str]:
        has_looked.set()
        second_is_done.wait(A_MOMENT)
        return known | {"one"}

    def second() -> None:
        assert has_looked.wait(SOON)
        kept.change("file", frozenset(), lambda known: known | {"other"})
        second_is_done.set()

    with ThreadPoolExecutor(2) as pool:
        done = [
            pool.submit(kept.change, "file", frozenset(), slowly),
            pool.submit(second),
        ]
        assert [each.result() for each in done] == [None, None]
    assert kept.get("file", frozenset()) == {"one", "other"}


def test_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_owners, "MOST", 2)
    kept = RecentEntries[int]()
    for key in "abac":
        kept.change(key, 0, lambda count: count + 1)
    assert [kept.get(key, 0) for key in "abc"] == [2, 0, 1]
