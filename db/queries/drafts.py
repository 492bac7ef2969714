"""One's own drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Draft, Programme
from db.models.base import now
from db.models.programme import DRAFT_DAYS
from db.secrets.sealing import unseal


@dataclass(frozen=True)
class Kept:
    """A draft opened: its values, and when it was kept."""

    form: str
    values: dict[str, Any]
    kept_at: datetime


def expiry(session: Session) -> datetime:
    """A draft that was kept before this moment has expired; without a programme, none has long."""
    days = session.exec(select(Programme.draft_days)).first() or DRAFT_DAYS
    return now() - timedelta(days=days)


def own(session: Session, *, viewer: Viewer) -> list[Kept]:
    """All drafts of the viewer, the newest first."""
    require(session, viewer.account_id, Permission.OWN_ACCOUNT)
    query = (
        select(Draft)
        .where(Draft.account_id == viewer.account_id, Draft.kept_at > expiry(session))
        .order_by(col(Draft.kept_at).desc())
    )
    return [Kept(row.form, unseal(row.sealed), row.kept_at) for row in session.exec(query)]


def of_form(session: Session, form: str, *, viewer: Viewer) -> Kept | None:
    """The viewer's draft of one form."""
    return next((kept for kept in own(session, viewer=viewer) if kept.form == form), None)
