"""What the trust form needs to begin: the waves under way and the agencies that may be rated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.survey_batches import as_of_yesterday
from db.access.viewer import Viewer
from db.codes import TrustMode, WaveState
from db.models import Agency, TrustFieldwork, TrustResponse, TrustWave, TrustWaveAgency


@dataclass(frozen=True)
class FieldworkCount:
    """Persons asked at one agency in one wave, and how many of them declined."""

    approached: int = 0
    refused: int = 0


def state_of(wave: TrustWave, begun_on: date, day: date) -> WaveState:
    """Whether a form of this wave, begun on ``begun_on``, is taken on ``day``.

    A wave is open on its days, and a form begun on one of them is taken later too. A wave that was
    closed takes what was begun before until the end of that day, and nothing new on it.
    """
    if begun_on < wave.starts_on:
        return WaveState.PLANNED
    if begun_on > wave.ends_on:
        return WaveState.CLOSED
    if wave.closed_on is None:
        return WaveState.OPEN
    return WaveState.CLOSING if day <= wave.closed_on else WaveState.CLOSED


def wave_state(session: Session, wave_id: int, agency_id: int, begun_on: date) -> WaveState:
    """Whether this wave takes, today, an answer about this agency begun on ``begun_on``.

    ``OPEN``: yes, and a new form may be begun. ``CLOSING``: yes, if it was begun before.
    ``ELSEWHERE``: the agency is not in the wave, or was closed by then.
    """
    wave, agency = session.get(TrustWave, wave_id), session.get(Agency, agency_id)
    if wave is None or session.get(TrustWaveAgency, (wave_id, agency_id)) is None:
        return WaveState.ELSEWHERE
    if agency is None or (agency.closed_on is not None and agency.closed_on < begun_on):
        return WaveState.ELSEWHERE
    return state_of(wave, begun_on, today(session))


def open_waves(session: Session, *, viewer: Viewer) -> list[TrustWave]:
    """Waves in which a questionnaire may be begun today, newest first."""
    scope(session, viewer, Permission.TRUST_WRITE)
    day = today(session)
    query = (
        select(TrustWave)
        .where(
            TrustWave.starts_on <= day,
            TrustWave.ends_on >= day,
            col(TrustWave.closed_on).is_(None),
        )
        .order_by(col(TrustWave.number).desc())
    )
    return list(session.exec(query))


def agencies_of_waves(session: Session, *, viewer: Viewer) -> dict[int, frozenset[int]]:
    """By the id of each wave that may be begun today, its agencies that the viewer may ask in."""
    ratable = {each.id for each in ratable_agencies(session, viewer=viewer)}
    waves = [each.id for each in open_waves(session, viewer=viewer)]
    found: dict[int, set[int]] = {each: set() for each in waves}
    query = select(TrustWaveAgency).where(col(TrustWaveAgency.wave_id).in_(waves))
    for row in session.exec(query):
        found[row.wave_id] |= {row.agency_id} & ratable
    return {wave: frozenset(agencies) for wave, agencies in found.items()}


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
    """How many were asked and declined so far; nothing for an agency that is not the viewer's.

    Who answered on their own phone is counted a day late: it would show who was there.
    """
    if agency_id not in scope(session, viewer, Permission.TRUST_WRITE):
        return FieldworkCount()
    found = session.get(TrustFieldwork, (wave_id, agency_id))
    if found is None:
        return FieldworkCount()
    by_phone = sa.select(sa.func.count()).where(
        col(TrustResponse.wave_id) == wave_id,
        col(TrustResponse.agency_id) == agency_id,
        col(TrustResponse.mode) == TrustMode.SELF_QR,
        col(TrustResponse.voided_at).is_(None),
        sa.not_(sa.and_(*as_of_yesterday(session))),
    )
    today_by_phone = int(session.execute(by_phone).scalar_one())
    return FieldworkCount(max(0, found.approached - today_by_phone), found.refused)
