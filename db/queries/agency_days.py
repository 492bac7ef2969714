"""What waits in each agency and with whom, for whoever watches over all of them; read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.models import Account
from db.models.base import Query
from db.queries import waiting_rows
from db.queries.waiting import Part, Waiting, as_line, part_of, ranked


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much waits with one agent of an agency; ``agent`` is empty for what is nobody's."""

    agency_id: int
    agent: str
    late: int
    today: int
    ahead: int
    put_off: int


def loads(session: Session, *, viewer: Viewer) -> list[Load]:
    """Each agency where something waits, agent by agent, nobody's first."""
    viewer = viewer_now(session, viewer, Permission.DAYS_READ)
    asked = waiting_rows.told(today(session), viewer.agencies, viewer)
    found = [
        Load(
            agency_id=line.agency_id,
            agent=line.display_name or "",
            late=line.late,
            today=line.today,
            ahead=line.ahead,
            put_off=line.put_off,
        )
        for line in session.execute(_counted(), asked)
    ]
    return sorted(found, key=lambda load: (load.agency_id, load.agent))


@cache
def _counted() -> Query:
    row = waiting_rows.rows().c
    owner = sa.case((waiting_rows.posted(row), row.owner_id), else_=None)
    each = sa.select(row.agency_id, owner.label("owner_id"), part_of(row).label("part")).subquery()
    return (
        sa.select(
            each.c.agency_id,
            each.c.owner_id,
            col(Account.display_name),
            *(
                sa.func.sum(sa.case((each.c.part == part.value, 1), else_=0)).label(part.value)
                for part in Part
            ),
        )
        .outerjoin(Account, col(Account.id) == each.c.owner_id)
        .group_by(each.c.agency_id, each.c.owner_id, col(Account.display_name))
    )


def agency_lines(
    session: Session, agency_id: int, limits: Mapping[Part, int] | None = None, *, viewer: Viewer
) -> dict[Part, list[Waiting]]:
    """The lines of one agency, whoever sees to them, by case code."""
    viewer = viewer_now(session, viewer, Permission.DAYS_READ)
    day = today(session)
    asked = waiting_rows.told(day, viewer.agencies & {agency_id}, viewer)
    found: dict[Part, list[Waiting]] = {each: [] for each in Part}
    for row in ranked(session, asked, limits or {}, by_whose=False):
        # Whom the agent asks follows from a consent, which whoever watches does not read.
        found[Part(row.part)].append(replace(as_line(row, day), is_alone=None))
    return found
