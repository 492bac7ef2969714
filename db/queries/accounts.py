"""Accounts, for their administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.codes import Role
from db.inputs.typed import search_key
from db.models import Account, Organisation


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One account, as listed."""

    id: int
    username: str
    display_name: str
    role: Role
    organisation: str
    expires_on: date | None
    closed_at: datetime | None


def listed(
    session: Session, search: str = "", *, with_closed: bool = False, viewer: Viewer
) -> list[Listed]:
    """Accounts whose name holds ``search``, in no order."""
    require(session, viewer.account_id, Permission.ACCOUNT_MANAGE)
    query = select(Account, Organisation.name).join(Organisation, isouter=True)
    if not with_closed:
        query = query.where(col(Account.closed_at).is_(None))
    wanted = search_key(search)
    return [
        Listed(
            id=account.id,
            username=account.username,
            display_name=account.display_name,
            role=account.role,
            organisation=organisation or "",
            expires_on=account.expires_on,
            closed_at=account.closed_at,
        )
        for account, organisation in session.exec(query)
        # Here and not in SQL: each database folds other letters, and some none.
        if wanted in search_key(account.username) or wanted in search_key(account.display_name)
    ]


def organisations(session: Session, *, viewer: Viewer) -> dict[int, str]:
    """Organisations that are open, by id, for a partner's account, in no order."""
    require(session, viewer.account_id, Permission.ACCOUNT_MANAGE)
    day = today(session)
    return {row.id: row.name for row in session.exec(select(Organisation)) if row.is_open(day)}
