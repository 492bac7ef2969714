"""Checking a log of four times the acts takes four times the work, not sixteen times.

Counted are the steps of SQLite's machine and the statements, which no other work can slow down.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from db import audit
from db.queries import audit_chain
from db.store.engine import reading, writing
from tests.db.queries.test_audit_chain import tamper

FEW, TIMES = 250, 4
EACH = 100


class Work:
    """What a check costs, and what it finds."""

    def __init__(self, database: sa.Engine, newest_only: int | None = None) -> None:
        self.steps = self.statements = 0
        sa.event.listen(database, "before_cursor_execute", self._statement)
        with reading() as session:
            driver = session.connection().connection.driver_connection
            assert driver is not None
            driver.set_progress_handler(self._step, EACH)
            self.found = audit_chain.checked(session, newest_only)
            driver.set_progress_handler(None, EACH)
        sa.event.remove(database, "before_cursor_execute", self._statement)

    def _step(self) -> int:
        self.steps += EACH
        return 0

    def _statement(self, *_: object) -> None:
        self.statements += 1


def act(count: int) -> None:
    with writing() as session:
        for _ in range(count):
            audit.record(session, None, "demo.fill", "case", 1)


@pytest.fixture
def engine(sqlite_engine: sa.Engine) -> Iterator[sa.Engine]:
    act(FEW)
    yield sqlite_engine


def test_the_work_grows_with_the_acts(engine: sa.Engine) -> None:
    small = Work(engine)
    act(FEW * (TIMES - 1))
    large = Work(engine)
    assert (small.found.acts, large.found.acts) == (FEW, TIMES * FEW)
    assert large.found.faults == ()
    assert large.statements == small.statements
    assert small.steps > FEW
    assert large.steps < 1.5 * TIMES * small.steps


def test_that_of_the_newest_does_not_grow(engine: sa.Engine) -> None:
    small = Work(engine, newest_only=20)
    act(FEW * (TIMES - 1))
    large = Work(engine, newest_only=20)
    assert large.statements == small.statements
    assert large.steps < 1.5 * small.steps


def test_nor_does_a_log_full_of_faults_take_longer(engine: sa.Engine) -> None:
    act(FEW * (TIMES - 1))
    sound = Work(engine)
    tamper(engine, "UPDATE audit_entries SET role = 'agent'", "DELETE FROM audit_links")
    broken = Work(engine)
    assert len(broken.found.faults) == audit_chain.MOST
    assert broken.steps < 1.5 * sound.steps
