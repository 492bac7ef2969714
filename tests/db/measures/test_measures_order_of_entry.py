"""Whatever order facts are entered in, the same figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.viewer import Viewer
from db.actions import events, placements, retention
from db.codes import RetentionStatus
from db.inputs.placements import PlacementInput, RetentionInput
from db.measures import placements as measures
from db.models import Placement, RetentionCheck
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import period

pytestmark = POSTGRESQL_AT_LENGTH


R = RetentionStatus
FIRST_DAYS = {"early": 250, "late": 190, "new": 20}
Fact = tuple[str, int, RetentionStatus | None]
#: A history: three first days worked, an answer to a check of the second, perhaps a void.
JOBS: list[Fact] = [(name, 0, None) for name in FIRST_DAYS]


class Person:
    """One person's history, entered fact by fact."""

    def __init__(self, session: Session, by: int, run: int) -> None:
        self.session, self.by, self.run = session, by, run
        self.entered: dict[str, Placement] = {}

    def enter(self, fact: Fact) -> None:
        name, month, status = fact
        if month == 0:
            self._job(name)
        elif status is None:
            events.void(
                self.session, "placement", self.entered[name].id, "MISTAKE", by=CAST.manager
            )
        else:
            self._answer(name, month, status)

    def _job(self, name: str) -> None:
        wanted = PlacementInput(
            case_id=CAST.case_rabat,
            type="WAGE",
            starts_on=today(self.session) - timedelta(days=FIRST_DAYS[name]),
            contract="CDI",
            evidence="SELF",
            submission_id=f"{name}-{self.run}",
        )
        self.entered[name] = placements.record(self.session, wanted, by=self.by).row

    def _answer(self, name: str, month: int, status: RetentionStatus) -> None:
        query = select(RetentionCheck).where(
            RetentionCheck.placement_id == self.entered[name].id, RetentionCheck.month == month
        )
        check = self.session.exec(query).one()
        asked = RetentionInput(
            check_id=check.id, status=status, done_on=today(self.session) - timedelta(days=40)
        )
        retention.answer(self.session, asked, by=self.by)

    def open_checks(self) -> set[tuple[int, int]]:
        query = (
            select(col(Placement.starts_on), col(RetentionCheck.month))
            .join(Placement, col(Placement.id) == RetentionCheck.placement_id)
            .where(
                col(RetentionCheck.done_on).is_(None), col(RetentionCheck.cancelled_at).is_(None)
            )
        )
        day = today(self.session)
        return {((day - first).days, month) for first, month in self.session.exec(query)}


def possible(facts: list[Fact]) -> list[Fact]:
    """The facts in an order in which each speaks of a job already entered."""
    late = [fact for fact in facts if fact[1] != 0]
    ordered: list[Fact] = []
    for fact in (fact for fact in facts if fact[1] == 0):
        ordered.append(fact)
        ready = [each for each in late if each[0] == fact[0]]
        ordered += sorted(ready, key=lambda each: each[2] is None)
    return ordered


def orders() -> st.SearchStrategy[tuple[list[Fact], list[Fact]]]:
    """One history in two orders."""
    answered = st.sampled_from([(R.LEFT,), (R.DIED,), (R.SAME,), (R.UNREACH,)])
    voided = st.sampled_from([(), (("early", 99, None),), (("late", 99, None),)])
    histories = st.tuples(answered, voided).map(
        lambda drawn: [*JOBS, ("late", 3, drawn[0][0]), *drawn[1]]
    )
    return histories.flatmap(
        lambda facts: st.tuples(
            st.permutations(facts).map(possible), st.permutations(facts).map(possible)
        )
    )


@pytest.fixture
def told(session: Session, manager: Viewer) -> Iterator[Callable[[list[Fact]], object]]:
    """What the figures say once facts are entered in this order; nothing of it stays."""
    runs = iter(range(10_000))

    def figures(facts: list[Fact]) -> object:
        with session.begin_nested() as entered:
            person = Person(session, CAST.agent_rabat, next(runs))
            for fact in facts:
                person.enter(fact)
            day = today(session)
            wanted = period(day - timedelta(days=300), day + timedelta(days=400))
            rows: pd.DataFrame = measures.retention(session, wanted, viewer=manager)
            told = rows[[*measures.STATES, "denominator"]].to_numpy().tolist(), person.open_checks()
            entered.rollback()
        session.expire_all()
        return told

    yield figures


@pytest.mark.long
@pytest.mark.fault("T11")
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(orders())
def test_the_order_of_entry_changes_no_figure(
    told: Callable[[list[Fact]], object], both: tuple[list[Fact], list[Fact]]
) -> None:
    first, second = both
    assert told(first) == told(second)


@pytest.mark.fault("T11")
@pytest.mark.parametrize("is_later", [False, True])
def test_of_a_person_who_left_no_later_check_is_open(session: Session, *, is_later: bool) -> None:
    person = Person(session, CAST.agent_rabat, 1)
    left: Fact = ("late", 3, R.LEFT)
    facts = [JOBS[1], left, JOBS[0], JOBS[2]] if is_later else [*JOBS, left]
    for fact in facts:
        person.enter(fact)
    assert person.open_checks() == {(250, 3), (20, 3), (20, 6), (20, 12)}
