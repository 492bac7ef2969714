"""What uses an agency or an organisation: which tables, and whether releases name it.

Never how many rows: whoever keeps the places reads no counts of cases and entries.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Agency, Organisation, ReleaseCell

#: A derived row says again what its interventions say.
DERIVED = frozenset({"first_contacts"})
#: The first answer of somebody is told to nobody; where there is such a row, there is a wave too.
UNTOLD = frozenset({"trust_codes", "trust_fieldwork", "trust_responses"})
RELEASES = "releases"
_ROW, _COLUMN = col(ReleaseCell.row_code), col(ReleaseCell.column_code)


def of_agency(session: Session, agency_id: int, *, viewer: Viewer) -> list[str]:
    """The tables that use an agency; none for one that is not there."""
    require(session, viewer.account_id, Permission.PLACES_READ)
    row = session.get(Agency, agency_id)
    return using(session, row) if row else []


def of_organisation(session: Session, organisation_id: int, *, viewer: Viewer) -> list[str]:
    """The tables that use an organisation; the same."""
    require(session, viewer.account_id, Permission.PLACES_READ)
    row = session.get(Organisation, organisation_id)
    return using(session, row) if row else []


def using(session: Session, row: Agency | Organisation) -> list[str]:
    """The tables with a row that points to a place; and releases, if one names an agency."""
    names: dict[str, list[sa.ColumnElement[bool]]] = {}
    for key in keys_to(str(row.__tablename__)):
        names.setdefault(key.parent.table.name, []).append(key.parent == row.id)
    if isinstance(row, Agency):
        names[RELEASES] = [each == row.code for each in (_ROW, _COLUMN)]
    asked = (sa.exists().where(sa.or_(*each)) for each in names.values())
    found = session.execute(sa.select(*asked)).one()
    return [name for name, is_used in zip(names, found, strict=True) if is_used]


def keys_to(table: str) -> list[sa.ForeignKey]:
    """The columns by which other tables name a row of this one."""
    return [
        key
        for other in SQLModel.metadata.sorted_tables
        if other.name not in DERIVED | UNTOLD
        for key in other.foreign_keys
        if key.column.table.name == table
    ]
