"""What the audit does where it cannot find out."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from db.privacy import Printed, System, protect, reconcile, told
from db.privacy.system import NoWorldError, UndecidedError, least
from tests.db.privacy.tables import HIDDEN, TEN, one_way, outcome, with_hidden

AUDIT = sys.modules["db.privacy.audit"]
SYSTEM = sys.modules["db.privacy.system"]
ANYTHING = System(np.zeros(2), np.full(2, 9.0), ())


def printed(*counts: int) -> list[Printed]:
    table = one_way(*counts)
    return [Printed(protect(table, TEN).published, table.grid)]


def give_up(*_: object, **__: object) -> None:
    raise UndecidedError("time limit reached")


def test_what_is_not_proved_counts_as_told(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = printed(3, 31, 40)
    assert told([edition]) == []
    monkeypatch.setattr(AUDIT, "least", give_up)
    assert {entry.flat for entry in told([edition])} == {0, 1}


def test_a_table_that_cannot_be_audited_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AUDIT, "least", give_up)
    assert outcome(protect(one_way(3, 52, 98), TEN)) == (HIDDEN,) * 4


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
        told([[Printed(shown, one_way(50, 30).grid)]])
