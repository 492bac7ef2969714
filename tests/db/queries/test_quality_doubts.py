"""Entries that contradict each other and values that are hardly so: each rule finds its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from db.codes import OutcomeType, RetentionStatus, TrainingStatus
from db.inputs.results import ResultFilter
from db.models import Case, TrainingEnrolment
from db.models.base import now
from db.queries import quality_doubts
from db.queries.quality_doubts import Rule
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

DAY = date(2026, 5, 12)
#: What contradicts itself, in its sequence or in what is said; the others are about an unlikely
#: value, which is shown.
CONTRADICTIONS = {
    Rule.PLACED_FIRST, Rule.COURSE_FIRST, Rule.REGISTERED_LATE, Rule.END_FIRST,
    Rule.ANSWER_FIRST, Rule.AFTER_CLOSING, Rule.SEEN_UNWRITTEN,
    Rule.MINORS_WORK,
}  # fmt: skip
WANTED = ResultFilter(date(2026, 5, 1), date(2026, 5, 31))


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


def doubts(session: Session, who: int = CAST.manager) -> dict[Rule, int]:
    found = quality_doubts.counts(session, WANTED, viewer=CAST.viewer(session, who))
    return dict(quality_doubts.total(found))


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def _placed_first(stage: Stage) -> None:
    case = stage.case()
    stage.work(case, DAY)
    stage.met(case, days(1))


def _placed_without_contact(stage: Stage) -> None:
    stage.work(stage.case(), DAY)


def _course_first(stage: Stage) -> None:
    case = stage.case()
    stage.course(case, DAY)
    stage.met(case, days(1))


def _registered_late(stage: Stage) -> None:
    case = stage.case()
    stage.met(case, days(-2))
    stage.work(case, DAY)
    stage.met(case, days(1), "REGISTRATION")


def _end_first(stage: Stage) -> None:
    case = stage.case()
    stage.met(case, days(-60))
    stage.course(case, DAY, status=TrainingStatus.DROPPED)
    course = select(TrainingEnrolment).where(TrainingEnrolment.case_id == case)
    stage.session.exec(course).one().status_on = days(-1)


def _answer_first(stage: Stage) -> None:
    case = stage.case()
    stage.met(case, days(-60))
    work = stage.work(case, days(60))
    stage.check(work, 3, days(150), done_on=DAY, status=RetentionStatus.SAME)


def _after_closing(stage: Stage) -> None:
    case = stage.case()
    stage.session.get_one(Case, case).closed_on = days(-1)
    stage.met(case, DAY)


def _long_act(stage: Stage) -> None:
    stage.met(stage.case(), DAY, minutes=241)


def _big_group(stage: Stage) -> None:
    stage.met(None, DAY, "INFO_SESSION", heads=(60, 40, 1), minutes=500)


def _age(stage: Stage) -> None:
    stage.met(stage.case(born=2026 - 76), DAY)


def _many_hours(stage: Stage) -> None:
    case = stage.case()
    stage.met(case, days(-1))
    stage.work(case, DAY, hours_per_week=61)


def _long_course(stage: Stage) -> None:
    case = stage.case()
    stage.met(case, days(-1))
    stage.course(case, DAY, planned_end_on=days(731))


def _seen_unwritten(stage: Stage) -> None:
    """As placements were entered before such evidence was refused."""
    case = stage.case()
    stage.met(case, days(-1))
    stage.work(case, DAY, contract="ORAL", evidence="CONTRACT")


def _minors_work(stage: Stage) -> None:
    """Taken while an earlier year of birth stood there, which was corrected since."""
    case = stage.case(born=DAY.year - 17)
    stage.met(case, days(-1))
    stage.work(case, DAY, OutcomeType.WAGE)


CASES: tuple[tuple[Rule, Callable[[Stage], None]], ...] = (
    (Rule.PLACED_FIRST, _placed_first),
    (Rule.PLACED_FIRST, _placed_without_contact),
    (Rule.COURSE_FIRST, _course_first),
    (Rule.REGISTERED_LATE, _registered_late),
    (Rule.END_FIRST, _end_first),
    (Rule.ANSWER_FIRST, _answer_first),
    (Rule.AFTER_CLOSING, _after_closing),
    (Rule.LONG_ACT, _long_act),
    (Rule.BIG_GROUP, _big_group),
    (Rule.AGE, _age),
    (Rule.MANY_HOURS, _many_hours),
    (Rule.LONG_COURSE, _long_course),
    (Rule.SEEN_UNWRITTEN, _seen_unwritten),
    (Rule.MINORS_WORK, _minors_work),
)


@pytest.mark.parametrize(("rule", "play"), CASES)
@POSTGRESQL_AT_LENGTH
def test_a_rule_finds_its_own_and_nothing_else(
    session: Session, stage: Stage, rule: Rule, play: Callable[[Stage], None]
) -> None:
    play(stage)
    session.flush()
    assert doubts(session) == {rule: 1}
    viewer = CAST.viewer(session, CAST.manager)
    (row,) = quality_doubts.rows(session, WANTED, rule, viewer=viewer)
    assert (row.agency_id, row.day.month) == (CAST.rabat, 5)
    assert (row.case_code is None) == (rule is Rule.BIG_GROUP)
    assert (row.value is None) == (rule in CONTRADICTIONS)
    assert doubts(session, CAST.agent_rabat) == {rule: 1}
    assert doubts(session, CAST.agent_casablanca) == {}


def test_every_rule_is_tried() -> None:
    assert {rule for rule, _ in CASES} == set(Rule)


@POSTGRESQL_AT_LENGTH
def test_what_is_in_order_is_no_doubt(session: Session, stage: Stage) -> None:
    case = stage.case(born=2026 - 75)
    stage.met(case, days(-3), minutes=240)
    stage.met(case, days(-2), "REGISTRATION")
    stage.course(case, days(-1), status=TrainingStatus.COMPLETED, planned_end_on=days(729))
    work = stage.work(case, DAY, hours_per_week=60)
    stage.check(work, 3, days(92), done_on=DAY, status=RetentionStatus.SAME)
    stage.session.get_one(Case, case).closed_on = DAY
    stage.met(case, DAY)
    stage.met(None, DAY, "INFO_SESSION", heads=(60, 40, 0))
    stage.work(case, DAY, contract="ORAL", evidence="EMPLOYER")
    # Registered on the day of the first job.
    other = stage.case()
    stage.met(other, DAY, "REGISTRATION")
    stage.work(other, DAY)
    # An apprentice of 17, and somebody who may have turned 18 by that day.
    for born, kind in (
        (DAY.year - 17, OutcomeType.APPRENT),
        (DAY.year - 18, OutcomeType.WAGE),
    ):
        young = stage.case(born=born)
        stage.met(young, DAY)
        stage.work(young, DAY, kind)
    # Who only applied for a course may do so before anything else.
    third = stage.case()
    stage.course(third, DAY, status=TrainingStatus.APPLIED)
    session.flush()
    assert doubts(session) == {}


@POSTGRESQL_AT_LENGTH
def test_what_is_void_or_of_another_month_is_no_doubt(session: Session, stage: Stage) -> None:
    stage.work(stage.case(), DAY, voided_at=now())
    stage.met(stage.case(), DAY, minutes=300, voided_at=now())
    stage.work(stage.case(), date(2026, 6, 1))
    assert doubts(session) == {}


@POSTGRESQL_AT_LENGTH
def test_a_list_of_rows_has_an_end(session: Session, stage: Stage) -> None:
    for _ in range(quality_doubts.ROWS + 1):
        stage.work(stage.case(), DAY)
    viewer = CAST.viewer(session, CAST.manager)
    found = quality_doubts.rows(session, WANTED, Rule.PLACED_FIRST, viewer=viewer)
    assert len(found) == quality_doubts.ROWS
    assert doubts(session) == {Rule.PLACED_FIRST: quality_doubts.ROWS + 1}


@POSTGRESQL_AT_LENGTH
def test_of_a_person_who_has_gone_elsewhere_an_agent_reads_neither_code_nor_age(
    session: Session, stage: Stage
) -> None:
    """As on the list of entries: who has them now knows them, and so does a manager."""
    case = stage.case(born=2026 - 76)
    stage.met(case, DAY)
    person = session.get_one(Case, case)
    person.agency_id = CAST.casablanca
    session.flush()

    def told(who: int) -> list[tuple[str | None, int | None]]:
        viewer = CAST.viewer(session, who)
        rows = quality_doubts.rows(session, WANTED, Rule.AGE, viewer=viewer)
        return [(each.case_code, each.value) for each in rows]

    assert told(CAST.agent_rabat) == [(None, None)]
    assert told(CAST.manager) == [(person.code, 76)]
