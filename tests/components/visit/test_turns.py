"""Pages that draw themselves take turns."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Barrier, BoundedSemaphore, Event, Thread

import pytest

from components.visit import turns


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_places", BoundedSemaphore(turns.AT_ONCE))
    monkeypatch.setattr(turns, "PATIENCE", 0.0)


def free() -> int:
    """How many could begin now."""
    with ExitStack() as taken:
        found = 0
        while turns._places.acquire(blocking=False):
            taken.callback(turns._places.release)
            found += 1
        return found


def test_a_turn_is_given_back_whatever_happens() -> None:
    with turns.turn():
        assert free() == turns.AT_ONCE - 1
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    assert free() == turns.AT_ONCE


def test_who_has_waited_long_goes_on_and_gives_back_nothing() -> None:
    with ExitStack() as running:
        for _ in range(turns.AT_ONCE + 1):
            running.enter_context(turns.turn())
        assert free() == 0
    assert free() == turns.AT_ONCE


def test_who_waits_is_let_in_when_another_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 60.0)
    drawn = list[int]()
    ends, begun = [Event(), Event()], Barrier(3)
    assert len(ends) == turns.AT_ONCE

    def hold(end: Event) -> None:
        with turns.turn():
            begun.wait()
            end.wait()
            drawn.append(1)

    def late() -> None:
        with turns.turn():
            drawn.append(2)

    threads = [Thread(target=hold, args=(each,)) for each in ends]
    for each in threads:
        each.start()
    begun.wait()
    waiting = Thread(target=late)
    waiting.start()
    assert free() == 0 and not drawn
    ends[0].set()
    waiting.join()
    assert drawn == [1, 2]
    ends[1].set()
    for each in threads:
        each.join()
    assert free() == turns.AT_ONCE
