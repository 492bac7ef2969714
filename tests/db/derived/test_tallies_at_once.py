"""Two who write about one person, or at one agency, at the same moment."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.actions import events, merges
from db.derived import recounting, tallies
from db.inputs.duplicates import Merge
from db.models import CaseMerge, Intervention
from db.store.engine import reading, writing
from tests.acts import correct_facts
from tests.at_once import by_turns, while_first_is_under_way, with_many_writers
from tests.cast import CAST
from tests.db.actions.test_interventions import record
from tests.db.derived.test_tallies import employ

KEPT, OTHER = CAST.case_rabat, CAST.case_rabat_2


def differing() -> int:
    with reading() as session:
        return recounting.differing(session)


def enter(session: Session) -> None:
    record(session, case_ids=(KEPT,))
    tallies.settle(session)


def enter_another(session: Session) -> None:
    record(session, case_ids=(OTHER,), type="REGISTRATION")


def enter_both(session: Session) -> None:
    record(session, case_ids=(OTHER, KEPT))


def turn(session: Session) -> None:
    correct_facts(session, KEPT, sex="M")


def turn_back(session: Session) -> None:
    correct_facts(session, KEPT, sex="F")


def work(session: Session) -> None:
    employ(session, KEPT)


def strike_out(session: Session) -> None:
    standing = select(Intervention.id).where(col(Intervention.voided_at).is_(None))
    if number := session.exec(standing.order_by(col(Intervention.id)).limit(1)).first():
        events.void(session, "intervention", number, "MISTAKE", by=CAST.agent_rabat)


def merge(session: Session) -> None:
    merges.merge(session, Merge(kept_id=KEPT, merged_id=OTHER), by=CAST.agent_rabat)


def part(session: Session) -> None:
    for number in session.exec(select(CaseMerge.id)):
        merges.undo(session, number, by=CAST.agent_rabat)


@with_many_writers
def test_the_later_of_two_counts_what_the_earlier_one_left(database: sa.Engine) -> None:
    while_first_is_under_way(enter, work)
    assert differing() == 0


@pytest.mark.long
@with_many_writers
def test_nobody_waits_for_somebody_who_waits_for_them(database: sa.Engine) -> None:
    with writing() as session:
        enter_both(session)
    acts = (enter, enter_another, enter_both, turn, turn_back, work, strike_out, merge, part)
    assert by_turns(5, *acts) == []
    assert differing() == 0
