"""Which tables a statement reads or writes, so that what was read need not be read again while
nothing of it has changed (``docs/decisions/0101-a-figure-stands-until-its-tables-change.md``).

A subject is a table's name; of the counts that are kept (``db.models.tallies``) it is a kind of
them, since nearly every figure reads that one table. Both are found in the statement as it is sent:
no query needs to say what it reads, and none can forget to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from db.models import Tallied, Tally, quality_tallies, referral_tallies, tallies

#: Whatever is read rests on this one too: reference data, or what nobody can name.
EVERYTHING = "everything"
#: Written at each sign-in, save or keystroke, and in no figure.
IN_NO_FIGURE = frozenset(
    {
        "audit_entries", "audit_links", "audit_tail", "change_counter", "last_changes",
        "draft_texts", "drafts", "failed_sign_ins", "name_keys", "setup_codes",
        "sign_in_sessions", "sign_in_tickets",
    }
)  # fmt: skip
_COUNTS, _PEOPLE = Tally.__tablename__, Tallied.__tablename__
_WRITES = re.compile(r"\b(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
_TOUCHED = "touched"
#: What names a kind of counts is no longer than this.
_LONGEST = 30
_read: ContextVar[set[str] | None] = ContextVar("read", default=None)


@contextmanager
def reading() -> Iterator[set[str]]:
    """The subjects that are read meanwhile, in this thread."""
    found: set[str] = set()
    outer = _read.set(found)
    try:
        yield found
    finally:
        _read.reset(outer)


def written(session: Session) -> frozenset[str]:
    """The subjects that the transaction has written so far, as far as they are in a figure."""
    found: set[str] = session.connection().info.get(_TOUCHED, set())
    return frozenset(found)


@sa.event.listens_for(sa.Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    connection.info.pop(_TOUCHED, None)


@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def _note(
    connection: sa.Connection,
    _cursor: object,
    statement: str,
    values: Any,
    _context: object,
    _executemany: bool,
) -> None:
    if tables := _written(statement):
        # Which kinds a deletion is about its values do not say: "all but this one" is another.
        is_gone = _COUNTS in tables and statement.lstrip().upper().startswith("DELETE")
        told = () if is_gone else values
        subjects = _subjects(tables - IN_NO_FIGURE, told, is_read=False)
        connection.info.setdefault(_TOUCHED, set()).update(subjects)
    if (noted := _read.get()) is not None:
        noted.update(_subjects(_named(statement), values, is_read=True))


@lru_cache(1_000)
def _written(statement: str) -> frozenset[str]:
    return _known() & frozenset(_WRITES.findall(statement))


@lru_cache(2_000)
def _named(statement: str) -> frozenset[str]:
    return _known() & frozenset(re.findall(r"\w+", statement))


@cache
def _known() -> frozenset[str]:
    return frozenset(SQLModel.metadata.tables)


def _subjects(tables: frozenset[str], values: Any, *, is_read: bool) -> frozenset[str]:
    if not tables & {_COUNTS, _PEOPLE}:
        return tables
    found = set(tables - {_COUNTS, _PEOPLE})
    told = list(_told(values))
    if _COUNTS in tables:
        kinds = {kind for each in told if _is_short(each) and (kind := _kind(each))}
        # Whatever reads all kinds rests on each, and what writes them all may change any.
        found.update(kinds or (_kinds() if is_read else {EVERYTHING}))
    if _PEOPLE in tables and (is_read or any(each == 1 for each in told)):
        # What is read of people is who was at several agencies; each save writes those it is about.
        found.add(_PEOPLE)
    return frozenset(found)


def _told(values: Any) -> Iterator[Any]:
    """The values of a statement, however often it is sent."""
    for each in values if isinstance(values, list) else (values,):
        yield from each.values() if isinstance(each, Mapping) else each or ()


def _is_short(value: Any) -> bool:
    """Whether it may name a kind: rows that a statement is given as one text are not kept here."""
    return isinstance(value, str) and len(value) <= _LONGEST


@lru_cache(2_000)
def _kind(value: str) -> str:
    """The subject of a kind of counts, whatever it is further told apart by; empty for others."""
    name = next((part for part in value.split(":") if part in _names()), "")
    return f"{_COUNTS}.{name}" if name else ""


@cache
def _kinds() -> frozenset[str]:
    return frozenset(f"{_COUNTS}.{each}" for each in _names())


@cache
def _names() -> frozenset[str]:
    """Every kind of counts; a code of the same name is taken for one, which costs a reading."""
    return frozenset(_words((tallies, quality_tallies, referral_tallies)))


def _words(modules: Iterable[Any]) -> Iterator[str]:
    for module in modules:
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, str) and value:
                yield value
