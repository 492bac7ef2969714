"""What stands behind a code of the trust survey: a form that can be answered, or why it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from db.access.clock import today
from db.codes import TrustCodeKind, TrustMoment, WaveState
from db.models import Agency, TrustCode, TrustWave
from db.queries.code_hashes import hash_of
from db.queries.trust import wave_state
from db.secrets.sealing import fingerprint


class Standing(StrEnum):
    """Whether a code opens a form; ``SENT``: this browser's own is stored. The others are refusals,
    each with its own sentence."""

    OPEN = "open"
    SENT = "sent"
    UNKNOWN = "unknown"
    USED = "used"
    NOT_YET = "not_yet"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a form is about: its agency, and what its wave asks in which languages."""

    code_hash: str
    is_open_link: bool
    agency_id: int
    name: str
    name_ar: str
    languages: tuple[str, ...]
    moments: tuple[TrustMoment, ...]


@dataclass(frozen=True, kw_only=True)
class Behind:
    """A code as it stands now; ``place`` is missing where there is no such code."""

    standing: Standing
    place: Place | None = None


#: A form that was begun is taken while a wave closes; a new one is not.
BEGUN = {
    WaveState.OPEN: Standing.OPEN,
    WaveState.CLOSING: Standing.OPEN,
    WaveState.PLANNED: Standing.NOT_YET,
}
NEW = {WaveState.OPEN: Standing.OPEN, WaveState.PLANNED: Standing.NOT_YET}


def behind(session: Session, typed: str, *, form: str = "", begun: date | None = None) -> Behind:
    """The code as typed, for a browser whose ``form`` was ``begun`` on a day, if it has one.

    One look-up by hash, whether there is such a code or not.
    """
    row = session.exec(
        select(TrustCode, TrustWave, Agency)
        .join(TrustWave, col(TrustWave.id) == col(TrustCode.wave_id))
        .join(Agency, col(Agency.id) == col(TrustCode.agency_id))
        .where(TrustCode.code_hash == hash_of(typed), TrustCode.kind != TrustCodeKind.BROWSER)
    ).first()
    if row is None:
        return Behind(standing=Standing.UNKNOWN)
    code, wave, agency = row
    place = Place(
        code_hash=code.code_hash,
        is_open_link=code.kind is TrustCodeKind.OPEN_LINK,
        agency_id=agency.id,
        name=agency.name,
        name_ar=agency.name_ar,
        languages=tuple(wave.languages.split(",")),
        moments=tuple(TrustMoment(each) for each in wave.moments.split(",")),
    )
    return Behind(standing=_standing(session, code, form, begun), place=place)


def browser_hash(code: TrustCode, form: str) -> str:
    """What one browser leaves at an open link."""
    return fingerprint(f"{code.code_hash}:{form}")


def is_sent(session: Session, code: TrustCode, form: str) -> bool:
    """Whether the answers of this very form are stored, by the slip or by the open link."""
    if code.kind is TrustCodeKind.SLIP:
        return code.form_hash == fingerprint(form)
    query = select(TrustCode.id).where(TrustCode.code_hash == browser_hash(code, form))
    return session.exec(query).first() is not None


def _standing(session: Session, code: TrustCode, form: str, begun: date | None) -> Standing:
    if form and is_sent(session, code, form):
        return Standing.SENT
    if code.used_on is not None:
        return Standing.USED
    day = today(session)
    if code.closed_on is not None and (begun is None or day > code.closed_on):
        return Standing.OVER
    state = wave_state(session, code.wave_id, code.agency_id, begun or day)
    return (BEGUN if begun else NEW).get(state, Standing.OVER)
