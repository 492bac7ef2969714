"""What is taken back takes no place in the chain and raises no counter, then or later."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db import audit
from db.models import AuditTail
from db.queries import audit_chain
from db.store.engine import reading, writing
from tests.conftest import POSTGRESQL_AT_LENGTH


def act(session: Session) -> None:
    audit.record(session, None, "demo.fill", "programme", 1)


def stored() -> tuple[int, int]:
    """How many acts are in the chain, and the counter of the figures; the chain is whole."""
    with reading() as session:
        found = audit_chain.checked(session)
        assert found.faults == ()
        return found.acts, audit.version(session)


def test_what_is_rolled_back_takes_no_place(database: sa.Engine) -> None:
    before = stored()[1]
    with pytest.raises(ZeroDivisionError), writing() as session:
        act(session)
        session.flush()
        raise ZeroDivisionError
    assert stored() == (0, before)


@POSTGRESQL_AT_LENGTH
@pytest.mark.parametrize("end", [Session.rollback, Session.close], ids=["rollback", "close"])
@pytest.mark.parametrize("is_flushed", [False, True])
def test_a_session_that_goes_on_after_a_rollback_begins_anew(
    database: sa.Engine, end: Callable[[Session], None], is_flushed: bool
) -> None:
    before = stored()[1]
    with Session(database.execution_options(writes=True)) as session:
        act(session)
        if is_flushed:
            session.flush()
        end(session)
        assert audit.version(session) == before
        act(session)
        session.commit()
    assert stored() == (1, before + 1)


def test_a_savepoint_takes_back_its_own_acts_only(database: sa.Engine) -> None:
    before = stored()[1]
    with writing() as session:
        act(session)
        with session.begin_nested() as kept:
            act(session)
            with session.begin_nested() as inner:
                act(session)
                session.flush()
                inner.rollback()
            assert kept.is_active
        with session.begin_nested() as outer:
            act(session)
            with session.begin_nested():
                act(session)
            outer.rollback()
        assert audit.version(session) == before + 2
    assert stored() == (2, before + 2)


def test_a_flush_that_fails_within_a_savepoint_is_taken_back(database: sa.Engine) -> None:
    before = stored()[1]
    with writing() as session:
        act(session)
        with pytest.raises(sa.exc.DBAPIError), session.begin_nested():
            act(session)
            session.add(AuditTail(id=2))
            session.flush()
        act(session)
    assert stored() == (2, before + 2)


def test_a_session_that_commits_twice_goes_on(database: sa.Engine) -> None:
    before = stored()[1]
    with Session(database.execution_options(writes=True)) as session:
        for _ in range(2):
            act(session)
            session.commit()
            with writing() as other:
                act(other)
    assert stored() == (4, before + 4)
