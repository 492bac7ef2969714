"""A check that was passed over waits no more, and counts as not done all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.actions import retention, tasks
from db.errors import NotFound
from db.inputs.results import ResultFilter
from db.inputs.tasks import PutOff, TaskKind
from db.measures.placements import retention as measured
from db.models import RetentionCheck
from db.queries.person import way
from db.queries.retention import due_check, due_checks, due_count, passed_over
from db.queries.waiting import Whose, lists
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_retention import a_placement, answer, checks

pytestmark = POSTGRESQL_AT_LENGTH


@pytest.fixture
def of_job(session: Session) -> dict[int, RetentionCheck]:
    """Of a job begun 200 days ago: the checks of 3 and 6 months are due."""
    return checks(session, a_placement(session, "one", 200))


def listed(session: Session) -> list[list[int]]:
    """The months that wait in each list: of checks, of My day, of the person."""
    viewer = CAST.viewer(session, CAST.agent_rabat)
    day = lists(session, viewer=viewer).lines
    found = [
        sorted(each.month or 0 for each in due_checks(session, viewer=viewer)),
        sorted(
            each.month or 0
            for (whose, _), lines in day.items()
            for each in lines
            if whose is Whose.MINE
        ),
        sorted(
            each.month or 0
            for each in way(session, CAST.case_rabat, viewer=viewer).due
            if each.is_open
        ),
    ]
    assert due_count(session, viewer=viewer) == len(found[0])
    return found


def test_a_missed_check_waits_until_a_later_one_is_answered(
    session: Session, of_job: dict[int, RetentionCheck]
) -> None:
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert listed(session) == [[3, 6]] * 3
    assert passed_over(session, of_job[6].id, viewer=viewer) == (3,)
    assert passed_over(session, of_job[3].id, viewer=viewer) == ()
    answer(session, of_job[6])
    session.flush()
    assert listed(session) == [[]] * 3
    assert due_check(session, of_job[3].id, viewer=viewer) is None
    with pytest.raises(NotFound):
        later = PutOff(kind=TaskKind.CHECK, id=of_job[3].id, to=today(session) + timedelta(days=2))
        tasks.put_off(session, later, by=CAST.agent_rabat)
    retention.undo(session, of_job[6].id, by=CAST.agent_rabat)
    assert listed(session) == [[3, 6]] * 3


def test_an_earlier_answer_and_another_job_pass_nothing_over(
    session: Session, of_job: dict[int, RetentionCheck]
) -> None:
    other = checks(session, a_placement(session, "other", 190))
    answer(session, of_job[3])
    answer(session, other[6])
    session.flush()
    assert listed(session) == [[6]] * 3


def test_it_stays_in_the_denominator(session: Session, of_job: dict[int, RetentionCheck]) -> None:
    manager, day = CAST.viewer(session, CAST.manager), of_job[3].due_on

    def counted() -> tuple[int, int, int]:
        rows = measured(session, ResultFilter(day, day), viewer=manager)
        row = rows[(rows["month"] == 3) & (rows["kind"] == "WAGE")].iloc[0]
        return int(row["working"]), int(row["overdue"]), int(row["denominator"])

    assert counted() == (0, 1, 1)
    answer(session, of_job[6])
    assert counted() == (0, 1, 1)
