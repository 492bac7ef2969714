"""Corrections to the directory on which nobody has decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Account, Organisation, PlaceProposal


@dataclass(frozen=True, kw_only=True)
class OpenProposal:
    """What stands in the directory, what would be right, and who says so."""

    id: int
    organisation_id: int
    name: str
    field: str
    now: str
    value: str
    by: str
    at: datetime


def listed(session: Session, *, viewer: Viewer) -> list[OpenProposal]:
    """The oldest first."""
    require(session, viewer.account_id, Permission.PLACE_ADD)
    query = (
        sa.select(PlaceProposal, Organisation, col(Account.display_name))
        .join(Organisation, col(Organisation.id) == col(PlaceProposal.organisation_id))
        .join(Account, col(Account.id) == col(PlaceProposal.proposed_by))
        .where(col(PlaceProposal.decided_at).is_(None))
        .order_by(col(PlaceProposal.id))
    )
    return [
        OpenProposal(
            id=row.id, organisation_id=place.id, name=place.name, field=row.field,
            now=str(getattr(place, row.field) or ""), value=row.value, by=name, at=row.proposed_at,
        )
        for row, place, name in session.execute(query)
    ]  # fmt: skip
