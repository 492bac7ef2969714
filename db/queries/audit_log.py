"""Who did what, newest first; names of fields, and never what stood in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import start_of
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Account, AuditEntry

PAGE = 50
#: The most that one file holds: a spreadsheet opens it, and the server makes it in a few seconds.
MOST_IN_A_FILE = 50_000
#: Stands for an act of nobody: a command of the server.
SERVER = 0


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """Which acts; ``after`` is the last one of the page before this."""

    start: date | None = None
    end: date | None = None
    account_id: int | None = None
    action: str | None = None
    entity: str | None = None
    entity_id: str = ""
    after: int | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act; ``author`` is the name that the account has now, closed or not."""

    id: int
    at: datetime
    account_id: int | None
    author: str | None
    role: str
    action: str
    entity: str
    entity_id: str
    fields: tuple[str, ...]
    reason: str


def listed(
    session: Session, wanted: AuditFilter, *, viewer: Viewer, limit: int = PAGE
) -> list[Act]:
    """The newest acts that are wanted, at most ``limit``."""
    require(session, viewer.account_id, Permission.AUDIT_READ)
    query = (
        sa.select(AuditEntry, col(Account.display_name))
        .outerjoin(Account, col(Account.id) == col(AuditEntry.account_id))
        .where(*_conditions(session, wanted))
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
    )
    return [_act(entry, author) for entry, author in session.execute(query)]


def people(session: Session, *, viewer: Viewer) -> dict[int, str]:
    """Everybody who ever had an account."""
    require(session, viewer.account_id, Permission.AUDIT_READ)
    return {each.id: each.display_name for each in session.exec(select(Account))}


def _act(entry: AuditEntry, author: str | None) -> Act:
    return Act(
        author=author,
        fields=tuple(filter(None, entry.fields.split(","))),
        **entry.model_dump(exclude={"fields"}),
    )


def _conditions(session: Session, wanted: AuditFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.start is not None:
        found.append(col(AuditEntry.at) >= start_of(session, wanted.start))
    if wanted.end is not None:
        found.append(col(AuditEntry.at) < start_of(session, wanted.end + timedelta(days=1)))
    if wanted.account_id is not None:
        who = col(AuditEntry.account_id)
        found.append(who.is_(None) if wanted.account_id == SERVER else who == wanted.account_id)
    if wanted.action is not None:
        found.append(col(AuditEntry.action) == wanted.action)
    if wanted.entity is not None:
        found.append(col(AuditEntry.entity) == wanted.entity)
    if wanted.entity_id:
        found.append(col(AuditEntry.entity_id) == wanted.entity_id)
    if wanted.after is not None:
        found.append(col(AuditEntry.id) < wanted.after)
    return found
