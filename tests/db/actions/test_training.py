"""Enrolments: what is accepted, how a status moves, and who may do it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import events, training
from db.audit import version
from db.codes import TRAINING_STEPS, TrainingStatus
from db.errors import AppError, InvalidInput, NotAllowed, NotFound, Problem
from db.inputs.training import StatusInput, TrainingCorrection, TrainingInput
from db.models import AuditEntry, Case, Posting, TrainingEnrolment, TrainingStep
from db.queries import corrections
from db.queries.training import open_count, open_enrolments, own_last_steps
from tests.cast import CAST, Cast
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


S = TrainingStatus
CEF = 2


def a_course(session: Session, **changes: object) -> TrainingInput:
    wanted = {
        "case_id": CAST.case_rabat,
        "type": "EN_CEF",
        "centre_id": CEF,
        "starts_on": today(session) - timedelta(days=30),
        "planned_end_on": today(session) + timedelta(days=60),
        "status": S.ENROLLED,
        "submission_id": "one",
    }
    return TrainingInput.model_validate(wanted | changes)


def step(session: Session, row: TrainingEnrolment, status: S, **changes: object) -> StatusInput:
    wanted: dict[str, object] = {
        "enrolment_id": row.id,
        "status": status,
        "status_on": today(session),
    }
    if status is S.DROPPED:
        wanted["drop_reason"] = "WORK"
    return StatusInput.model_validate(wanted | changes)


def refused(session: Session, **changes: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        training.record(session, a_course(session, **changes), by=CAST.agent_rabat)
    return {field: problem.key for field, problem in told.value.problems.items()}


def test_an_enrolment_is_stored_in_the_agency_of_the_case(session: Session, cast: Cast) -> None:
    before = version(session)
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    session.get_one(Case, cast.case_rabat).agency_id = cast.tanger
    session.flush()
    assert row.agency_id == cast.rabat
    assert (row.status, row.status_on) == (S.ENROLLED, row.starts_on)
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.entity_id) == ("training.record", str(row.id))
    assert version(session) == before + 1


def test_a_second_tap_returns_the_row_of_the_first(session: Session, cast: Cast) -> None:
    first = training.record(session, a_course(session), by=cast.agent_rabat).row
    again = training.record(session, a_course(session), by=cast.agent_rabat)
    assert (again.row.id, again.already) == (first.id, True)
    assert len(session.exec(select(TrainingEnrolment)).all()) == 1
    assert len(session.exec(select(AuditEntry)).all()) == 1


@pytest.mark.parametrize(
    ("status", "since_days"), [(S.APPLIED, 30), (S.ONGOING, 30), (S.COMPLETED, 3), (S.CERTIFIED, 3)]
)
def test_the_first_status_holds_since_the_day_the_dates_tell(
    session: Session, cast: Cast, status: S, since_days: int
) -> None:
    ended = today(session) - timedelta(days=3)
    wanted = a_course(session, status=status, planned_end_on=ended)
    row = training.record(session, wanted, by=cast.agent_rabat).row
    assert row.status_on == today(session) - timedelta(days=since_days)


def test_a_course_ahead_can_only_be_applied_for_or_enrolled_in(
    session: Session, cast: Cast
) -> None:
    ahead = {"starts_on": today(session) + timedelta(days=90), "planned_end_on": None}
    assert refused(session, status=S.ONGOING, **ahead) == {"status": "error.training_not_begun"}
    row = training.record(session, a_course(session, **ahead), by=cast.agent_rabat).row
    assert row.status_on == today(session)


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        ({"type": "NONE", "centre_id": None}, "type", "error.unknown_choice"),
        ({"type": "OFPPT"}, "centre_id", "error.centre_does_not_fit"),
        ({"centre_id": 1}, "centre_id", "error.centre_does_not_fit"),
        ({"centre_id": 999}, "centre_id", "error.centre_does_not_fit"),
        ({"status": S.DROPPED}, "drop_reason", "error.needed"),
        ({"drop_reason": "WORK"}, "drop_reason", "error.not_needed"),
        ({"status": S.DROPPED, "drop_reason": "NONE"}, "drop_reason", "error.unknown_choice"),
        ({"starts_on": date(2018, 3, 14)}, "starts_on", "error.before_programme"),
        ({"planned_end_on": date(2018, 3, 15)}, "planned_end_on", "error.end_before_start"),
        ({"planned_end_on": date(2090, 1, 1)}, "planned_end_on", "error.too_far_ahead"),
        ({"starts_on": date(2090, 1, 1)}, "starts_on", "error.too_far_ahead"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    session: Session, changes: dict[str, object], field: str, key: str
) -> None:
    assert refused(session, **changes)[field] == key


def test_all_wrong_fields_are_told_at_once(session: Session) -> None:
    wrong = refused(session, starts_on=date(2018, 1, 1), centre_id=1, status=S.DROPPED)
    assert set(wrong) == {"starts_on", "centre_id", "drop_reason", "planned_end_on"}


def test_a_child_under_fifteen_is_enrolled_nowhere(session: Session, cast: Cast) -> None:
    session.get_one(Case, cast.case_rabat).birth_year = today(session).year - 14
    assert refused(session) == {"starts_on": "error.under_15"}


@pytest.mark.parametrize("old", list(S))
@pytest.mark.parametrize("new", list(S))
def test_a_status_moves_only_along_its_steps(session: Session, cast: Cast, old: S, new: S) -> None:
    reason = "WORK" if old is S.DROPPED else None
    wanted = a_course(session, status=old, drop_reason=reason)
    row = training.record(session, wanted, by=cast.agent_rabat).row
    day = row.status_on if new is old else today(session)
    wanted_step = step(session, row, new, status_on=day)
    if new is old or new in TRAINING_STEPS.get(old, ()):
        assert training.set_status(session, wanted_step, by=cast.agent_rabat).status is new
    else:
        with pytest.raises(InvalidInput) as told:
            training.set_status(session, wanted_step, by=cast.agent_rabat)
        assert told.value.problems["status"].key == "error.training_step"


def test_the_same_step_twice_is_one(session: Session, cast: Cast) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    for _ in range(2):
        training.set_status(session, step(session, row, S.ONGOING), by=cast.agent_rabat)
    acts = [entry.action for entry in session.exec(select(AuditEntry))]
    assert acts == ["training.record", "training.set_status"]


def test_a_step_that_was_taken_otherwise_is_told(session: Session, cast: Cast) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    training.set_status(session, step(session, row, S.ONGOING), by=cast.agent_rabat)
    taken: dict[str, object] = {"certificate": "CENTRE"}
    certified = step(session, row, S.CERTIFIED, **taken)
    training.set_status(session, certified, by=cast.agent_rabat)
    before = today(session) - timedelta(days=1)
    for more, stands in (
        ({"certificate": "ATTEND"}, {"certificate": "CENTRE"}),
        ({"certificate": None}, {"certificate": "CENTRE"}),
        ({"status_on": before}, {"status_on": today(session)}),
    ):
        with pytest.raises(InvalidInput) as told:
            training.set_status(
                session, step(session, row, S.CERTIFIED, **taken | more), by=cast.agent_rabat
            )
        assert told.value.problems == {
            field: Problem("error.stands_now", value=value) for field, value in stands.items()
        }
    assert (row.certificate, row.status_on) == ("CENTRE", today(session))


@pytest.mark.parametrize(
    ("status", "days", "key"),
    [
        (S.COMPLETED, 1, "error.in_the_future"),
        (S.COMPLETED, -31, "error.before_day"),
        (S.DROPPED, -31, "error.before_day"),
    ],
)
def test_a_status_has_a_possible_day(
    session: Session, cast: Cast, status: S, days: int, key: str
) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    wanted = step(session, row, status, status_on=today(session) + timedelta(days=days))
    with pytest.raises(InvalidInput) as told:
        training.set_status(session, wanted, by=cast.agent_rabat)
    assert told.value.problems["status_on"].key == key


def test_a_course_ahead_may_be_given_up_but_not_completed(session: Session, cast: Cast) -> None:
    ahead = a_course(session, starts_on=today(session) + timedelta(days=9), planned_end_on=None)
    row = training.record(session, ahead, by=cast.agent_rabat).row
    with pytest.raises(InvalidInput):
        training.set_status(session, step(session, row, S.COMPLETED), by=cast.agent_rabat)
    training.set_status(session, step(session, row, S.DROPPED), by=cast.agent_rabat)
    assert row.drop_reason == "WORK"


def test_a_case_of_another_agency_is_as_unknown_as_none(session: Session, cast: Cast) -> None:
    for case_id in (cast.case_casablanca, 999):
        with pytest.raises(NotFound) as told:
            training.record(session, a_course(session, case_id=case_id), by=cast.agent_rabat)
        assert told.value.key == "error.case_not_found"
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    with pytest.raises(NotFound):
        training.set_status(session, step(session, row, S.ONGOING), by=cast.agent_casablanca)


@pytest.mark.parametrize("who", ["manager", "partner", "administrator", "closed"])
def test_only_an_agent_enrols(session: Session, cast: Cast, who: str) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    account = getattr(cast, who)
    with pytest.raises(NotAllowed):
        training.record(session, a_course(session, submission_id="two"), by=account)
    with pytest.raises(NotAllowed):
        training.set_status(session, step(session, row, S.ONGOING), by=account)


def test_after_a_posting_only_its_own_days_may_be_entered_for_a_week(
    session: Session, cast: Cast
) -> None:
    posting = session.exec(select(Posting).where(Posting.account_id == cast.agent_rabat)).one()
    day = today(session)
    posting.ends_on = day - timedelta(days=7)
    session.flush()
    training.record(session, a_course(session), by=cast.agent_rabat)
    with pytest.raises(NotFound):
        late = a_course(session, starts_on=day - timedelta(days=6), submission_id="two")
        training.record(session, late, by=cast.agent_rabat)
    posting.ends_on = day - timedelta(days=8)
    session.flush()
    with pytest.raises(NotFound):
        training.record(session, a_course(session, submission_id="two"), by=cast.agent_rabat)


def test_open_enrolments_are_those_of_the_viewers_agencies_that_can_move(
    session: Session, cast: Cast
) -> None:
    open_one = training.record(session, a_course(session), by=cast.agent_rabat).row
    done = training.record(
        session, a_course(session, status=S.COMPLETED, submission_id="b"), by=cast.agent_rabat
    ).row
    for status, submission in ((S.CERTIFIED, "c"), (S.REJECTED, "d")):
        training.record(
            session, a_course(session, status=status, submission_id=submission), by=cast.agent_rabat
        )
    mine = open_enrolments(session, viewer=cast.viewer(session, cast.agent_rabat))
    assert [each.id for each in mine] == [open_one.id, done.id]
    assert (mine[0].case_code, mine[0].centre) == ("2345678", "CEF Yacoub")
    agent = cast.viewer(session, cast.agent_rabat)
    assert open_enrolments(session, cast.case_rabat_2, viewer=agent) == []
    assert len(open_enrolments(session, viewer=agent, limit=1)) == 1
    assert open_count(session, viewer=agent) == 2
    assert open_enrolments(session, viewer=cast.viewer(session, cast.agent_casablanca)) == []
    with pytest.raises(NotAllowed):
        open_enrolments(session, viewer=cast.viewer(session, cast.partner))


def test_a_step_is_taken_back_by_who_made_it_within_a_week(session: Session, cast: Cast) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    before = (row.status, row.status_on, row.drop_reason)
    training.set_status(session, step(session, row, S.DROPPED), by=cast.agent_rabat)
    training.undo_status(session, row.id, by=cast.agent_rabat)
    assert (row.status, row.status_on, row.drop_reason) == before
    seen = version(session)
    training.undo_status(session, row.id, by=cast.agent_rabat)
    assert version(session) == seen
    training.set_status(session, step(session, row, S.COMPLETED), by=cast.agent_rabat)
    last_step(session).entered_at -= timedelta(days=7, minutes=1)
    with pytest.raises(NotAllowed):
        training.undo_status(session, row.id, by=cast.agent_rabat)


def last_step(session: Session) -> TrainingStep:
    session.flush()
    return session.exec(select(TrainingStep).order_by(col(TrainingStep.id).desc())).all()[0]


def test_steps_are_undone_one_by_one_down_to_the_entry(session: Session, cast: Cast) -> None:
    row = training.record(session, a_course(session, status=S.APPLIED), by=cast.agent_rabat).row
    for status in (S.ONGOING, S.COMPLETED, S.CERTIFIED):
        more = {"certificate": "CENTRE"} if status is S.CERTIFIED else {}
        training.set_status(session, step(session, row, status, **more), by=cast.agent_rabat)
    assert row.certificate == "CENTRE"
    found = []
    for _ in range(4):
        training.undo_status(session, row.id, by=cast.agent_rabat)
        found.append((row.status, row.certificate))
    assert [status for status, _ in found] == [S.COMPLETED, S.ONGOING, S.APPLIED, S.APPLIED]
    assert {kind for _, kind in found} == {None}


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        ({"status": S.CERTIFIED, "certificate": "NONE"}, "certificate", "error.unknown_choice"),
        ({"certificate": "CENTRE"}, "certificate", "error.not_needed"),
        ({"measure": "NONSENSE"}, "measure", "error.unknown_choice"),
    ],
)
def test_a_certificate_and_a_measure_are_of_their_lists(
    session: Session, changes: dict[str, object], field: str, key: str
) -> None:
    assert refused(session, **changes)[field] == key


def test_the_day_of_an_application_can_be_said(session: Session, cast: Cast) -> None:
    day = today(session)
    ahead = {"starts_on": day + timedelta(days=30), "planned_end_on": None, "status": S.APPLIED}
    applied_on = day - timedelta(days=9)
    wanted = a_course(session, **ahead, status_on=applied_on)
    row = training.record(session, wanted, by=cast.agent_rabat).row
    assert (row.status_on, last_step(session).status_on) == (applied_on, applied_on)
    for status, on, key in (
        (S.APPLIED, day + timedelta(days=1), "error.in_the_future"),
        (S.ONGOING, day - timedelta(days=31), "error.before_day"),
    ):
        assert refused(session, status=status, status_on=on, submission_id="two") == {
            "status_on": key
        }


def test_a_corrected_status_is_the_last_step_and_is_not_undone(
    session: Session, cast: Cast
) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    training.set_status(session, step(session, row, S.COMPLETED), by=cast.agent_rabat)
    wanted = a_correction(session, row, status=S.ONGOING, status_on=today(session))
    training.correct(session, wanted, by=cast.agent_rabat)
    assert (last_step(session).status, last_step(session).status_on) == (S.ONGOING, today(session))
    assert own_last_steps(session, viewer=cast.viewer(session, cast.agent_rabat)) == []
    training.undo_status(session, row.id, by=cast.agent_rabat)
    assert row.status is S.ONGOING
    too_early = a_correction(session, row, status=S.ONGOING, status_on=date(2019, 1, 1))
    with pytest.raises(InvalidInput) as told:
        training.correct(session, too_early, by=cast.agent_rabat)
    assert set(told.value.problems) == {"status_on"}


def test_the_steps_that_may_be_taken_back_are_ones_own_last_of_a_week(
    session: Session, cast: Cast
) -> None:
    agent = cast.viewer(session, cast.agent_rabat)
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    assert own_last_steps(session, viewer=agent) == []
    training.set_status(session, step(session, row, S.DROPPED), by=cast.agent_rabat)
    (mine,) = own_last_steps(session, viewer=agent)
    assert (mine.id, mine.status, mine.case_code) == (row.id, S.DROPPED, "2345678")
    other = cast.viewer(session, cast.agent_casablanca)
    assert own_last_steps(session, viewer=other) == []
    last = last_step(session)
    moved = last.entered_at - timedelta(days=7, minutes=1)
    for name, value in (("entered_by", cast.closed), ("entered_at", moved)):
        was = getattr(last, name)
        setattr(last, name, value)
        session.flush()
        assert own_last_steps(session, viewer=agent) == []
        setattr(last, name, was)
        session.flush()
    training.undo_status(session, row.id, by=cast.agent_rabat)
    assert own_last_steps(session, viewer=agent) == []


def a_correction(session: Session, row: TrainingEnrolment, **changes: object) -> TrainingCorrection:
    wanted = a_course(session).model_dump() | {"id": row.id, "seen": row.seen} | changes
    return TrainingCorrection.model_validate(wanted)


def test_a_mistake_is_put_right_by_its_author_whatever_the_step(
    session: Session, cast: Cast
) -> None:
    certified = a_course(session, status=S.CERTIFIED)
    row = training.record(session, certified, by=cast.agent_rabat).row
    wanted = a_correction(session, row, type="OFPPT", centre_id=None)
    training.correct(session, wanted, by=cast.agent_rabat)
    assert (row.type, row.centre_id, row.status, row.status_on) == (
        "OFPPT",
        None,
        S.ENROLLED,
        row.starts_on,
    )
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert last is not None
    assert (last.action, last.fields) == ("training.correct", "centre_id,status,status_on,type")
    seen = version(session)
    again = wanted
    with pytest.raises(AppError) as told:
        training.correct(session, again, by=cast.agent_rabat)
    assert told.value.key == "error.changed_meanwhile"
    assert version(session) == seen


def test_a_correction_does_not_write_over_a_step_taken_meanwhile(
    session: Session, cast: Cast
) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    opened = a_correction(session, row, type="OFPPT", centre_id=None)
    training.set_status(session, step(session, row, S.COMPLETED), by=cast.agent_rabat)
    with pytest.raises(AppError) as told:
        training.correct(session, opened, by=cast.agent_rabat)
    assert told.value.key == "error.changed_meanwhile"
    assert row.status is S.COMPLETED


def test_a_step_that_a_manager_put_right_is_not_taken_back(session: Session, cast: Cast) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    training.set_status(session, step(session, row, S.COMPLETED), by=cast.agent_rabat)
    wanted = a_correction(session, row, status=S.ONGOING, reason="MISTAKE")
    training.correct(session, wanted, by=cast.manager)
    training.undo_status(session, row.id, by=cast.agent_rabat)
    assert row.status is S.ONGOING


def test_a_correction_obeys_the_rules_of_entry(session: Session, cast: Cast) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    with pytest.raises(InvalidInput) as told:
        wrong = a_correction(session, row, centre_id=1)
        training.correct(session, wrong, by=cast.agent_rabat)
    assert set(told.value.problems) == {"centre_id"}
    with pytest.raises(InvalidInput) as told:
        training.correct(session, a_correction(session, row), by=cast.manager)
    assert set(told.value.problems) == {"reason"}
    wanted = a_correction(session, row, planned_end_on=None, reason="MISTAKE")
    training.correct(session, wanted, by=cast.manager)
    assert row.planned_end_on is None


def test_a_void_enrolment_moves_no_more(session: Session, cast: Cast) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    events.void(session, "training", row.id, "MISTAKE", by=cast.agent_rabat)
    with pytest.raises(NotFound):
        training.set_status(session, step(session, row, S.ONGOING), by=cast.agent_rabat)


def test_nothing_begins_after_the_case_was_closed(session: Session, cast: Cast) -> None:
    session.get_one(Case, cast.case_rabat).closed_on = today(session) - timedelta(days=31)
    session.flush()
    with pytest.raises(NotAllowed) as told:
        training.record(session, a_course(session), by=cast.agent_rabat)
    assert told.value.key == "error.case_closed"


def test_a_start_is_not_put_after_the_closing_of_the_case(session: Session, cast: Cast) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    session.get_one(Case, cast.case_rabat).closed_on = row.starts_on
    session.flush()
    later = a_correction(session, row, starts_on=today(session), reason="MISTAKE")
    for account in (cast.agent_rabat, cast.manager):
        with pytest.raises(NotAllowed) as told:
            training.correct(session, later, by=account)
        assert told.value.key == "error.case_closed"
    training.correct(
        session, a_correction(session, row, type="LANGUAGE", centre_id=None), by=cast.agent_rabat
    )


def test_a_row_to_be_put_right_is_read_by_its_author_and_by_managers(
    session: Session, cast: Cast
) -> None:
    row = training.record(session, a_course(session), by=cast.agent_rabat).row
    for account, may in (
        (cast.agent_rabat, True),
        (cast.manager, True),
        (cast.agent_casablanca, False),
    ):
        viewer = cast.viewer(session, account)
        found = corrections.entry(session, "training", row.id, viewer=viewer)
        assert (found is not None) is may
    with pytest.raises(NotAllowed):
        corrections.entry(session, "training", row.id, viewer=cast.viewer(session, cast.partner))


def test_other_content_under_a_used_submission_is_told_with_what_is_stored(
    session: Session, cast: Cast
) -> None:
    training.record(session, a_course(session), by=cast.agent_rabat)
    assert training.record(session, a_course(session), by=cast.agent_rabat).as_asked
    for change in ({"case_id": CAST.case_rabat_2}, {"centre_id": None}, {"planned_end_on": None}):
        again = training.record(session, a_course(session, **change), by=cast.agent_rabat)
        assert (again.already, again.as_asked, again.codes) == (True, False, ("2345678",))
    assert len(session.exec(select(TrainingEnrolment)).all()) == 1
