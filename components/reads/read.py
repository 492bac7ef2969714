"""One read of the database for a screen: fresh, in a session of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from db.store.engine import reading

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def read(
    query: Callable[Concatenate[Session, Asked], Found],
    /,
    *wanted: Asked.args,
    **more: Asked.kwargs,
) -> Found:
    """``query(session, *wanted, **more)``; nearly every query wants a ``viewer=`` among the rest.

    Rows come back detached from the session, as they were read.
    """
    with reading() as session:
        found = query(session, *wanted, **more)
        session.expunge_all()
    return found
