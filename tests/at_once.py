"""Two writers at the same moment: what the second one does while the first is under way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.errors import AppError
from db.store.engine import engine, writing

#: SQLite has one writer anyway.
with_many_writers = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
Act = Callable[[Session], Any]
_WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def while_first_is_under_way(
    first: Act, second: Act, then: Act = lambda _: None
) -> tuple[Any, Any]:
    """What both return: the second begins when the first has done its act, and ends after it.

    ``then``: what the first does while the second waits. Where the second is refused, its refusal's
    key.
    """
    with ThreadPoolExecutor(1) as elsewhere:
        with writing() as session:
            done = first(session)
            session.flush()
            later = elsewhere.submit(alone, second)
            _wait_for(later)
            then(session)
        return done, later.result()


def alone(act: Act) -> Any:
    """What an act returns, or the key of its refusal."""
    try:
        with writing() as session:
            return act(session)
    except AppError as refused:
        return refused.key


def _wait_for(later: Future[Any]) -> None:
    """Until it waits for a lock, or is through."""
    with engine().connect() as watching:
        while not later.done() and not watching.execute(_WAITING).scalar_one():
            watching.rollback()


def by_turns(rounds: int, *acts: Act) -> list[BaseException]:
    """Each act so many times by a writer of its own, all at once; the errors of the database.

    What is refused in words is no error.
    """

    def write(act: Act) -> list[BaseException]:
        found: list[BaseException] = []
        for _ in range(rounds):
            try:
                with writing() as session:
                    act(session)
            except AppError:
                pass
            except sa.exc.SQLAlchemyError as error:
                found.append(error)
        return found

    with ThreadPoolExecutor(len(acts)) as writers:
        return [error for found in writers.map(write, acts) for error in found]


def ended_at_first(act: Callable[..., Any], code: str = "40P01") -> Callable[..., Any]:
    """``act``, whose first transaction PostgreSQL ends after its work, by this code."""
    tries = []

    def ended(*wanted: Any, **more: Any) -> Any:
        done = act(*wanted, **more)
        tries.append(code)
        if len(tries) == 1:
            failure = Exception()
            failure.sqlstate = code  # type: ignore[attr-defined]
            raise sa.exc.OperationalError("UPDATE", {}, failure)
        return done

    return ended
