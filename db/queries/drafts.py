"""One's own drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Draft, Programme, SignInSession
from db.models.base import now
from db.models.programme import DRAFT_DAYS
from db.secrets.sealing import unseal


@dataclass(frozen=True)
class Kept:
    """A draft opened: its values, when it was begun and kept last, and by which page.

    ``sign_in_id``: the sign-in of its browser, while that is open. ``aside_at``: when another text
    of the same form was kept, which lies beside it.
    """

    form: str
    values: dict[str, Any]
    kept_at: datetime
    begun_at: datetime
    mark: str
    writer: str
    sign_in_id: int | None
    aside_at: datetime | None


def expiry(session: Session) -> datetime:
    """A draft that was kept before this moment has expired; without a programme, none has long."""
    days = session.exec(select(Programme.draft_days)).first() or DRAFT_DAYS
    return now() - timedelta(days=days)


def own(session: Session, *, viewer: Viewer) -> list[Kept]:
    """All drafts of the viewer, the newest first."""
    require(session, viewer.account_id, Permission.OWN_ACCOUNT)
    is_open = sa.and_(
        col(SignInSession.id) == col(Draft.sign_in_id),
        col(SignInSession.ended_at).is_(None),
        col(SignInSession.expires_at) > now(),
    )
    expired = expiry(session)
    query = (
        select(Draft, SignInSession.id)
        .outerjoin(SignInSession, is_open)
        .where(Draft.account_id == viewer.account_id, Draft.kept_at > expired)
        .order_by(col(Draft.kept_at).desc())
    )
    return [
        Kept(
            form=row.form,
            values=unseal(row.sealed),
            kept_at=row.kept_at,
            begun_at=row.begun_at,
            mark=row.mark,
            writer=row.writer,
            sign_in_id=sign_in_id,
            aside_at=_unexpired(row.aside_kept_at, expired),
        )
        for row, sign_in_id in session.exec(query)
    ]


def _unexpired(at: datetime | None, expired: datetime) -> datetime | None:
    return at if at and at > expired else None


def of_form(session: Session, form: str, *, viewer: Viewer) -> Kept | None:
    """The viewer's draft of one form."""
    return next((kept for kept in own(session, viewer=viewer) if kept.form == form), None)
