"""One's own drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.drafts import KEPT_FOR
from db.models import Draft
from db.models.base import now
from db.secrets.sealing import unseal


@dataclass(frozen=True)
class Kept:
    """A draft opened: its values, and when it was kept."""

    form: str
    values: dict[str, Any]
    kept_at: datetime


def own(session: Session, *, viewer: Viewer) -> list[Kept]:
    """All drafts of the viewer, the newest first."""
    require(session, viewer.account_id, Permission.OWN_ACCOUNT)
    query = (
        select(Draft)
        .where(Draft.account_id == viewer.account_id, Draft.kept_at > now() - KEPT_FOR)
        .order_by(col(Draft.kept_at).desc())
    )
    return [Kept(row.form, unseal(row.sealed), row.kept_at) for row in session.exec(query)]


def of_form(session: Session, form: str, *, viewer: Viewer) -> Kept | None:
    """The viewer's draft of one form."""
    return next((kept for kept in own(session, viewer=viewer) if kept.form == form), None)
