"""What uses an agency or an organisation: how many rows of each table, and releases."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Agency, Organisation, ReleaseCell

#: A derived row says again what its interventions say.
DERIVED = frozenset({"first_contacts"})
#: What moves with each answer of somebody is told to nobody; where there is such a row, there is a
#: wave or a posting as well.
UNTOLD = frozenset({"trust_codes", "trust_fieldwork", "trust_responses", "non_user_counts"})
RELEASES = "releases"


def of_agency(session: Session, agency_id: int, *, viewer: Viewer) -> dict[str, int]:
    """What uses an agency, by table; nothing for one that is not there."""
    require(session, viewer.account_id, Permission.PLACES_READ)
    row = session.get(Agency, agency_id)
    return counted(session, row) if row else {}


def of_organisation(session: Session, organisation_id: int, *, viewer: Viewer) -> dict[str, int]:
    """What uses an organisation, by table; the same."""
    require(session, viewer.account_id, Permission.PLACES_READ)
    row = session.get(Organisation, organisation_id)
    return counted(session, row) if row else {}


def counted(session: Session, row: Agency | Organisation) -> dict[str, int]:
    """Rows that point to a place, by their table; and the releases that name an agency."""
    found: dict[str, int] = {}
    for key in keys_to(str(row.__tablename__)):
        found[key.parent.table.name] = _count(session, key.parent.table, key.parent == row.id)
    if isinstance(row, Agency):
        cells = sa.select(col(ReleaseCell.release_id)).where(
            sa.or_(col(ReleaseCell.row_code) == row.code, col(ReleaseCell.column_code) == row.code)
        )
        found[RELEASES] = _count(session, cells.distinct().subquery())
    return {name: count for name, count in found.items() if count}


def keys_to(table: str) -> list[sa.ForeignKey]:
    """The columns by which other tables name a row of this one."""
    return [
        key
        for other in SQLModel.metadata.sorted_tables
        if other.name not in DERIVED | UNTOLD
        for key in other.foreign_keys
        if key.column.table.name == table
    ]


def _count(session: Session, rows: sa.FromClause, *conditions: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(rows).where(*conditions)
    return int(session.execute(query).scalar_one())
