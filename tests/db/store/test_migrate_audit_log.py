"""Acts from before the chain are taken into it by the migration that begins it."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import Session

from db import audit
from db.queries import audit_chain
from db.store import engine as engines
from db.store.migrate import config, upgrade
from db.store.settings import settings
from tests.migrations import downgrade

OLD = (
    "INSERT INTO audit_entries (id, at, role, action, entity, entity_id, fields, reason) "
    "VALUES ({id}, '2026-03-0{id} 10:00:00.000000', '', 'demo.fill', 'programme', 'é', '', '')"
)


@pytest.fixture
def before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    """A database of the version before, with three acts in its log."""
    engine = engines.connect(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.execution_options(writes=True).begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "0006")
        for number in (1, 2, 4):
            connection.exec_driver_sql(OLD.format(id=number))
    monkeypatch.setitem(engines._engines, settings().database_url, engine)
    return engine


@pytest.mark.long
def test_the_acts_that_were_there_are_chained(before: sa.Engine) -> None:
    upgrade(before)
    with Session(before) as session:
        found = audit_chain.checked(session)
    assert (found.acts, found.unkeyed, found.faults) == (3, 3, ())
    with engines.writing() as session:
        audit.record(session, None, "demo.fill", "programme", 1)
    with Session(before) as session:
        found = audit_chain.checked(session)
    assert (found.acts, found.unkeyed, found.faults) == (4, 3, ())


@pytest.mark.long
def test_the_migration_can_be_undone(before: sa.Engine) -> None:
    upgrade(before)
    downgrade(before, "0006")
    with before.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit_entries WHERE id = 4")
    upgrade(before)
    with Session(before) as session:
        assert audit_chain.checked(session).acts == 2
