"""What the trust form needs to begin: the waves under way and the agencies that may be rated."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.models import Agency, TrustFieldwork, TrustWave


@dataclass(frozen=True)
class FieldworkCount:
    """Persons asked at one agency in one wave, and how many of them declined."""

    approached: int = 0
    refused: int = 0


def open_waves(session: Session, *, viewer: Viewer) -> list[TrustWave]:
    """Waves that run today, newest first."""
    scope(session, viewer, Permission.TRUST_WRITE)
    day = today(session)
    query = (
        select(TrustWave)
        .where(TrustWave.starts_on <= day, TrustWave.ends_on >= day)
        .order_by(col(TrustWave.number).desc())
    )
    return list(session.exec(query))


def ratable_agencies(session: Session, *, viewer: Viewer) -> list[Agency]:
    """Agencies a person may be asked about by this account: all of the regions it is posted in.

    An enumerator from elsewhere is the better one (``docs/trust.md#interviewer-bias``), and
    recording shows nothing of the other agency, so an agent may ask in the agencies of their
    region; each is audited.
    """
    own = scope(session, viewer, Permission.TRUST_WRITE)
    regions = select(Agency.region).where(col(Agency.id).in_(own))
    day = today(session)
    query = (
        select(Agency)
        .where(col(Agency.region).in_(regions))
        .order_by(col(Agency.sort), col(Agency.id))
    )
    return [each for each in session.exec(query) if each.is_open(day)]


def fieldwork(session: Session, wave_id: int, agency_id: int, *, viewer: Viewer) -> FieldworkCount:
    """How many were asked and declined so far; nothing for an agency that is not the viewer's."""
    if agency_id not in scope(session, viewer, Permission.TRUST_WRITE):
        return FieldworkCount()
    found = session.get(TrustFieldwork, (wave_id, agency_id))
    return FieldworkCount(found.approached, found.refused) if found else FieldworkCount()
