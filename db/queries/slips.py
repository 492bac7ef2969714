"""How many slips were printed for a wave and used, told to managers a day late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import TrustCodeKind
from db.models import Agency, TrustCode, TrustWaveAgency


@dataclass(frozen=True, kw_only=True)
class SlipCount:
    """Slips of one agency in a wave, its open links, and the answers by them.

    What was used today is not counted: a number that moves would tell who was there.
    """

    printed: int = 0
    used: int = 0
    open_links: int = 0
    by_link: int = 0


def counts(session: Session, wave_id: int, *, viewer: Viewer) -> Mapping[int, SlipCount]:
    """By agency, for those that the wave has slips or links of."""
    agencies = scope(session, viewer, Permission.WAVES_MANAGE)
    is_used = col(TrustCode.used_on) < today(session)

    def number(kind: TrustCodeKind, *conditions: sa.ColumnElement[bool]) -> sa.Function[int]:
        return sa.func.count(sa.case((sa.and_(col(TrustCode.kind) == kind, *conditions), 1)))

    query = (
        sa.select(
            col(TrustCode.agency_id),
            number(TrustCodeKind.SLIP).label("printed"),
            number(TrustCodeKind.SLIP, is_used).label("used"),
            number(TrustCodeKind.OPEN_LINK, col(TrustCode.closed_on).is_(None)).label("open_links"),
            number(TrustCodeKind.BROWSER, is_used).label("by_link"),
        )
        .where(col(TrustCode.wave_id) == wave_id, col(TrustCode.agency_id).in_(agencies))
        .group_by(col(TrustCode.agency_id))
    )
    found = {row.agency_id: row._mapping for row in session.execute(query)}
    return {
        agency: SlipCount(**{name: row[name] for name in row if name != "agency_id"})
        for agency, row in found.items()
    }


def agencies_of(session: Session, wave_id: int, *, viewer: Viewer) -> list[Agency]:
    """The agencies of a wave, in their order."""
    ids = scope(session, viewer, Permission.WAVES_MANAGE)
    query = (
        select(Agency)
        .join(TrustWaveAgency, col(TrustWaveAgency.agency_id) == col(Agency.id))
        .where(TrustWaveAgency.wave_id == wave_id, col(Agency.id).in_(ids))
        .order_by(col(Agency.sort), col(Agency.id))
    )
    return list(session.exec(query))
