"""Two acts on one person's jobs at the same moment: the checks end as the rows say, and neither
waits for the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import cases, corrections, events, placements, retention
from db.codes import RetentionStatus
from db.derived import cancelled_checks
from db.inputs.placements import PlacementCorrection
from db.models import Placement, RetentionCheck
from db.store.engine import reading, writing
from tests.at_once import Act, by_turns, while_first_is_under_way, with_many_writers
from tests.cast import CAST
from tests.db.actions.test_retention import a_placement, an_answer, checks

AGENT = CAST.agent_rabat
LEFT = RetentionStatus.LEFT
DAYS_SINCE_LEFT = 100


def two_jobs() -> tuple[int, int]:
    """Begun 200 and 150 days ago: who left the country 100 days ago had both."""
    with writing() as session:
        first, second = (a_placement(session, str(days), days) for days in (200, 150))
        return first.id, second.id


def leaving(job: int) -> Act:
    def act(session: Session) -> None:
        check = checks(session, session.get_one(Placement, job))[3]
        day = today(session) - timedelta(days=DAYS_SINCE_LEFT)
        retention.answer(session, an_answer(session, check, LEFT, done_on=day), by=AGENT)

    return act


def beginning(job: int, days: int) -> Act:
    """The job began so many days ago."""

    def act(session: Session) -> None:
        row = session.get_one(Placement, job)
        wanted = PlacementCorrection(
            id=job,
            type=row.type,
            starts_on=today(session) - timedelta(days=days),
            contract="CDI",
            evidence="SELF",
            seen=row.seen,
        )
        placements.correct(session, wanted, by=AGENT)

    return act


def not_asked(job: int) -> set[int]:
    with reading() as session:
        assert cancelled_checks.differing(session) == 0
        found = checks(session, session.get_one(Placement, job)).items()
        return {month for month, check in found if check.cancelled_at is not None}


@with_many_writers
@pytest.mark.parametrize("is_answered_first", [True, False])
def test_who_came_back_to_work_is_asked_whichever_of_the_two_is_entered_first(
    database: sa.Engine, is_answered_first: bool
) -> None:
    """The second job began after the person had left, as is found out while that is entered."""
    old, new = two_jobs()
    acts = [leaving(old), beginning(new, DAYS_SINCE_LEFT - 1)]
    while_first_is_under_way(*(acts if is_answered_first else reversed(acts)))
    assert (not_asked(old), not_asked(new)) == ({6, 12}, set())


@with_many_writers
def test_an_answer_waits_for_a_void_that_does_not_wait_for_it(database: sa.Engine) -> None:
    job, _ = two_jobs()

    def hold(session: Session) -> None:
        corrections.changeable(session, Placement, job, CAST.viewer(session, AGENT))

    def void(session: Session) -> None:
        events.void(session, "placement", job, "MISTAKE", by=AGENT)

    _, refusal = while_first_is_under_way(hold, leaving(job), then=void)
    assert refusal == "error.not_found"
    assert not_asked(job) == {3, 6, 12}


@with_many_writers
def test_a_corrected_job_waits_for_the_answer_to_another_and_is_not_waited_for(
    database: sa.Engine,
) -> None:
    old, new = two_jobs()

    def hold(session: Session) -> None:
        cases.hold(session, [CAST.case_rabat])

    while_first_is_under_way(hold, beginning(new, 149), then=leaving(old))
    assert (not_asked(old), not_asked(new)) == ({6, 12}, {3, 6, 12})


@pytest.mark.long
@with_many_writers
def test_nobody_waits_for_somebody_who_waits_for_them(database: sa.Engine) -> None:
    old, new = two_jobs()

    def take_back(session: Session) -> None:
        of_old = select(RetentionCheck.id).where(RetentionCheck.placement_id == old)
        for number in session.exec(of_old.where(RetentionCheck.month == 3)):
            retention.undo(session, number, by=AGENT)

    acts = (leaving(old), take_back, beginning(new, 99), beginning(new, 150), beginning(old, 201))
    assert by_turns(6, *acts) == []
    not_asked(old)
