"""One person has one place in a course and one presence at a session, under however many cards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import course_groups, course_rules, events, merges
from db.codes import TrainingStatus
from db.errors import InvalidInput
from db.inputs.results import ResultFilter
from db.measures import courses as by_course
from db.measures import training as measured
from db.models import Course, Intervention, TrainingEnrolment
from db.queries import courses as listed
from db.queries.course_groups import group
from db.queries.group_people import own
from tests.cast import CAST, ago
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_course_groups import a_shared_course, a_step, join
from tests.db.actions.test_merges import KEPT, OTHER, merge
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH

S = TrainingStatus
AGENT = CAST.agent_rabat


def in_one_course(
    session: Session, kept: S = S.ONGOING, other: S = S.ONGOING
) -> tuple[int, list[TrainingEnrolment]]:
    course = a_shared_course(session)
    return course, [join(session, course, KEPT, kept), join(session, course, OTHER, other)]


def taken(session: Session, course: int) -> tuple[int, int, int, int]:
    """Places held, people on the list, and what the results and the courses' list say of it."""
    row = session.get_one(Course, course)
    viewer, manager = (CAST.viewer(session, each) for each in (AGENT, CAST.manager))
    period = ResultFilter(row.starts_on, row.starts_on + timedelta(days=60))
    begun = by_course.courses_begun(session, period, viewer=manager)
    line = listed.one(session, course, viewer=viewer)
    assert line is not None
    return (
        row.places - course_rules.free(session, row),
        len(group(session, course, viewer=viewer).members),
        int(begun["taken"].sum()),
        line.taken,
    )


def test_one_seat_after_a_merge_and_two_again(session: Session) -> None:
    course, _ = in_one_course(session)
    assert taken(session, course) == (2, 2, 2, 2)
    done = merge(session)
    assert taken(session, course) == (1, 1, 1, 1)
    # What was set aside is not counted out as entered twice.
    assert done.twice == 0
    merges.undo(session, done.id, by=AGENT)
    assert taken(session, course) == (2, 2, 2, 2)


def test_completion_counts_the_one_place_that_went_further(session: Session) -> None:
    _, rows = in_one_course(session)
    rows[1].status = S.COMPLETED
    for each in rows:
        each.starts_on, each.planned_end_on = ago(30), ago(2)
    session.flush()
    manager = CAST.viewer(session, CAST.manager)

    def counted() -> tuple[int | None, int | None]:
        figure = measured.completion(session, ResultFilter(ago(60), ago(0)), viewer=manager)
        return figure.numerator, figure.denominator

    assert counted() == (1, 2)
    done = merge(session)
    assert counted() == (1, 1)
    stands = session.exec(
        select(TrainingEnrolment).where(col(TrainingEnrolment.voided_at).is_(None))
    ).one()
    assert (stands.id, stands.case_id) == (rows[1].id, KEPT)
    merges.undo(session, done.id, by=AGENT)
    assert counted() == (1, 2)


@pytest.mark.parametrize("left", [S.DROPPED, S.REJECTED])
def test_who_left_and_came_back_under_another_card_did_both(session: Session, left: S) -> None:
    course, rows = in_one_course(session)
    rows[0].status = left
    session.flush()
    before = taken(session, course)
    merge(session)
    assert taken(session, course) == before


def test_an_undo_brings_a_place_back_though_the_course_is_full(session: Session) -> None:
    course, rows = in_one_course(session)
    session.get_one(Course, course).places = 2
    done = merge(session)
    join(session, course, CAST.case_casablanca)
    merges.undo(session, done.id, by=AGENT)
    assert course_rules.free(session, session.get_one(Course, course)) == -1
    # Nobody else joins, and those who are there go on.
    with pytest.raises(InvalidInput):
        join(session, course, Stage(session).case())
    wanted = a_step(session, course, rows, S.COMPLETED)
    moved = tuple(each.id for each in rows)
    assert course_groups.set_status(session, wanted, by=AGENT) == moved
    course_groups.undo_status(session, moved, by=AGENT)


def test_one_presence_at_a_session_after_a_merge(session: Session) -> None:
    stage = Stage(session)
    session_of = stage.met(None, today(session), "INFO_SESSION", heads=(2, 0, 0))
    rows = [
        stage.met(each, session_of.happened_on, session_of.type, group_id=session_of.id)
        for each in (KEPT, OTHER)
    ]
    viewer = CAST.viewer(session, AGENT)

    def named() -> list[int]:
        found = own(session, session_of.id, viewer=viewer)
        assert found is not None
        return [each.case_id for each in found.named]

    assert named() == [KEPT, OTHER]
    done = merge(session)
    assert named() == [KEPT]
    merges.undo(session, done.id, by=AGENT)
    assert named() == [KEPT, OTHER]
    # Nobody was at a session that was found to be void meanwhile.
    done = merge(session)
    events.void(session, "intervention", session_of.id, "NOT_HAPPENED", by=AGENT)
    merges.undo(session, done.id, by=AGENT)
    voided = session.exec(select(Intervention).where(Intervention.id == rows[1].id)).one()
    assert (voided.case_id, voided.void_reason) == (OTHER, "NOT_HAPPENED")
