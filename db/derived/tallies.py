"""Keeps ``tallies`` equal to what the rows say, in the same transaction.

Whatever is flushed is looked at here: whom it is about is noted, and at the commit what the tallies
hold of these people (``tallied``) is taken out, and what is true by then is put in. So an act need
not know of it; nothing is locked before that, and then in one order: owners, tallies, the end of
the audit log. A statement that passes by the objects of a session makes all of them anew, unless it
has the option ``NAMED``: then ``touch`` is told whom it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlmodel import Session, SQLModel, col

from db.derived import facts, revisions
from db.derived.counting import add, moves
from db.derived.keys import Counts
from db.derived.recounting import (
    OWNERS,
    TALLIES,
    as_row,
    batches,
    count_all,
    is_of_this_edition,
    lock,
)
from db.derived.revisions import EVERY, Touched
from db.models import (
    Case,
    FirstContact,
    Intervention,
    Organisation,
    Placement,
    Programme,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
    upserts,
)
from db.models.tallies import READS_TALLIES

_PENDING = "tallies_pending"
#: The option of a statement that changes rows of people who are named to ``touch``.
NAMED = {"people_are_named": True}
_COUNTED = frozenset(
    SQLModel.metadata.tables[each.__tablename__]
    for each in (
        Case,
        FirstContact,
        Intervention,
        Placement,
        Programme,
        Referral,
        RetentionCheck,
        TrainingEnrolment,
    )
)
_BATCH = 2_000
_HELD = (
    sa.select(OWNERS.c.owner_id, OWNERS.c.facts)
    .where(OWNERS.c.owner_id.in_(sa.bindparam("owners", expanding=True)))
    .order_by(OWNERS.c.owner_id)
    .with_for_update()
)
#: What of a case is counted.
_FACTS = ("sex", "birth_year", "entry_channel", "closed_on", "close_reason")


@dataclass
class _Pending:
    """Whom a transaction has changed, and of them those that are not counted yet."""

    all: set[int] = field(default_factory=set)
    due: set[int] = field(default_factory=set)
    placements: set[int] = field(default_factory=set)
    centres: set[int] = field(default_factory=set)
    #: Rows were changed past the objects of the session; and all was counted for that.
    loose: bool = False
    was_loose: bool = False
    touched: Touched = field(default_factory=Touched)

    @property
    def is_due(self) -> bool:
        people = self.due or self.placements or self.centres
        return bool(people or self.loose or self.touched.is_due)


def _pending(session: Session) -> _Pending:
    pending: _Pending = session.info.setdefault(_PENDING, _Pending())
    return pending


def touch(session: Session, case_ids: Iterable[int]) -> None:
    """Say of whom rows were changed by a statement that passes by the session's objects."""
    _pending(session).due.update(case_ids)


def leave(session: Session) -> None:
    """Count nothing of this transaction but which months were touched: whoever fills tables in
    several ends with ``rebuild``."""
    session.info[_PENDING] = _Pending(touched=_pending(session).touched)


@sa.event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    new_or_gone, touched = (*session.new, *session.deleted), _pending(session).touched
    for row in new_or_gone:
        touched.note(session, row, is_whole=True)
    for row in session.dirty:
        touched.note(session, row, is_whole=False)
    for row in (*new_or_gone, *session.dirty):
        match row:
            case Intervention():
                _pending(session).due.update(_owners(row))
            case Placement() | TrainingEnrolment() | Referral():
                _pending(session).due.update(_values(row, "case_id"))
            case RetentionCheck():
                _pending(session).placements.update(_values(row, "placement_id"))
            case Case() if _has_changed(row, *_FACTS):
                _pending(session).due.add(row.id)
            case Organisation() if _has_changed(row, "training_type"):
                _pending(session).centres.add(row.id)
            case Programme() if _has_changed(row, "time_zone"):
                # The day of every entry may be another.
                _pending(session).loose = True


def _owners(row: Intervention) -> set[int]:
    return _values(row, "case_id") or {-row.id}


def _values(row: SQLModel, name: str) -> set[int]:
    """The value of a column now, and before this flush."""
    history = sa.inspect(row).attrs[name].history
    found = {*history.added, *history.unchanged, *history.deleted}
    return {each for each in found or {getattr(row, name)} if each is not None}


def _has_changed(row: SQLModel, *names: str) -> bool:
    return any(sa.inspect(row).attrs[name].history.has_changes() for name in names)


@sa.event.listens_for(Session, "do_orm_execute")
def _watch(state: ORMExecuteState) -> None:
    if state.is_select:
        if READS_TALLIES.keys() & state.execution_options.keys():
            settle(cast(Session, state.session))
    elif not NAMED.keys() & state.execution_options.keys():
        table, session = getattr(state.statement, "table", None), cast(Session, state.session)
        if table in _COUNTED:
            _pending(session).loose = True
        if table in revisions.READ:
            _pending(session).touched.months.add(EVERY)


