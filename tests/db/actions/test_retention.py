"""Retention checks: when they may be answered, and what an answer ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import placements, retention
from db.audit import version
from db.codes import RetentionStatus
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.models import AuditEntry, Placement, RetentionCheck
from db.models.base import now
from db.queries import entries
from db.queries.entries import EntryFilter
from db.queries.retention import due_check, due_checks, due_count
from tests.cast import CAST, Cast
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


R = RetentionStatus


@pytest.fixture
def placement(session: Session) -> Placement:
    """Begun 200 days ago: the checks of 3 and 6 months are due, the one of 12 months is not."""
    return a_placement(session, "one", 200)


def a_placement(session: Session, submission: str, days: int) -> Placement:
    wanted = PlacementInput(
        case_id=CAST.case_rabat,
        type="WAGE",
        starts_on=today(session) - timedelta(days=days),
        contract="CDI",
        evidence="SELF",
        submission_id=submission,
    )
    return placements.record(session, wanted, by=CAST.agent_rabat).row


def checks(session: Session, placement: Placement) -> dict[int, RetentionCheck]:
    query = select(RetentionCheck).where(RetentionCheck.placement_id == placement.id)
    return {check.month: check for check in session.exec(query)}


def an_answer(
    session: Session, check: RetentionCheck, status: R = R.SAME, **changes: object
) -> RetentionInput:
    wanted = {"check_id": check.id, "status": status, "done_on": today(session)}
    return RetentionInput.model_validate(wanted | changes)


def answer(session: Session, check: RetentionCheck, status: R = R.SAME, **changes: object) -> None:
    retention.answer(session, an_answer(session, check, status, **changes), by=CAST.agent_rabat)


def cancelled(session: Session, placement: Placement) -> set[int]:
    return {m for m, check in checks(session, placement).items() if check.cancelled_at is not None}


def test_an_answer_is_stored_with_who_and_when(session: Session, placement: Placement) -> None:
    before, check = version(session), checks(session, placement)[3]
    answer(session, check, still_cnss=True)
    assert (check.status, check.still_cnss, check.done_on) == (R.SAME, True, today(session))
    assert check.entered_by == CAST.agent_rabat
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert last is not None
    assert (last.action, last.entity_id) == ("retention.answer", str(check.id))
    assert version(session) == before + 1


def test_the_same_answer_twice_is_one_and_another_is_refused(
    session: Session, placement: Placement
) -> None:
    check = checks(session, placement)[3]
    answer(session, check)
    seen = version(session)
    answer(session, check)
    assert version(session) == seen
    with pytest.raises(InvalidInput) as told:
        answer(session, check, R.NOT_WORK)
    assert told.value.problems["status"].key == "error.check_already_answered"


def test_the_same_answer_with_more_in_it_is_refused_and_not_dropped(
    session: Session, placement: Placement
) -> None:
    check = checks(session, placement)[3]
    answer(session, check, sector="G")
    seen = version(session)
    answer(session, check, sector="G")
    answer(session, check)
    before = today(session) - timedelta(days=1)
    for more in ({"done_on": before}, {"sector": "A"}, {"employer_id": 2}):
        with pytest.raises(InvalidInput) as told:
            answer(session, check, **more)
        assert told.value.problems["status"].key == "error.check_already_answered"
    assert version(session) == seen


def test_a_check_is_answered_from_fifteen_days_before_it_is_due(session: Session) -> None:
    day = today(session)
    check = checks(session, a_placement(session, "near", 80))[3]
    check.due_on = day + timedelta(days=16)
    with pytest.raises(InvalidInput) as told:
        answer(session, check)
    assert told.value.problems["done_on"].key == "error.check_not_due"
    check.due_on = day + timedelta(days=15)
    answer(session, check)


@pytest.mark.parametrize(("days", "key"), [(1, "error.in_the_future"), (-190, "error.before_day")])
def test_an_answer_has_a_possible_day(
    session: Session, placement: Placement, days: int, key: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        check = checks(session, placement)[3]
        answer(session, check, done_on=today(session) + timedelta(days=days))
    assert told.value.problems["done_on"].key == key


def test_cnss_is_asked_only_of_people_at_work(session: Session, placement: Placement) -> None:
    with pytest.raises(InvalidInput) as told:
        answer(session, checks(session, placement)[3], R.UNREACH, still_cnss=False)
    assert told.value.problems["still_cnss"].key == "error.not_needed"


def test_leaving_the_country_cancels_the_later_checks(
    session: Session, placement: Placement
) -> None:
    answer(session, checks(session, placement)[3], R.LEFT)
    assert cancelled(session, placement) == {6, 12}
    with pytest.raises(InvalidInput) as told:
        answer(session, checks(session, placement)[6])
    assert told.value.problems["status"].key == "error.check_cancelled"


def test_leaving_keeps_the_checks_that_were_due_before(
    session: Session, placement: Placement
) -> None:
    answer(session, checks(session, placement)[6], R.LEFT)
    assert cancelled(session, placement) == {12}


def test_a_death_cancels_every_check_of_the_person(session: Session, placement: Placement) -> None:
    other = a_placement(session, "two", 50)
    answer(session, checks(session, placement)[3])
    answer(session, checks(session, placement)[6], R.DIED)
    assert cancelled(session, placement) == {6, 12}
    assert cancelled(session, other) == {3, 6, 12}
    assert checks(session, placement)[6].status is R.DIED


@pytest.mark.parametrize("status", [s for s in R if s not in (R.LEFT, R.DIED)])
def test_other_answers_cancel_nothing(session: Session, placement: Placement, status: R) -> None:
    answer(session, checks(session, placement)[3], status)
    assert cancelled(session, placement) == set()


def test_an_answer_taken_back_opens_what_it_cancelled(
    session: Session, placement: Placement
) -> None:
    check = checks(session, placement)[3]
    answer(session, check, R.DIED)
    retention.undo(session, check.id, by=CAST.agent_rabat)
    assert cancelled(session, placement) == set()
    assert (check.status, check.done_on, check.entered_by) == (None, None, None)
    answer(session, check)


def test_an_answer_is_taken_back_only_within_a_week(session: Session, placement: Placement) -> None:
    check = checks(session, placement)[3]
    answer(session, check)
    check.entered_at = now() - timedelta(days=7, minutes=1)
    session.flush()
    with pytest.raises(NotAllowed):
        retention.undo(session, check.id, by=CAST.agent_rabat)


def test_a_corrected_start_moves_all_checks(session: Session, placement: Placement) -> None:
    answer(session, checks(session, placement)[3])
    placement.starts_on = date(2025, 8, 31)
    retention.plan(session, placement)
    moved = {month: check.due_on for month, check in checks(session, placement).items()}
    assert moved == {3: date(2025, 11, 30), 6: date(2026, 2, 28), 12: date(2026, 8, 31)}


def test_a_start_is_not_moved_past_an_answer(session: Session, placement: Placement) -> None:
    answer(session, checks(session, placement)[3], done_on=today(session) - timedelta(days=90))
    wanted = PlacementCorrection(
        id=placement.id,
        type=placement.type,
        starts_on=today(session) - timedelta(days=150),
        contract="CDI",
        evidence="SELF",
    )
    with pytest.raises(InvalidInput) as told:
        placements.correct(session, wanted, by=CAST.agent_rabat)
    assert told.value.problems["starts_on"].key == "error.check_answered_before"
    retention.undo(session, checks(session, placement)[3].id, by=CAST.agent_rabat)
    placements.correct(session, wanted, by=CAST.agent_rabat)


def test_of_the_dead_nothing_is_asked_unless_it_was_a_slip(
    session: Session, placement: Placement
) -> None:
    check = checks(session, placement)[3]
    answer(session, check, R.DIED)
    later = a_placement(session, "later", 100)
    assert cancelled(session, later) == {3, 6, 12}
    retention.undo(session, check.id, by=CAST.agent_rabat)
    assert cancelled(session, later) == set()


def test_a_void_placement_asks_no_more(session: Session, placement: Placement) -> None:
    answer(session, checks(session, placement)[3])
    placement.voided_at, placement.voided_by, placement.void_reason = now(), 1, "MISTAKE"
    retention.cancel(session, placement)
    assert cancelled(session, placement) == {6, 12}
    with pytest.raises(NotFound):
        answer(session, checks(session, placement)[6])


def test_another_agencys_check_is_unknown(session: Session, placement: Placement) -> None:
    wanted = an_answer(session, checks(session, placement)[3])
    with pytest.raises(NotFound):
        retention.answer(session, wanted, by=CAST.agent_casablanca)


@pytest.mark.parametrize("who", ["manager", "partner", "administrator", "closed"])
def test_only_an_agent_answers(
    session: Session, cast: Cast, placement: Placement, who: str
) -> None:
    check = checks(session, placement)[3]
    with pytest.raises(NotAllowed):
        retention.answer(session, an_answer(session, check), by=getattr(cast, who))


@pytest.mark.parametrize("who", ["partner", "administrator", "closed"])
def test_only_agents_and_managers_take_back(
    session: Session, cast: Cast, placement: Placement, who: str
) -> None:
    check = checks(session, placement)[3]
    answer(session, check)
    with pytest.raises(NotAllowed):
        retention.undo(session, check.id, "MISTAKE", by=getattr(cast, who))


def test_a_manager_takes_any_answer_back_and_says_why(
    session: Session, cast: Cast, placement: Placement
) -> None:
    check = checks(session, placement)[3]
    answer(session, check, R.DIED)
    assert check.entered_at is not None
    later = now() + timedelta(days=100)
    check.entered_at = later
    for each in checks(session, placement).values():
        each.cancelled_at = later
    session.flush()
    for reason in ("UNDO", "", "BECAUSE"):
        with pytest.raises(InvalidInput):
            retention.undo(session, check.id, reason, by=cast.manager)
    retention.undo(session, check.id, "MISTAKE", by=cast.manager)
    assert (check.status, cancelled(session, placement)) == (None, set())
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert last is not None
    assert (last.action, last.reason, last.account_id) == (
        "retention.undo",
        "MISTAKE",
        cast.manager,
    )


def test_a_colleague_takes_nobodys_answer_back(
    session: Session, cast: Cast, placement: Placement
) -> None:
    check = checks(session, placement)[3]
    answer(session, check)
    with pytest.raises(NotFound):
        retention.undo(session, check.id, "MISTAKE", by=cast.agent_casablanca)
    check.entered_by = cast.closed
    session.flush()
    with pytest.raises(NotAllowed):
        retention.undo(session, check.id, "MISTAKE", by=cast.agent_rabat)


def test_what_a_later_answer_ends_is_not_asked_again(
    session: Session, cast: Cast, placement: Placement
) -> None:
    found = checks(session, placement)
    answer(session, found[6], R.LEFT)
    answer(session, found[3], R.DIED)
    retention.undo(session, found[6].id, by=cast.agent_rabat)
    assert cancelled(session, placement) == {3, 6, 12}
    retention.undo(session, found[3].id, by=cast.agent_rabat)
    assert cancelled(session, placement) == set()


def test_answers_are_listed_newest_first_by_their_moment(
    session: Session, cast: Cast, placement: Placement
) -> None:
    found = checks(session, placement)
    answer(session, found[6], R.NOT_WORK)
    answer(session, found[3])
    asked = EntryFilter(kind="retention")
    for who in (cast.agent_rabat, cast.manager):
        listed = entries.listed(session, asked, viewer=cast.viewer(session, who))
        assert [(each.month, each.type, each.may_change) for each in listed] == [
            (3, "SAME", True),
            (6, "NOT_WORK", True),
        ]
    older = EntryFilter(kind="retention", after=listed[0].place)
    agent = cast.viewer(session, cast.agent_rabat)
    assert [each.id for each in entries.listed(session, older, viewer=agent)] == [found[6].id]
    other = cast.viewer(session, cast.agent_casablanca)
    assert entries.listed(session, asked, viewer=other) == []


def test_due_checks_are_the_open_ones_longest_overdue_first(
    session: Session, cast: Cast, placement: Placement
) -> None:
    agent = cast.viewer(session, cast.agent_rabat)
    due = due_checks(session, viewer=agent)
    assert [each.month for each in due] == [3, 6]
    assert len(due_checks(session, viewer=agent, limit=1)) == 1
    assert due_count(session, viewer=agent) == 2
    assert due[0].case_code == "2345678"
    assert due[0].days_late == (today(session) - due[0].due_on).days
    answer(session, checks(session, placement)[3])
    assert [each.month for each in due_checks(session, viewer=agent)] == [6]
    placement.voided_at = now()
    session.flush()
    assert due_checks(session, viewer=agent) == []


def test_a_check_opens_by_its_link_only_when_it_waits(
    session: Session, cast: Cast, placement: Placement
) -> None:
    found = checks(session, placement)
    agent = cast.viewer(session, cast.agent_rabat)
    waiting = due_check(session, found[3].id, viewer=agent)
    assert waiting is not None and waiting.month == 3
    for check_id in (found[12].id, 999):
        assert due_check(session, check_id, viewer=agent) is None
    elsewhere = cast.viewer(session, cast.agent_casablanca)
    assert due_check(session, found[3].id, viewer=elsewhere) is None
    with pytest.raises(NotAllowed):
        due_checks(session, viewer=cast.viewer(session, cast.partner))
