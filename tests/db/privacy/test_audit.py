"""What the audit does where it cannot find out."""

from __future__ import annotations

import sys
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from db.privacy import Printed, System, disclosed, progress_to, protect, reconcile
from db.privacy.system import NoWorldError, UndecidedError, least
from tests.db.privacy.tables import HIDDEN, TEN, one_way, outcome, with_hidden

AUDIT = sys.modules["db.privacy.audit"]
SYSTEM = sys.modules["db.privacy.system"]
MILP: Any = sys.modules["scipy.optimize._milp"]
ANYTHING = System(np.zeros(2), np.full(2, 9.0), ())


def printed(*counts: int) -> list[Printed]:
    table = one_way(*counts)
    return [Printed(protect(table, TEN).published, table.grid)]


def give_up(*_: object, **__: object) -> None:
    raise UndecidedError("time limit reached")


def test_what_is_not_proved_counts_as_told(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = printed(3, 31, 40)
    assert disclosed([edition]) == []
    monkeypatch.setattr(AUDIT, "least", give_up)
    assert {entry.flat for entry in disclosed([edition])} == {0, 1}


def test_a_table_that_cannot_be_audited_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AUDIT, "least", give_up)
    assert outcome(protect(one_way(3, 52, 98), TEN)) == (HIDDEN,) * 4


def test_a_solver_that_finds_no_world_though_there_is_one_proves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The true counts are a world: who says that there is none is wrong, and nothing is shown."""
    edition = printed(3, 31, 40)
    impossible: Any = SimpleNamespace(status=2, message="infeasible")
    monkeypatch.setattr(SYSTEM, "milp", lambda *_, **__: impossible)
    assert {entry.flat for entry in disclosed([edition])} == {0, 1}
    assert outcome(protect(one_way(9, 8, 7, 6, 4_812), TEN)) == (HIDDEN,) * 6


def test_what_could_not_be_found_out_of_an_edition_is_held_against_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Told already is only what the solver says of the earlier editions, not what it could not."""
    first, new = printed(3, 12, 40), protect(one_way(16, 12, 40), TEN)
    assert outcome(reconcile([first], [new])[0]) == (HIDDEN, HIDDEN, 40, 70)
    solve = AUDIT.least

    def only_of_both(system: System, *rest: Any) -> Any:
        if system.size == len(first[0].grid):
            raise UndecidedError("time limit reached")
        return solve(system, *rest)

    monkeypatch.setattr(AUDIT, "least", only_of_both)
    assert {entry.flat for entry in disclosed([first])} == {0, 1} and not disclosed(
        [first], surely=True
    )
    assert outcome(reconcile([first], [new])[0]) == (HIDDEN, HIDDEN, 40, 70)


def test_an_audit_says_how_far_it_is_and_stops_before_its_next_program() -> None:
    edition, heard = printed(3, 7, 31, 4, 40), list[float]()

    def hear(share: float) -> None:
        if len(heard) == 2:
            raise InterruptedError
        heard.append(share)

    with progress_to(heard.append):
        disclosed([edition])
    assert len(heard) > 2 and heard == sorted(heard) and 0 == heard[0] < heard[-1] < 1
    heard.clear()
    with pytest.raises(InterruptedError), progress_to(hear):
        disclosed([edition])
    disclosed([edition])
    assert len(heard) == 2


def test_other_threads_go_on_while_the_solver_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is made to let others run here but the solver itself: it does, or nobody answers."""
    asked, answered = Event(), Event()
    solve = MILP._highs_wrapper
    interval = sys.getswitchinterval()

    def solved(*given: Any) -> Any:
        asked.set()
        return solve(*given)

    def others() -> None:
        asked.wait()
        answered.set()

    monkeypatch.setattr(MILP, "_highs_wrapper", solved)
    thread = Thread(target=others)
    sys.setswitchinterval(1_000)
    try:
        thread.start()
        edition = printed(*range(3, 60))
        found = next(
            (n for n in range(200) if not disclosed([edition]) and answered.is_set()), None
        )
    finally:
        sys.setswitchinterval(interval)
        asked.set()
        thread.join()
    assert found is not None


def test_an_audit_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    first = printed(3, 61, 85)
    new = protect(one_way(33, 61, 85), TEN)
    assert reconcile([first], [new])[0].published.values[-1] == 180
    monkeypatch.setattr(AUDIT, "MOST_WORK", 0)
    assert outcome(protect(one_way(3, 64, 97), TEN)) == (HIDDEN,) * 4
    assert outcome(reconcile([first], [new])[0]) == (HIDDEN, HIDDEN, 85, 150)


def test_a_solver_that_gives_up_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up: Any = SimpleNamespace(status=1, message="time limit reached")
    monkeypatch.setattr(SYSTEM, "milp", lambda *_, **__: given_up)
    with pytest.raises(UndecidedError, match="time limit"):
        least(ANYTHING, {0: 1.0})


def test_a_solver_that_is_wrong_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: Any = SimpleNamespace(status=0, message="", x=np.array([10.0, 0.0]))
    monkeypatch.setattr(SYSTEM, "milp", lambda *_, **__: wrong)
    with pytest.raises(UndecidedError, match="none"):
        least(ANYTHING, {0: 1.0})


def test_a_world_with_a_given_count() -> None:
    assert least(ANYTHING, {}, {1: 7})[1] == 7
    with pytest.raises(NoWorldError):
        least(ANYTHING, {}, {1: 10})


def test_counts_that_are_not_those_of_the_print_are_an_error() -> None:
    shown = with_hidden(one_way(20, 30), rules=TEN)
    with pytest.raises(ValueError, match="not made from"):
        disclosed([[Printed(shown, one_way(50, 30).grid)]])
