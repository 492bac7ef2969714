"""People who never came: a number a day and answer, and nothing that leads back to anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import non_users
from db.actions.anonymous_counts import submission_hash
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.non_users import NonUserInput
from db.models import AuditEntry, NonUserCount, Posting
from db.queries import non_users as queries
from tests import guards
from tests.cast import CAST, Cast


def tap(session: Session, submission: str = "one", **changes: object) -> NonUserInput:
    data = NonUserInput.model_validate(
        {"agency_id": CAST.rabat, "answer": "UNKNOWN", "submission_id": submission, **changes}
    )
    non_users.count(session, data, by=CAST.agent_rabat)
    return data


def numbers(session: Session) -> dict[str, int]:
    rows = session.exec(select(NonUserCount))
    return {each.answer: each.people for each in rows if each.people}


def test_a_tap_is_one_person_however_often_it_is_sent(session: Session) -> None:
    for submission in ("one", "one", "two"):
        tap(session, submission)
    tap(session, "three", answer="TRIED")
    assert numbers(session) == {"UNKNOWN": 2, "TRIED": 1}


def test_the_log_has_the_moment_and_not_the_answer(session: Session) -> None:
    tap(session)
    tap(session, "two")
    entry, other = session.exec(select(AuditEntry)).all()
    assert (entry.action, entry.entity) == ("non_user.count", "non_user")
    assert (entry.fields, entry.reason) == ("", "")
    # Of two taps alike the log does not even tell that they are alike.
    assert len(entry.entity_id) == 40 and entry.entity_id != other.entity_id


def test_a_tap_is_taken_back_once_on_its_day(session: Session, cast: Cast) -> None:
    data = tap(session)
    tap(session, "two")
    for _ in range(2):
        non_users.undo(session, data, by=cast.agent_rabat)
    assert numbers(session) == {"UNKNOWN": 1}
    yesterday = tap(session, "three")
    with guards.off(session.connection()):
        for entry in session.exec(
            select(AuditEntry).where(AuditEntry.entity_id == submission_hash(yesterday))
        ):
            entry.at -= timedelta(days=1)
        session.flush()
    with pytest.raises(NotFound):
        non_users.undo(session, yesterday, by=cast.agent_rabat)


def test_nobody_takes_back_what_somebody_else_counted(session: Session, cast: Cast) -> None:
    data = tap(session)
    with pytest.raises(NotFound):
        non_users.undo(session, data, by=cast.agent_casablanca)


@pytest.mark.parametrize("said", [{"agency_id": CAST.casablanca}, {"answer": "TRIED"}])
def test_nothing_but_what_was_counted_is_taken_back(
    session: Session, cast: Cast, said: dict[str, object]
) -> None:
    """Neither another agency's number goes down by an own tap, nor that of another answer."""
    data = tap(session)
    for answer, agency_id in (("TRIED", cast.rabat), ("UNKNOWN", cast.casablanca)):
        session.add(NonUserCount(agency_id=agency_id, day=today(session), answer=answer, people=5))
    session.flush()
    before = {(row.agency_id, row.answer): row.people for row in session.exec(select(NonUserCount))}
    with pytest.raises(NotFound):
        non_users.undo(session, data.model_copy(update=said), by=cast.agent_rabat)
    rows = session.exec(select(NonUserCount))
    assert before == {(row.agency_id, row.answer): row.people for row in rows}


def test_who_is_posted_there_no_more_takes_nothing_back(session: Session, cast: Cast) -> None:
    data = tap(session)
    for posting in session.exec(select(Posting).where(Posting.account_id == cast.agent_rabat)):
        session.delete(posting)
    session.flush()
    with pytest.raises(NotFound):
        non_users.undo(session, data, by=cast.agent_rabat)
    assert numbers(session) == {"UNKNOWN": 1}


def test_only_the_own_agency_and_known_answers_are_counted(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        tap(session, agency_id=cast.casablanca)
    with pytest.raises(InvalidInput) as told:
        tap(session, answer="NOBODY")
    assert told.value.problems["answer"].key == "error.unknown_choice"
    with pytest.raises(NotAllowed):
        data = NonUserInput(agency_id=cast.rabat, answer="TRIED", submission_id="x")
        non_users.count(session, data, by=cast.manager)


def test_an_agent_sees_how_many_were_counted_today_at_the_own_agency(
    session: Session, cast: Cast
) -> None:
    tap(session)
    tap(session, "two", answer="FEAR")
    session.add(NonUserCount(agency_id=cast.rabat, day=today(session) - timedelta(days=1),
                             answer="FEAR", people=7))  # fmt: skip
    session.flush()
    agent, other = (
        cast.viewer(session, each) for each in (cast.agent_rabat, cast.agent_casablanca)
    )
    assert queries.places(session, viewer=agent) == [cast.rabat]
    assert queries.counted_today(session, cast.rabat, viewer=agent) == 2
    assert queries.counted_today(session, cast.rabat, viewer=other) == 0
