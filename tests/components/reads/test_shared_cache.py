"""A value is worked out once, for as long as there is room."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread

import pytest

from components.reads.shared_cache import LatestVersion, LruCache


def test_a_value_is_worked_out_once_a_key() -> None:
    held, asked = LruCache[str](3), Counter[str]()

    def told(key: str) -> str:
        return held.get(key, lambda: asked.update([key]) or key.upper())

    assert [told("a"), told("b"), told("a")] == ["A", "B", "A"]
    assert asked == {"a": 1, "b": 1}


def test_the_key_that_was_asked_for_longest_ago_is_forgotten() -> None:
    held, asked = LruCache[None](2), Counter[str]()
    for key in "abacab":
        held.get(key, lambda key=key: asked.update([key]))  # type: ignore[misc]
    assert asked == {"a": 1, "b": 2, "c": 1}


def test_a_value_that_is_none_is_a_value() -> None:
    held, asked = LruCache[None](2), Counter[str]()
    for _ in range(3):
        held.get("a", lambda: asked.update("a"))
    assert asked["a"] == 1


def test_a_failure_is_not_remembered() -> None:
    held = LruCache[int](2)
    with pytest.raises(ZeroDivisionError):
        held.get("a", lambda: 1 // 0)
    assert held.get("a", lambda: 2) == 2


def test_many_who_ask_at_once_wait_for_one() -> None:
    held, asked, ready = LruCache[int](2), Counter[str](), Barrier(8)
    found: list[int] = []

    def make() -> int:
        asked.update("a")
        return asked["a"]

    def ask() -> None:
        ready.wait()
        found.append(held.get("a", make))

    threads = [Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [1] * 8


def test_who_asks_for_an_older_version_is_given_the_newest() -> None:
    held, asked = LatestVersion[str](), Counter[int]()

    def make(now: int) -> tuple[int, str]:
        asked.update([now])
        return now, f"as of {now}"

    assert held.get(3, lambda: make(5)) == "as of 5"
    assert [held.get(each, lambda: make(5)) for each in (5, 4, 3)] == ["as of 5"] * 3
    assert held.get(6, lambda: make(6)) == "as of 6"
    assert asked == {5: 1, 6: 1}


def test_the_newest_is_asked_for_again_after_a_failure() -> None:
    held = LatestVersion[int]()
    with pytest.raises(ZeroDivisionError):
        held.get(1, lambda: (1, 1 // 0))
    assert held.get(1, lambda: (1, 2)) == 2
