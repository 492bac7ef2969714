"""A value is worked out once, for as long as there is room."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread

import pytest

from components.reads.remembered import Remembered


def test_a_value_is_worked_out_once_a_key() -> None:
    held, asked = Remembered[str](3), Counter[str]()

    def told(key: str) -> str:
        return held.get(key, lambda: asked.update([key]) or key.upper())

    assert [told("a"), told("b"), told("a")] == ["A", "B", "A"]
    assert asked == {"a": 1, "b": 1}


def test_the_key_that_was_asked_for_longest_ago_is_forgotten() -> None:
    held, asked = Remembered[None](2), Counter[str]()
    for key in "abacab":
        held.get(key, lambda key=key: asked.update([key]))  # type: ignore[misc]
    assert asked == {"a": 1, "b": 2, "c": 1}


def test_a_value_that_is_none_is_a_value() -> None:
    held, asked = Remembered[None](2), Counter[str]()
    for _ in range(3):
        held.get("a", lambda: asked.update("a"))
    assert asked["a"] == 1


def test_a_failure_is_not_remembered() -> None:
    held = Remembered[int](2)
    with pytest.raises(ZeroDivisionError):
        held.get("a", lambda: 1 // 0)
    assert held.get("a", lambda: 2) == 2


def test_many_who_ask_at_once_wait_for_one() -> None:
    held, asked, ready = Remembered[int](2), Counter[str](), Barrier(8)
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
