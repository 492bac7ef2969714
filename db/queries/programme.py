"""The programme's settings, and what they were before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Account, Programme, ProgrammeChange


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of one setting."""

    at: datetime
    who: str
    field: str
    before: str
    after: str
    reason: str


def current(session: Session) -> Programme:
    """The one row of settings."""
    return session.exec(select(Programme)).one()


def history(session: Session, *, viewer: Viewer) -> list[Change]:
    """All changes of the settings, the newest first."""
    require(session, viewer.account_id, Permission.PROGRAMME_MANAGE)
    query = (
        select(ProgrammeChange, Account.display_name)
        .join(Account)
        .order_by(col(ProgrammeChange.id).desc())
    )
    return [
        Change(
            at=row.changed_at,
            who=who,
            field=row.field,
            before=row.before,
            after=row.after,
            reason=row.reason,
        )
        for row, who in session.exec(query)
    ]
