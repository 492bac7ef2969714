"""Whatever is done, the tallies say what the rows say."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import placements
from db.derived import recounting, tallies
from db.inputs.parse import validated
from db.inputs.placements import PlacementInput
from db.models import Intervention, Tally
from db.store.migrate import upgrade
from tests.at_length import on, tries
from tests.cast import CAST
from tests.db.actions.test_interventions import record
from tests.db.derived.random_acts import Acts
from tests.migrations import downgrade

LIST = sa.select(col(Tally.kind), col(Tally.n)).where(col(Tally.n) != 0)


def employ(session: Session, case_id: int) -> None:
    raw = {
        "submission_id": str(uuid.uuid4()), "case_id": case_id, "type": "WAGE",
        "starts_on": today(session), "contract": "CDI", "evidence": "SELF",
    }  # fmt: skip
    placements.record(session, validated(PlacementInput, raw), by=CAST.agent_rabat)


def test_random_acts_keep_them_equal_to_a_recount(session: Session) -> None:
    """Each by itself: whoever a later act notes is put right whatever was missed before."""
    made = Acts(session, 1)
    for _ in range(80):
        made.do(1)
        tallies.settle(session)
        assert recounting.differing(session) == 0, made.last
    assert len(made.numbers) > 10


@pytest.mark.parametrize(
    ("database", "seed"),
    [*on("sqlite", tries(1, 3)), *on("postgresql", tries(0, 4))],
    indirect=["database"],
)
def test_thousands_of_random_acts_do(session: Session, seed: int) -> None:
    made = Acts(session, seed)
    for number in range(1000):
        made.do(1)
        tallies.settle(session)
        if number % 10 == 0:
            assert recounting.differing(session) == 0, made.last
    # Which are accepted depends on the acts before: of a thousand, nearly every kind is.
    assert len({act.__name__ for act in made.choices} - made.numbers.keys()) <= 2


def test_a_difference_is_noticed_and_mended(session: Session) -> None:
    record(session)
    tallies.settle(session)
    assert recounting.differing(session) == 0
    session.execute(sa.update(Tally).where(col(Tally.kind) == "acts").values(n=7))
    session.execute(sa.delete(Tally).where(col(Tally.kind) == "pairs"))
    assert recounting.differing(session) == 4
    tallies.rebuild(session)
    assert recounting.differing(session) == 0


def test_what_a_savepoint_took_back_is_not_counted(session: Session) -> None:
    record(session)
    step = session.begin_nested()
    record(session, case_ids=(CAST.case_rabat_2,))
    tallies.settle(session)
    step.rollback()
    tallies.settle(session)
    assert recounting.differing(session) == 0
    assert ("acts", 1) in {tuple(row) for row in session.execute(LIST)}


def test_rows_changed_past_the_session_are_counted_anew(session: Session) -> None:
    record(session)
    tallies.settle(session)
    session.execute(sa.update(Intervention).values(type="CV"))
    tallies.settle(session)
    assert recounting.differing(session) == 0
    assert {kind for kind, _ in session.execute(LIST)} >= {"seen:CV"}


def test_rows_changed_past_the_session_are_counted_after_a_savepoint(session: Session) -> None:
    record(session)
    tallies.settle(session)
    session.execute(sa.update(Intervention).values(type="CV"))
    step = session.begin_nested()
    tallies.settle(session)
    step.rollback()
    tallies.settle(session)
    assert recounting.differing(session) == 0
    assert {kind for kind, _ in session.execute(LIST)} >= {"seen:CV"}


def test_of_people_who_were_named_only_theirs_are(session: Session) -> None:
    record(session)
    tallies.settle(session)
    statement = sa.update(Intervention).values(type="CV")
    session.execute(statement, execution_options=tallies.NAMED)
    tallies.settle(session)
    assert recounting.differing(session) > 0
    tallies.touch(session, [CAST.case_rabat])
    tallies.settle(session)
    assert recounting.differing(session) == 0


def test_a_database_from_before_is_counted_once(database: sa.Engine) -> None:
    writer = database.execution_options(writes=True)
    with Session(writer) as session:
        record(session)
        session.commit()
    downgrade(database, "0025")
    upgrade(database)
    with Session(writer) as session:
        assert session.exec(select(Tally)).all() == []
        tallies.fill(session)
        assert recounting.differing(session) == 0
        session.execute(sa.update(Tally).where(col(Tally.kind) == "acts").values(n=7))
        tallies.fill(session)
        assert recounting.differing(session) == 2
