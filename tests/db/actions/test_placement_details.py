"""What is known of a job beside its first day: never needed, added at a check, and its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import placements, retention
from db.codes import RetentionStatus
from db.errors import AppError, InvalidInput
from db.inputs.parse import validated
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.models import Organisation, Placement, RetentionCheck
from db.queries import placement_details
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH

R = RetentionStatus
EMPLOYER = 2


def _raw(session: Session, **more: object) -> dict[str, object]:
    return {
        "type": "WAGE",
        "starts_on": today(session) - timedelta(days=200),
        "contract": "CDI",
        "evidence": "CONTRACT",
        **more,
    }


def a_job(session: Session, **more: object) -> Placement:
    raw = _raw(session, case_id=CAST.case_rabat, submission_id="one", **more)
    return placements.record(session, validated(PlacementInput, raw), by=CAST.agent_rabat).row


def correct(session: Session, row: Placement, **more: object) -> Placement:
    raw = _raw(session, id=row.id, seen=row.seen, **more)
    return placements.correct(session, validated(PlacementCorrection, raw), by=CAST.agent_rabat)


def answer(session: Session, row: Placement, month: int, status: R, **more: object) -> None:
    check = check_of(session, row, month)
    raw = {"check_id": check.id, "status": status, "done_on": today(session), **more}
    retention.answer(session, validated(RetentionInput, raw), by=CAST.agent_rabat)


def check_of(session: Session, row: Placement, month: int) -> RetentionCheck:
    query = select(RetentionCheck).where(RetentionCheck.placement_id == row.id)
    return session.exec(query.where(RetentionCheck.month == month)).one()


def refused(act: object, *args: object, **more: object) -> dict[str, str]:
    assert callable(act)
    with pytest.raises(InvalidInput) as told:
        act(*args, **more)
    return {field: problem.key for field, problem in told.value.problems.items()}


def test_all_that_is_said_of_a_job_is_stored(session: Session) -> None:
    day = today(session) - timedelta(days=5)
    more = {"employer_id": EMPLOYER, "sector": "F", "measure": "TAHFIZ"}
    row = a_job(session, **more, ended_on=day, end_reason="CONTRACT_END", hours_per_week="40")
    assert (row.employer_id, row.sector, row.measure) == (EMPLOYER, "F", "TAHFIZ")
    assert (row.ended_on, row.end_reason, row.hours_per_week) == (day, "CONTRACT_END", 40)


def test_nothing_of_it_is_needed_and_empty_is_not_known(session: Session) -> None:
    row = a_job(session, employer_id=None, sector="", measure=None, ended_on="", end_reason="")
    assert (row.employer_id, row.sector, row.measure) == (None, None, None)
    assert (row.ended_on, row.end_reason) == (None, None)


def test_an_end_has_a_possible_day(session: Session) -> None:
    day = today(session)
    assert refused(a_job, session, ended_on=day + timedelta(days=1)) == {
        "ended_on": "error.in_the_future"
    }
    early = {"starts_on": day - timedelta(days=9), "ended_on": day - timedelta(days=10)}
    assert refused(a_job, session, **early) == {"ended_on": "error.before_day"}
    assert refused(a_job, session, end_reason="RESIGNED") == {"ended_on": "error.end_day_needed"}
    one_day = {"starts_on": day - timedelta(days=9), "ended_on": day - timedelta(days=9)}
    assert a_job(session, **one_day).id


@pytest.mark.parametrize("field", ["sector", "measure"])
def test_a_code_is_one_of_its_list(session: Session, field: str) -> None:
    assert refused(a_job, session, **{field: "NO_SUCH"}) == {field: "error.unknown_choice"}


def test_an_employer_is_of_the_directory_and_open_on_the_first_day(session: Session) -> None:
    assert refused(a_job, session, employer_id=999) == {"employer_id": "error.unknown_choice"}
    place = session.get_one(Organisation, EMPLOYER)
    place.closed_on = today(session) - timedelta(days=201)
    assert refused(a_job, session, employer_id=EMPLOYER) == {"employer_id": "error.place_closed"}
    place.closed_on += timedelta(days=1)
    row = a_job(session, employer_id=EMPLOYER)
    place.closed_on -= timedelta(days=1)
    # What was right when it was recorded does not stand in the way of another correction.
    assert correct(session, row, employer_id=EMPLOYER, sector="G").sector == "G"


def test_nobody_employs_the_self_employed(session: Session) -> None:
    own = {"type": "AUTO_ENT", "contract": "NA", "employer_id": EMPLOYER}
    assert refused(a_job, session, **own) == {"employer_id": "error.not_needed"}


def test_a_check_adds_what_was_not_known_and_its_undo_takes_it_away(session: Session) -> None:
    row = a_job(session, sector="F")
    seen = row.seen
    answer(session, row, 3, R.SAME, employer_id=EMPLOYER, sector="G", hours_per_week="30")
    assert (row.employer_id, row.sector, row.hours_per_week) == (EMPLOYER, "F", 30)
    # Whoever had the form of the placement open would write over it.
    with pytest.raises(AppError) as told:
        stale = _raw(session, id=row.id, seen=seen)
        wanted = validated(PlacementCorrection, stale)
        placements.correct(session, wanted, by=CAST.agent_rabat)
    assert told.value.key == "error.changed_meanwhile"
    retention.undo(session, check_of(session, row, 3).id, by=CAST.agent_rabat)
    assert (row.employer_id, row.sector, row.hours_per_week) == (None, "F", None)


def test_what_was_corrected_since_stays_when_the_answer_goes(session: Session) -> None:
    row = a_job(session)
    answer(session, row, 3, R.SAME, sector="G", measure="IDMAJ")
    correct(session, row, sector="F", measure="IDMAJ")
    retention.undo(session, check_of(session, row, 3).id, by=CAST.agent_rabat)
    assert (row.sector, row.measure) == ("F", None)


def test_an_end_and_its_reason_may_come_with_two_answers(session: Session) -> None:
    row, day = a_job(session), today(session)
    answer(session, row, 3, R.NOT_WORK, ended_on=day - timedelta(days=50))
    answer(session, row, 6, R.NOT_WORK, ended_on=day - timedelta(days=40), end_reason="DISMISSED")
    assert (row.ended_on, row.end_reason) == (day - timedelta(days=50), "DISMISSED")
    retention.undo(session, check_of(session, row, 3).id, by=CAST.agent_rabat)
    session.flush()
    assert (row.ended_on, row.end_reason) == (None, None)


@pytest.mark.parametrize("end_first", [True, False])
def test_nobody_works_in_a_job_after_its_end_in_either_order(
    session: Session, end_first: bool
) -> None:
    day = today(session)
    ended = day - timedelta(days=60)
    if end_first:
        row = a_job(session, ended_on=ended)
        assert refused(answer, session, row, 3, R.SAME) == {"status": "error.job_ended"}
        answer(session, row, 3, R.SAME, done_on=ended)
        answer(session, row, 6, R.OTHER)
        return
    row = a_job(session)
    answer(session, row, 3, R.SAME)
    assert refused(correct, session, row, ended_on=ended) == {"ended_on": "error.worked_on"}
    assert refused(answer, session, row, 6, R.OTHER, ended_on=ended) == {
        "ended_on": "error.worked_on"
    }
    assert correct(session, row, ended_on=day).ended_on == day


def test_an_end_cancels_no_check(session: Session) -> None:
    row = a_job(session, ended_on=today(session) - timedelta(days=150))
    query = select(RetentionCheck).where(col(RetentionCheck.cancelled_at).is_(None))
    assert len(session.exec(query).all()) == 3
    assert row.ended_on is not None


def test_what_is_known_and_what_stands_is_read_by_the_agency_alone(session: Session) -> None:
    row = a_job(session, sector="F", hours_per_week="40")
    check = check_of(session, row, 3).id
    own, other = (CAST.viewer(session, each) for each in (CAST.agent_rabat, CAST.agent_casablanca))
    assert placement_details.known(session, check, viewer=own) == {"sector", "hours_per_week"}
    assert placement_details.known(session, check, viewer=other) == frozenset()
    assert [job.id for job in placement_details.jobs(session, row.case_id, viewer=own)] == [row.id]
    assert placement_details.jobs(session, row.case_id, viewer=other) == ()