@sa.event.listens_for(Session, "after_soft_rollback")
def _again(session: Session, _transaction: SessionTransaction) -> None:
    """What was counted since a savepoint is counted no more."""
    if pending := session.info.get(_PENDING):
        pending.due |= pending.all
        pending.loose |= pending.was_loose
        pending.touched.again()


@sa.event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_PENDING, None)


def _finish(session: Session) -> None:
    if not session.in_nested_transaction():
        settle(session)


# Before the audit log takes its lock, for which all writers wait.
sa.event.listen(Session, "before_commit", _finish, insert=True)


def settle(session: Session) -> None:
    """Count what this transaction has changed so far."""
    session.flush()
    pending: _Pending | None = session.info.get(_PENDING)
    if pending is None or not pending.is_due:
        return
    connection = session.connection()
    changes = Counts()
    if pending.loose:
        count_all(session)
        pending.loose, pending.was_loose = False, True
    else:
        owners = pending.due | _owners_of(connection, pending)
        pending.all |= owners
        for some in batches(sorted(owners), _BATCH):
            changes.update(_refresh(connection, some))
    changes.update(pending.touched.counted(connection))
    _add(connection, changes)
    pending.due, pending.placements, pending.centres = set(), set(), set()


def _owners_of(connection: sa.Connection, pending: _Pending) -> set[int]:
    queries = []
    if pending.placements:
        work = sa.select(col(Placement.case_id))
        queries.append(work.where(col(Placement.id).in_(pending.placements)))
    if pending.centres:
        courses = sa.select(col(TrainingEnrolment.case_id))
        queries.append(courses.where(col(TrainingEnrolment.centre_id).in_(pending.centres)))
    return {owner for query in queries for (owner,) in connection.execute(query)}


@cache
def _writes(dialect: str) -> tuple[sa.Executable, sa.Executable, sa.Executable]:
    """What makes a row of whoever has none, what changes it, and what adds to a count: put together
    once, for each save asks them."""
    owner, count = upserts.insert(dialect, OWNERS), upserts.insert(dialect, TALLIES)
    kept = {name: owner.excluded[name] for name in ("facts", "moves")}
    return (
        owner.on_conflict_do_nothing(),
        owner.on_conflict_do_update(index_elements=[OWNERS.c.owner_id], set_=kept),
        count.on_conflict_do_update(
            index_elements=list(TALLIES.primary_key.columns),
            set_={"n": TALLIES.c.n + count.excluded.n},
        ),
    )


def _refresh(connection: sa.Connection, owners: Collection[int]) -> Counts:
    """Hold of these what is true now; returns what that changes in the tallies."""
    held = _held(connection, owners)
    true = dict(facts.known(connection, owners))
    changes, before = Counts(), Counts()
    rows = []
    for owner in owners:
        now, text_before = true.get(owner, {}), held.get(owner, "")
        text = facts.written(now) if now else ""
        if text != text_before:
            add(changes, now)
            add(before, facts.read(text_before))
            rows.append({"owner_id": owner, "facts": text, "moves": moves(now)})
    if rows:
        changes.subtract(before)
        _, change, _ = _writes(connection.dialect.name)
        connection.execute(change, rows)
    return changes


def _add(connection: sa.Connection, changes: Counts) -> None:
    """In the order of the keys, so that no two wait for one another."""
    *_, added = _writes(connection.dialect.name)
    if values := [as_row(key, n) for key, n in sorted(changes.items()) if n]:
        connection.execute(added, values)


def _held(connection: sa.Connection, owners: Collection[int]) -> dict[int, str]:
    """What the tallies hold of these, locked until the transaction ends."""
    found = _read(connection, owners)
    missing = [owner for owner in owners if owner not in found]
    if missing and connection.dialect.name != "sqlite":  # which has one writer anyway
        # Of two that miss one at the same moment, the later waits for the earlier.
        values = [{"owner_id": owner, "facts": "", "moves": False} for owner in missing]
        make, *_ = _writes(connection.dialect.name)
        connection.execute(make, values)
        found = _read(connection, owners)
    return found


def _read(connection: sa.Connection, owners: Collection[int]) -> dict[int, str]:
    return {row.owner_id: row.facts for row in connection.execute(_HELD, {"owners": owners})}


def fill(session: Session) -> bool:
    """Count everything anew if it never was, or was by another version: once, though several
    processes start together. Returns whether it was."""
    lock(session)
    is_counted = is_of_this_edition(session)
    if not is_counted:
        rebuild(session)
    return not is_counted


def rebuild(session: Session) -> None:
    """Count everything anew."""
    count_all(session)
    leave(session)
