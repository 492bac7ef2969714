"""How many slips were printed for a wave and used, told to managers a day late and, as long as the
wave is open, in steps of ten."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.survey_batches import in_steps
from db.access.viewer import Viewer
from db.codes import TrustCodeKind
from db.errors import NotFound
from db.models import Agency, TrustCode, TrustWave, TrustWaveAgency


@dataclass(frozen=True, kw_only=True)
class SlipCount:
    """Slips of one agency in a wave, its open links, and the answers by them.

    What was used today is not counted: a number that moves would tell who was there.
    """

    printed: int = 0
    used: int = 0
    open_links: int = 0
    by_link: int = 0


@dataclass(frozen=True, kw_only=True)
class WaveSlips:
    """A wave, its agencies in their order, and the counts of those that have any."""

    wave: TrustWave
    agencies: tuple[Agency, ...]
    counts: Mapping[int, SlipCount]
    takes_more: bool
    in_steps: bool


def _counts(
    session: Session, wave: TrustWave, agencies: Collection[int], day: date
) -> dict[int, SlipCount]:
    is_used = col(TrustCode.used_on) < day

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
        .where(col(TrustCode.wave_id) == wave.id, col(TrustCode.agency_id).in_(agencies))
        .group_by(col(TrustCode.agency_id))
    )
    found = {}
    for row in session.execute(query):
        used, by_link = row.used, row.by_link
        if day <= wave.ends_on:
            used, by_link = in_steps(used), in_steps(by_link)
        found[row.agency_id] = SlipCount(
            printed=row.printed, used=used, open_links=row.open_links, by_link=by_link
        )
    return found


def of_wave(session: Session, wave_id: int, *, viewer: Viewer) -> WaveSlips:
    """What a wave has of slips, and where more can be printed; ``NotFound`` without a wave."""
    ids = scope(session, viewer, Permission.WAVES_MANAGE)
    wave = session.get(TrustWave, wave_id)
    if wave is None:
        raise NotFound("error.not_found")
    query = (
        select(Agency)
        .join(TrustWaveAgency, col(TrustWaveAgency.agency_id) == col(Agency.id))
        .where(TrustWaveAgency.wave_id == wave_id, col(Agency.id).in_(ids))
        .order_by(col(Agency.sort), col(Agency.id))
    )
    day = today(session)
    return WaveSlips(
        wave=wave,
        agencies=tuple(session.exec(query)),
        counts=_counts(session, wave, ids, day),
        takes_more=day <= wave.ends_on and wave.closed_on is None,
        in_steps=day <= wave.ends_on,
    )
