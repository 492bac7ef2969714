"""What is known of an agency's own register, and how it came to be so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.codes import CountMeasure
from db.inputs.register_counts import Cell
from db.models import Account, AgencyCount, AgencyCountChange

#: How many changes a page shows.
MOST_CHANGES = 200


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of one cell; ``None`` stands for "not received"."""

    month: date
    measure: CountMeasure
    former: int | None
    value: int | None
    source: str
    noted_on: date
    author: str
    entered_at: datetime


def stored(session: Session, agency_id: int, *, viewer: Viewer) -> dict[Cell, int]:
    """The counts of an agency, whenever they are of."""
    require(session, viewer.account_id, Permission.REGISTER_COUNTS_WRITE)
    rows = session.exec(select(AgencyCount).where(AgencyCount.agency_id == agency_id))
    return {(row.month, row.measure): row.value for row in rows}


def changes(session: Session, agency_id: int, *, viewer: Viewer) -> list[Change]:
    """The newest changes of an agency's counts, the newest first."""
    require(session, viewer.account_id, Permission.REGISTER_COUNTS_WRITE)
    query = (
        sa.select(AgencyCountChange, col(Account.display_name))
        .join(Account, col(Account.id) == col(AgencyCountChange.entered_by))
        .where(col(AgencyCountChange.agency_id) == agency_id)
        .order_by(col(AgencyCountChange.id).desc())
        .limit(MOST_CHANGES)
    )
    return [
        Change(author=author, **row.model_dump(exclude={"id", "agency_id", "entered_by"}))
        for row, author in session.execute(query)
    ]
