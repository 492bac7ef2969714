"""What is said of a month's figures: approved, provisional, changed since."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.access.clock import start_of, today
from db.actions import merges, training
from db.codes import RetentionStatus, TrainingStatus
from db.inputs.duplicates import Merge
from db.inputs.parse import validated
from db.inputs.results import ResultFilter
from db.inputs.training import StatusInput, TrainingCorrection, TrainingInput
from db.models import (
    Account,
    ApprovalState,
    CaseChange,
    PeriodApproval,
    Programme,
    RetentionCheck,
    TrainingEnrolment,
)
from db.models.base import now
from db.models.training import TrainingStep
from db.queries import approval_revisions
from db.queries.approval_changes import Changed, How
from db.queries.approvals import AgencyMonth, has_agent, months, standing, unsaid, waiting
from tests.acts import a_merge
from tests.acts_approvals import approve, last_month, propose, send_back, this_month
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH

BEFORE = timedelta(days=1)
MINUTES = timedelta(minutes=20)


def the_period() -> ResultFilter:
    return ResultFilter(last_month(), last_month() + timedelta(days=27))


def the_month(session: Session, who: int = CAST.manager, **cut: Any) -> AgencyMonth:
    found = months(session, the_period(), viewer=CAST.viewer(session, who))
    return next(each for each in found if each.agency_id == CAST.rabat)


def changes(session: Session) -> set[tuple[str, How, int]]:
    session.flush()
    return {(each.kind, each.how, each.number) for each in the_month(session).changes}


def an_approved_completion(session: Session) -> tuple[PeriodApproval, int]:
    """A course that began a month before last month was completed in it, and that was approved."""
    day = last_month() + timedelta(days=10)
    raw = {
        "case_id": CAST.case_rabat, "submission_id": "course", "type": "EN_CEF", "centre_id": 2,
        "starts_on": last_month() - timedelta(days=20), "planned_end_on": day, "status": "ONGOING",
    }  # fmt: skip
    row = training.record(session, validated(TrainingInput, raw), by=CAST.agent_rabat).row
    done = StatusInput(enrolment_id=row.id, status=TrainingStatus.COMPLETED, status_on=day)
    training.set_status(session, done, by=CAST.agent_rabat)
    session.flush()
    return session.get_one(PeriodApproval, approve(session)), row.id


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


def test_a_month_nobody_has_spoken_of_is_provisional(session: Session) -> None:
    found = the_month(session)
    assert (found.state, found.is_approved, found.seen) == (None, False, 0)
    assert found.is_over


def test_the_newest_word_holds(session: Session) -> None:
    back = send_back(session, seen_id=propose(session))
    found = the_month(session, CAST.agent_rabat)
    assert (found.state, found.note, found.seen) == (
        ApprovalState.RETURNED, "Semaine 2 vide.", back,
    )  # fmt: skip
    assert found.by == "Manager"


def test_there_is_a_row_for_each_month_with_an_agent_and_agency_in_view(session: Session) -> None:
    day = today(session)
    wanted = ResultFilter(day - timedelta(days=800), day + timedelta(days=60))
    found = months(session, wanted, viewer=CAST.viewer(session, CAST.manager))
    begun = (day - timedelta(days=400)).replace(day=1)
    expected = (day.year - begun.year) * 12 + day.month - begun.month + 1
    assert len(found) == 2 * expected
    assert [each.is_over for each in found[:3]] == [False, False, True]
    own = months(session, wanted, viewer=CAST.viewer(session, CAST.agent_rabat))
    assert {each.agency_id for each in own} == {CAST.rabat}


def test_entries_of_the_month_since_its_approval(session: Session, stage: Stage) -> None:
    day, early = last_month(), now() - BEFORE
    kept, struck, put_right, gone = (
        stage.met(CAST.case_rabat, day, entered_at=early) for _ in range(4)
    )
    approve(session)
    assert changes(session) == set()
    stage.met(CAST.case_rabat, day, entered_at=now() + BEFORE)
    struck.voided_at = put_right.corrected_at = now() + BEFORE
    gone.happened_on, gone.corrected_at = day - BEFORE, now() + BEFORE
    assert kept.voided_at is None
    assert changes(session) == {
        ("intervention", How.ENTERED, 1),
        ("intervention", How.VOIDED, 1),
        ("intervention", How.CORRECTED, 1),
        ("intervention", How.LEFT, 1),
    }


def test_what_came_from_another_month_is_a_correction_alone(session: Session, stage: Stage) -> None:
    early = now() - BEFORE
    stage.met(CAST.case_rabat, last_month(), entered_at=early)
    moved = stage.met(CAST.case_rabat, last_month() - BEFORE, entered_at=early)
    approve(session)
    moved.happened_on, moved.corrected_at = last_month(), now() + BEFORE
    assert changes(session) == {("intervention", How.CORRECTED, 1)}


def test_what_came_and_was_voided_since_changes_nothing(session: Session, stage: Stage) -> None:
    approve(session)
    stage.met(CAST.case_rabat, last_month(), entered_at=now() + BEFORE, voided_at=now() + BEFORE)
    assert changes(session) == set()


def test_another_agency_and_another_month_change_nothing(session: Session, stage: Stage) -> None:
    approve(session)
    later: dict[str, Any] = {"entered_at": now() + BEFORE}
    stage.met(CAST.case_casablanca, last_month(), agency=CAST.casablanca, **later)
    stage.met(CAST.case_rabat, last_month() - BEFORE, **later)
    stage.met(CAST.case_rabat, today(session), **later)
    assert changes(session) == set()


def test_every_kind_counts(session: Session, stage: Stage) -> None:
    approve(session)
    later: dict[str, Any] = {"entered_at": now() + BEFORE}
    stage.sent(CAST.case_rabat, last_month(), **later)
    stage.course(CAST.case_rabat, last_month(), **later)
    stage.work(CAST.case_rabat, last_month(), **later)
    assert {kind for kind, _, _ in changes(session)} == {"referral", "training", "placement"}


def test_answers_and_steps_of_the_month_noted_since(session: Session, stage: Stage) -> None:
    early, later = now() - BEFORE, now() + BEFORE
    long_ago = last_month() - timedelta(days=95)
    work = stage.work(CAST.case_rabat, long_ago, entered_at=early)
    stage.course(CAST.case_rabat, long_ago, entered_at=early)
    course = session.exec(select(TrainingEnrolment)).one()
    approve(session)
    stage.check(
        work, 3, last_month(), done_on=last_month(), status=RetentionStatus.SAME, entered_at=later
    )
    session.add(
        TrainingStep(
            enrolment_id=course.id, status=TrainingStatus.COMPLETED, status_on=last_month(),
            entered_by=CAST.agent_rabat, entered_at=later,
        )
    )  # fmt: skip
    assert changes(session) == {("check", How.ENTERED, 1), ("step", How.ENTERED, 1)}


def test_an_answer_of_the_last_day_stored_in_the_first_hour_after_its_approval(
    session: Session,
) -> None:
    """East of Greenwich that is still the last day in UTC."""
    session.exec(select(Programme)).one().time_zone = "Asia/Tokyo"
    session.flush()
    stage, first = Stage(session), this_month()
    last_day = first - timedelta(days=1)
    work = stage.work(CAST.case_rabat, first - timedelta(days=125), entered_at=now() - BEFORE)
    session.get_one(PeriodApproval, approve(session)).said_at = start_of(session, first) + MINUTES
    stage.check(
        work, 3, last_day, done_on=last_day, status=RetentionStatus.SAME,
        entered_at=start_of(session, first) + 2 * MINUTES,
    )  # fmt: skip
    assert changes(session) == {("check", How.ENTERED, 1)}


def test_an_answer_undone_since_is_told_and_one_said_anew_is_a_correction(
    session: Session, stage: Stage
) -> None:
    early, later, day = now() - BEFORE, now() + BEFORE, last_month()
    work = stage.work(CAST.case_rabat, day - timedelta(days=95), entered_at=early)
    for month in (3, 6):
        stage.check(work, month, day, done_on=day, status=RetentionStatus.SAME, entered_at=early)
    approve(session)
    # Voiding a placement of another month is told there, and undoes no answer.
    work.voided_at = later
    assert changes(session) == set()
    work.voided_at = None
    first, second = session.exec(select(RetentionCheck).order_by(col(RetentionCheck.month)))
    first.done_on = first.status = first.entered_at = None
    assert changes(session) == {("check", How.VOIDED, 1)}
    second.entered_at, second.status = later, RetentionStatus.LEFT
    assert changes(session) == {("check", How.VOIDED, 1), ("check", How.CORRECTED, 1)}


def test_a_step_undone_since_is_told_and_one_taken_anew_is_a_correction(
    session: Session, stage: Stage
) -> None:
    early, day = now() - BEFORE, last_month()
    stage.course(CAST.case_rabat, day - timedelta(days=95), entered_at=early)
    course = session.exec(select(TrainingEnrolment)).one()
    steps = [
        TrainingStep(
            enrolment_id=course.id, status=status, status_on=day,
            entered_by=CAST.agent_rabat, entered_at=early,
        )
        for status in (TrainingStatus.ONGOING, TrainingStatus.COMPLETED)
    ]  # fmt: skip
    session.add_all(steps)
    session.flush()
    approve(session)
    assert changes(session) == set()
    session.delete(steps[1])
    assert changes(session) == {("step", How.VOIDED, 1)}
    session.add(
        TrainingStep(
            enrolment_id=course.id, status=TrainingStatus.DROPPED, status_on=day,
            entered_by=CAST.agent_rabat, entered_at=now() + BEFORE,
        )
    )  # fmt: skip
    assert changes(session) == {("step", How.CORRECTED, 1)}


def test_a_course_that_is_not_completed_after_all_changes_the_month_of_its_end(
    session: Session,
) -> None:
    approved, enrolment = an_approved_completion(session)
    training.undo_status(session, enrolment, by=CAST.agent_rabat)
    assert approval_revisions.since(session, [approved]) == {
        approved.id: (Changed(kind="step", how=How.VOIDED, number=1),)
    }


def test_a_step_that_is_put_right_is_told_in_its_own_month(session: Session) -> None:
    approved, enrolment = an_approved_completion(session)
    row = session.get_one(TrainingEnrolment, enrolment)
    raw = row.model_dump(include=set(TrainingCorrection.model_fields))
    raw |= {"seen": row.seen, "status": "DROPPED", "drop_reason": "WORK"}
    raw["status_on"] = last_month() + timedelta(days=11)
    training.correct(session, validated(TrainingCorrection, raw), by=CAST.agent_rabat)
    assert approval_revisions.since(session, [approved]) == {
        approved.id: (Changed(kind="step", how=How.CORRECTED, number=1),)
    }


def test_an_approval_of_before_steps_were_noted_is_read(session: Session) -> None:
    approved, enrolment = an_approved_completion(session)
    counted = json.loads(approved.counted)
    del counted["step"]
    approved.counted = json.dumps(counted)
    training.undo_status(session, enrolment, by=CAST.agent_rabat)
    assert approval_revisions.since(session, [approved]) == {}


def test_a_person_counts_once_whose_sex_or_year_was_put_right(
    session: Session, stage: Stage
) -> None:
    for _ in range(2):
        stage.met(CAST.case_rabat, last_month(), entered_at=now() - BEFORE)
    approve(session)
    for field in ("sex", "birth_year", "nationality"):
        for case in (CAST.case_rabat, CAST.case_rabat_2):
            session.add(
                CaseChange(
                    case_id=case, field=field, changed_by=CAST.agent_rabat,
                    changed_at=now() + BEFORE,
                )
            )  # fmt: skip
    assert changes(session) == {("person", How.CORRECTED, 1)}


def test_people_put_together_since(session: Session, stage: Stage) -> None:
    stage.met(CAST.case_rabat_2, last_month(), entered_at=now() - BEFORE)
    stage.met(CAST.case_rabat, last_month(), entered_at=now() - BEFORE)
    approve(session)
    a_merge(session)
    assert changes(session) == {("person", How.MERGED, 1)}


def test_people_put_together_taken_apart_and_put_together_again(
    session: Session, stage: Stage
) -> None:
    """The same entry moved with each of them: what stands is the last one."""
    stage.met(CAST.case_rabat_2, last_month(), entered_at=now() - BEFORE)
    approve(session)
    first = a_merge(session)
    merges.undo(session, first, by=CAST.agent_rabat)
    assert changes(session) == set()
    a_merge(session)
    assert changes(session) == {("person", How.MERGED, 1)}


def test_a_merge_that_stands_counts_though_a_later_one_was_undone(
    session: Session, stage: Stage
) -> None:
    stage.met(CAST.case_rabat_2, last_month(), entered_at=now() - BEFORE)
    approve(session)
    a_merge(session)
    third = stage.case()
    later = merges.merge(session, Merge(kept_id=third, merged_id=CAST.case_rabat), by=CAST.manager)
    merges.undo(session, later.id, by=CAST.manager)
    assert changes(session) == {("person", How.MERGED, 1)}


def test_a_period_says_how_much_of_it_is_approved(session: Session, stage: Stage) -> None:
    wanted, viewer = the_period(), CAST.viewer(session, CAST.manager)
    assert standing(session, wanted, viewer=viewer).approved == 0
    approve(session)
    found = standing(session, wanted, viewer=viewer)
    assert (found.total, found.approved, found.changed, found.by) == (2, 1, 0, "Manager")
    assert found.at is not None
    stage.met(CAST.case_rabat, last_month(), entered_at=now() + BEFORE)
    assert standing(session, wanted, viewer=viewer).changed == 1
    own = ResultFilter(wanted.start, wanted.end, agencies=frozenset({CAST.casablanca}))
    assert standing(session, own, viewer=viewer).total == 1


def test_a_month_waits_for_the_agent_or_for_the_manager_and_never_for_both(
    session: Session,
) -> None:
    def waits() -> tuple[bool, bool]:
        wanted = ResultFilter(last_month(), today(session))
        found = months(session, wanted, viewer=CAST.viewer(session, CAST.manager))
        month = CAST.rabat, last_month()
        for_agent, for_manager = (
            month in {(each.agency_id, each.month) for each in several}
            for several in (unsaid(found, 2), waiting(found))
        )
        return for_agent, for_manager

    assert waits() == (True, False)
    proposed = propose(session)
    assert waits() == (False, True)
    back = send_back(session, seen_id=proposed)
    assert waits() == (True, False)
    approve(session, seen_id=propose(session, seen_id=back))
    assert waits() == (False, False)


def test_a_month_waits_for_the_manager_once_the_only_account_has_expired(session: Session) -> None:
    def waits() -> bool:
        wanted = ResultFilter(last_month(), today(session))
        found = months(session, wanted, viewer=CAST.viewer(session, CAST.manager))
        month = CAST.casablanca, last_month()
        return month in {(each.agency_id, each.month) for each in waiting(found)}

    assert not waits()
    session.get_one(Account, CAST.agent_casablanca).expires_on = this_month() - BEFORE
    session.flush()
    assert waits()
    session.get_one(Account, CAST.agent_casablanca).expires_on = last_month() - BEFORE
    session.flush()
    # Nobody was there any more: there is no such month.
    assert not waits()
    assert not has_agent(session, CAST.casablanca, last_month())
