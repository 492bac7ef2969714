"""Codes for the trust survey on people's own phones: one-time slips, and a poster's open link.

Each is shown once, to be printed; stored is its hash.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.one_time_codes import random_code
from db.codes import TrustCodeKind, WaveState
from db.errors import NotFound, invalid
from db.inputs.self_completion import PlaceInput, SlipsInput
from db.models import Agency, TrustCode, TrustWave
from db.queries.code_hashes import hash_of
from db.queries.trust import wave_state

REFUSALS = {
    WaveState.ELSEWHERE: "error.trust_not_in_wave",
    WaveState.CLOSING: "error.trust_code_over",
    WaveState.CLOSED: "error.trust_code_over",
}


def make(session: Session, data: SlipsInput, *, by: AccountId) -> tuple[str, ...]:
    """New one-time codes in groups of four; who asked for how many, where, is in the log."""
    viewer = require(session, by, Permission.WAVES_MANAGE)
    _check(session, viewer, data)
    codes = tuple(_new(session, data, TrustCodeKind.SLIP) for _ in range(data.number))
    _log(session, viewer, "slip.make", data)
    return codes


def make_link(session: Session, data: PlaceInput, *, by: AccountId) -> str:
    """A new open link, for a poster; others of the same place stay good."""
    viewer = require(session, by, Permission.WAVES_MANAGE)
    _check(session, viewer, data)
    code = _new(session, data, TrustCodeKind.OPEN_LINK)
    _log(session, viewer, "slip.make_link", data)
    return code


def close_links(session: Session, data: PlaceInput, *, by: AccountId) -> None:
    """Switch off all open links of a wave at an agency; forms begun today still count today."""
    viewer = require(session, by, Permission.WAVES_MANAGE)
    _known(session, viewer, data)
    query = select(TrustCode).where(
        TrustCode.wave_id == data.wave_id,
        TrustCode.agency_id == data.agency_id,
        TrustCode.kind == TrustCodeKind.OPEN_LINK,
        col(TrustCode.closed_on).is_(None),
    )
    for row in session.exec(query):
        row.closed_on = today(session)
    _log(session, viewer, "slip.close_links", data)


def _new(session: Session, data: PlaceInput, kind: TrustCodeKind) -> str:
    code = random_code()
    session.add(
        TrustCode(
            wave_id=data.wave_id,
            agency_id=data.agency_id,
            kind=kind,
            code_hash=hash_of(code),
            created_on=today(session),
        )
    )
    return code


def _known(session: Session, viewer: Viewer, data: PlaceInput) -> None:
    wave, agency = session.get(TrustWave, data.wave_id), session.get(Agency, data.agency_id)
    if wave is None or agency is None or agency.id not in viewer.agencies:
        raise NotFound("error.not_found")


def _check(session: Session, viewer: Viewer, data: PlaceInput) -> None:
    """What is printed before a wave begins opens on its first day; after its last, never."""
    _known(session, viewer, data)
    state = wave_state(session, data.wave_id, data.agency_id, today(session))
    if state not in (WaveState.PLANNED, WaveState.OPEN):
        raise invalid("wave_id", REFUSALS[state])


def _log(session: Session, viewer: Viewer, action: str, data: PlaceInput) -> None:
    audit.record(session, viewer, action, "slip", f"{data.wave_id}/{data.agency_id}")
