"""Somebody enters or corrects something while the person's cases are put together."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import cases, events, interventions, merges
from db.derived import first_contacts
from db.inputs.duplicates import Merge
from db.models import CaseMerge, FollowUp, Intervention
from db.store.engine import reading, writing
from tests.at_once import by_turns, while_first_is_under_way, with_many_writers
from tests.cast import CAST
from tests.db.actions.test_interventions import correction, record

KEPT, OTHER, AGENT = CAST.case_rabat, CAST.case_rabat_2, CAST.agent_rabat
ROUNDS = 8


def merge(session: Session) -> int:
    return merges.merge(session, Merge(kept_id=KEPT, merged_id=OTHER), by=AGENT).id


def undo(session: Session) -> None:
    for number in session.exec(select(CaseMerge.id)):
        merges.undo(session, number, by=AGENT)


def enter(session: Session) -> int:
    return record(session, case_ids=(OTHER,)).ids[0]


def enter_both(session: Session) -> None:
    record(session, case_ids=(OTHER, KEPT))


def correct(session: Session) -> None:
    for number in session.exec(
        select(Intervention.id).order_by(col(Intervention.id)).limit(1)
    ).all():
        interventions.correct(session, correction(session, number, mode="PHONE"), by=AGENT)


def cases_of_all() -> set[int | None]:
    with reading() as session:
        return set(session.exec(select(Intervention.case_id)))


@with_many_writers
def test_what_is_entered_while_they_are_put_together_goes_to_the_kept_case(
    database: sa.Engine,
) -> None:
    while_first_is_under_way(merge, enter)
    assert cases_of_all() == {KEPT}


@with_many_writers
def test_what_was_being_entered_before_is_moved_along(database: sa.Engine) -> None:
    while_first_is_under_way(enter, merge)
    assert cases_of_all() == {KEPT}


@with_many_writers
def test_an_entry_settles_the_appointment_of_a_person_who_is_being_put_together(
    database: sa.Engine,
) -> None:
    with writing() as session:
        record(session, case_ids=(OTHER,), follow_up_on=today(session) + timedelta(days=1))
        planned = session.exec(select(FollowUp.id)).one()

    def hold(session: Session) -> None:
        cases.hold(session, [OTHER])

    def settle(session: Session) -> None:
        record(session, case_ids=(OTHER,), settles=planned)

    while_first_is_under_way(hold, merge, then=settle)
    with reading() as session:
        found = session.exec(select(FollowUp)).one()
        assert (found.case_id, found.settled_at is None) == (KEPT, False)


@with_many_writers
def test_what_named_two_is_undone_while_somebody_enters_for_both(database: sa.Engine) -> None:
    """The later of the two persons came first on the form."""
    with writing() as session:
        both = (max(KEPT, OTHER), min(KEPT, OTHER))
        submission = record(session, case_ids=both).row.submission_id

    def hold(session: Session) -> None:
        cases.hold(session, [min(both)])

    def take_back(session: Session) -> int:
        return events.undo(session, "intervention", submission, by=AGENT)

    _, undone = while_first_is_under_way(hold, take_back, then=enter_both)
    assert undone == 2


@pytest.mark.long
@with_many_writers
def test_nobody_waits_for_somebody_who_waits_for_them(database: sa.Engine) -> None:
    with writing() as session:
        record(session, case_ids=(OTHER, KEPT))
    assert by_turns(ROUNDS, merge, undo, enter, enter_both, correct) == []
    with reading() as session:
        assert first_contacts.differing(session) == 0
