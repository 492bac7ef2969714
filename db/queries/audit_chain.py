"""Whether the audit log is as it was written: docs/decisions/0053-the-audit-log-is-a-chain.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import AuditEntry, AuditLink, AuditTail
from db.queries import audit_guards
from db.secrets.sealing import fingerprint, is_chained

#: How many of the newest acts a screen checks.
NEWEST = 500
#: How many faults are named; after a large one, all that follow say the same.
MOST = 20


class Fault(StrEnum):
    """What is wrong in one place."""

    #: The row does not say what was written, or stands in another one's place.
    CHANGED = "changed"
    #: Its place is there, the row is gone.
    MISSING = "missing"
    #: Rows and their places are gone, between two that stand.
    GAP = "gap"
    #: A row that no act of this program has written.
    INSERTED = "inserted"
    #: The newest rows are gone, or the last row's seal is not ours.
    CUT = "cut"
    #: What refuses changes and deletions is gone, or no longer refuses.
    UNGUARDED = "unguarded"


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One fault: the place in the chain (of a gap the first and last), and the row if it stands."""

    fault: Fault
    place: int = 0
    until: int = 0
    entry_id: int | None = None
    at: datetime | None = None
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check found; ``unkeyed``: how many of the oldest acts had no key yet."""

    acts: int
    checked: int
    unkeyed: int
    last_mark: str
    faults: tuple[Broken, ...]


def newest(session: Session, *, viewer: Viewer) -> Checked:
    """The check of the newest acts, as a screen can wait for it."""
    require(session, viewer.account_id, Permission.AUDIT_READ)
    return checked(session, newest_only=NEWEST)


def checked(session: Session, newest_only: int | None = None) -> Checked:
    """Follow the chain from its beginning, or its newest acts only; safe while others write."""
    # One statement, so that no writer comes between the two; a link, once there, stays.
    last_place = select(sa.func.max(AuditLink.place)).scalar_subquery()
    tail, last = session.execute(sa.select(AuditTail, last_place)).one_or_none() or (None, None)
    if tail is None:
        return Checked(
            acts=0, checked=0, unkeyed=0, last_mark="", faults=(Broken(fault=Fault.CUT),)
        )
    first = 1 if newest_only is None else max(1, tail.place - newest_only + 1)
    found = chain(
        _unguarded(session),
        _walked(session, tail, first),
        _end(session, tail, last or 0),
        _inserted(session, first),
    )
    return Checked(
        acts=tail.place,
        checked=tail.place - first + 1,
        unkeyed=tail.unkeyed,
        last_mark=tail.mark,
        faults=tuple(islice(found, MOST)),
    )


def _walked(session: Session, tail: AuditTail, first: int) -> Iterator[Broken]:
    """Each link up to the tail; after a fault it goes on from what is stored."""
    rows = session.execute(
        sa.select(*(col(AuditLink.place), col(AuditLink.entry_id), col(AuditLink.mark)), AuditEntry)
        .outerjoin(AuditEntry, col(AuditEntry.id) == col(AuditLink.entry_id))
        .where(col(AuditLink.place).between(first, tail.place))
        .order_by(col(AuditLink.place)),
        execution_options={"yield_per": 2000},
    )
    before = "" if first == 1 else session.scalar(_mark_at(first - 1))
    expected = first
    for place, entry_id, mark, entry in rows:
        if place > expected:
            yield Broken(fault=Fault.GAP, place=expected, until=place - 1)
            before = None
        if entry is None:
            yield Broken(fault=Fault.MISSING, place=place, entry_id=entry_id)
        elif before is not None and not _is_ours(
            entry.chained_content(place, before), mark, place, tail
        ):
            yield _named(Fault.CHANGED, entry, place)
        before, expected = mark, place + 1
    if expected <= tail.place:
        yield Broken(fault=Fault.GAP, place=expected, until=tail.place)


def _mark_at(place: int) -> sa.Select[str]:
    return sa.select(col(AuditLink.mark)).where(col(AuditLink.place) == place)


def _is_ours(said: str, mark: str, place: int, tail: AuditTail) -> bool:
    return fingerprint(said) == mark if place <= tail.unkeyed else is_chained(said, mark)


def _end(session: Session, tail: AuditTail, last: int) -> Iterator[Broken]:
    """The tail is sealed with the key, and agrees with the last link."""
    is_sealed = is_chained(tail.chained_content(), tail.seal)
    # Right after the upgrade that began the chain, nothing has been sealed yet.
    has_begun = tail.place > tail.unkeyed or tail.seal != ""
    mark = session.scalar(_mark_at(tail.place)) or ""
    if (has_begun and not is_sealed) or last > tail.place or (last and mark != tail.mark):
        yield Broken(fault=Fault.CUT, place=tail.place)


def _inserted(session: Session, first: int) -> Iterator[Broken]:
    """Rows without a place; of a check of the newest, those beyond its first row."""
    outside = (
        select(AuditEntry)
        .where(~sa.exists().where(col(AuditLink.entry_id) == col(AuditEntry.id)))
        .order_by(col(AuditEntry.id))
        .limit(MOST)
    )
    if first > 1:
        begin = sa.select(col(AuditLink.entry_id)).where(col(AuditLink.place) == first)
        outside = outside.where(col(AuditEntry.id) >= begin.scalar_subquery())
    for entry in session.exec(outside):
        yield _named(Fault.INSERTED, entry)


def _named(fault: Fault, entry: AuditEntry, place: int = 0) -> Broken:
    return Broken(fault=fault, place=place, entry_id=entry.id, at=entry.at, action=entry.action)


def _unguarded(session: Session) -> Iterator[Broken]:
    if not audit_guards.are_intact(session):
        yield Broken(fault=Fault.UNGUARDED)
