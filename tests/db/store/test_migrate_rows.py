"""A database with rows comes through every migration: SQLite makes tables anew under them."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.models import Case, Intervention, Posting, TrainingStep
from db.store.migrate import is_current, migrating, upgrade
from tests.acts import an_intervention, step_enrolment
from tests.cast import CAST
from tests.migrations import downgrade

FIRST = "0001"
COUNTED = (Case, Intervention, Posting)


def rows(engine: sa.Engine) -> list[int]:
    with Session(engine) as session:
        return [
            session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in COUNTED
        ]


@pytest.mark.long
def test_rows_that_refer_to_each_other_are_all_there_afterwards(database: sa.Engine) -> None:
    with Session(database.execution_options(writes=True)) as session:
        an_intervention(session)
        session.commit()
    before = rows(database)
    assert min(before) > 0
    downgrade(database, FIRST)
    upgrade(database)
    assert is_current(database)
    assert rows(database) == before


def test_a_migration_that_orphans_a_row_is_taken_back(sqlite_engine: sa.Engine) -> None:
    refused = pytest.raises(sa.exc.SQLAlchemyError, match="refer to nothing")
    with refused, migrating(sqlite_engine) as connection:
        connection.exec_driver_sql("DELETE FROM agencies WHERE id = 1")
    with sqlite_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("SELECT id FROM agencies WHERE id = 1").scalar() == 1


@pytest.mark.long
def test_an_earlier_status_becomes_a_step_of_whoever_made_it(database: sa.Engine) -> None:
    """And back: the step before the last is what the table held before."""
    with Session(database.execution_options(writes=True)) as session:
        step_enrolment(session)
        session.commit()
        steps = _steps(session)
    assert [(status, by) for status, _, by in steps] == [
        ("ENROLLED", CAST.agent_rabat),
        ("ONGOING", CAST.agent_rabat),
    ]
    downgrade(database, "0018")
    with database.connect() as connection:
        found = connection.exec_driver_sql("SELECT status, earlier_status FROM training_enrolments")
        assert [tuple(row) for row in found] == [("ONGOING", "ENROLLED")]
    upgrade(database)
    with Session(database) as session:
        assert _steps(session) == steps


def _steps(session: Session) -> list[tuple[str, date, int]]:
    found = session.exec(select(TrainingStep).order_by(col(TrainingStep.id)))
    return [(each.status, each.status_on, each.entered_by) for each in found]
