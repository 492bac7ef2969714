"""How much an audit asks of the solver: what takes long is counted here, not timed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from sqlmodel import Session

from db.errors import AppError
from db.inputs.releases import Year
from db.privacy import Rules
from db.privacy.audit import MOST_WORK
from db.releases import audit_cache
from db.releases.drafts import material
from tests.db.releases.years import released
from tests.demo import LAST_DAY

SYSTEM, PROTECT = (vars(sys.modules[f"db.privacy.{each}"]) for each in ("system", "protect"))
NEWEST = LAST_DAY.year - 1


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The unknowns of each program; nothing that was audited before is known."""
    sizes, solve = list[int](), SYSTEM["milp"]

    def milp(objective: Any, *more: Any, **named: Any) -> Any:
        sizes.append(len(objective))
        return solve(objective, *more, **named)

    monkeypatch.setitem(SYSTEM, "milp", milp)
    monkeypatch.setitem(PROTECT, "_broken", PROTECT["_broken"].__wrapped__)
    audit_cache._kept.clear()
    yield sizes
    audit_cache._kept.clear()


def ask(session: Session, year: int) -> None:
    """For a preview of a year: its tables, or those of its next edition, and the survey's."""
    with suppress(AppError):
        material(session, Year(year), tells_waves=True).audited(lambda _: None)


def test_a_year_of_the_demo_asks_few_programs(demo: Session, solved: list[int]) -> None:
    """Fourteen of 21 unknowns, for the year in which few things are small; a program takes
    milliseconds."""
    for year in range(NEWEST - 2, NEWEST + 1):
        ask(demo, year)
    assert 0 < len(solved) <= 60 and max(solved) <= 60


@pytest.mark.long
def test_a_year_of_eighty_agencies_and_its_correction_ask_no_thousand(solved: list[int]) -> None:
    """Some 500 of 190 unknowns a measure: a fiftieth of what is allowed."""
    released(Random(1), (80, 3, 2, 3, 2), Rules(), 2)
    assert 0 < len(solved) <= 1_000 and sum(solved) <= MOST_WORK / 20
