"""A wave of the survey: planned, begun, extended, closed for good, and reopened with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.edit_conflicts import refuse_stale
from db.codes import WaveState
from db.errors import AppError, InvalidInput, NotFound, Problem, invalid
from db.inputs.trust_waves import (
    MOST_DAYS,
    WaveChange,
    WaveClosing,
    WaveExtension,
    WavePlan,
    WaveReopening,
    checked_targets,
)
from db.models import Agency, Programme, ReleaseCell, TrustWave, TrustWaveAgency
from db.queries.trust import state_of
from db.releases.names import TRUST

PLAN = ("name", "starts_on", "ends_on", "languages", "moments", "sampling")


def plan(session: Session, data: WavePlan, *, by: AccountId) -> int:
    """Plan a wave that begins today or later; returns its id. It opens on its first day."""
    viewer = require(session, by, Permission.WAVES_MANAGE)
    _lock(session)
    targets = _checked(session, data, wave_id=None)
    last = session.exec(select(sa.func.max(col(TrustWave.number)))).one()
    wave = TrustWave(number=(last or 0) + 1, **_columns(data))
    session.add(wave)
    session.flush()
    _set_agencies(session, wave, targets)
    _log(session, viewer, "plan", wave, [*PLAN, "targets"])
    return wave.id


def change(session: Session, data: WaveChange, *, by: AccountId) -> None:
    """Plan a wave anew, before it begins."""
    viewer, wave = _managed(session, data.id, by)
    _refuse_unless(session, wave, WaveState.PLANNED, "error.wave_begun")
    seen = dict(data.seen)
    targets_seen = seen.pop("targets", None)
    refuse_stale(session, wave, seen)
    if targets_seen is not None and targets_seen != _targets(session, wave):
        raise invalid("targets", "error.wave_agencies_changed")
    targets = _checked(session, data, wave_id=wave.id)
    fields = [name for name, value in _columns(data).items() if getattr(wave, name) != value]
    if targets != _targets(session, wave):
        fields.append("targets")
    for name, value in _columns(data).items():
        setattr(wave, name, value)
    _set_agencies(session, wave, targets)
    _log(session, viewer, "change", wave, fields)


def begin(session: Session, wave_id: int, *, by: AccountId) -> None:
    """Open a planned wave today instead of on its day."""
    viewer, wave = _managed(session, wave_id, by)
    _refuse_unless(session, wave, WaveState.PLANNED, "error.wave_begun")
    day = today(session)
    _check_length(day, wave.ends_on, "form")
    _refuse_overlaps(session, wave.id, _targets(session, wave), day, wave.ends_on, "form")
    wave.starts_on = day
    _log(session, viewer, "begin", wave, ["starts_on"])


def extend(session: Session, data: WaveExtension, *, by: AccountId) -> None:
    """Move the last day of a wave that runs to a later one."""
    viewer, wave = _managed(session, data.id, by)
    _refuse_unless(session, wave, WaveState.OPEN, "error.wave_not_open")
    refuse_stale(session, wave, data.seen)
    if data.ends_on <= wave.ends_on:
        raise invalid("ends_on", "error.wave_not_later", day=wave.ends_on)
    _check_length(wave.starts_on, data.ends_on, "ends_on")
    targets = _targets(session, wave)
    _refuse_overlaps(session, wave.id, targets, wave.starts_on, data.ends_on, "ends_on")
    wave.ends_on = data.ends_on
    _log(session, viewer, "extend", wave, ["ends_on"])


def close(session: Session, data: WaveClosing, *, by: AccountId) -> None:
    """End a wave today: what was begun counts until the end of the day, and nothing new does."""
    viewer, wave = _managed(session, data.id, by)
    _refuse_unless(session, wave, WaveState.OPEN, "error.wave_not_open")
    wave.ends_on = wave.closed_on = today(session)
    wave.close_reason = data.reason
    _log(session, viewer, "close", wave, ["close_reason", "closed_on", "ends_on"])


def reopen(session: Session, data: WaveReopening, *, by: AccountId) -> None:
    """Let a wave that is over run again, once; never after a release has told of it.

    Told again in the next year, the two releases would give away who answered in between; so would
    the figures of two ends, which the team sees.
    """
    viewer, wave = _managed(session, data.id, by)
    day = today(session)
    if state_of(wave, day, day) not in (WaveState.CLOSING, WaveState.CLOSED):
        raise AppError("error.wave_not_closed")
    if wave.first_ended_on is not None:
        raise AppError("error.wave_reopened_once")
    if data.ends_on < day:
        raise invalid("ends_on", "error.wave_in_the_past")
    _check_length(wave.starts_on, data.ends_on, "ends_on")
    if _is_released(session, wave):
        raise AppError("error.wave_released")
    targets = _targets(session, wave)
    _refuse_overlaps(session, wave.id, targets, wave.starts_on, data.ends_on, "ends_on")
    if wave.ends_on < day:
        wave.first_ended_on = wave.ends_on
    wave.closed_on, wave.close_reason, wave.ends_on = None, "", data.ends_on
    wave.reopened_on, wave.reopen_reason = day, data.reason
    _log(session, viewer, "reopen", wave, ["closed_on", "ends_on", "reopen_reason"])


def _managed(session: Session, wave_id: int, by: AccountId) -> tuple[Viewer, TrustWave]:
    viewer = require(session, by, Permission.WAVES_MANAGE)
    _lock(session)
    wave = session.get(TrustWave, wave_id)
    if wave is None:
        raise NotFound("error.not_found")
    return viewer, wave


def _lock(session: Session) -> None:
    """One act on waves at a time: of two that would overlap, the later sees the earlier."""
    session.exec(select(Programme.id).with_for_update(key_share=True)).one()


def _refuse_unless(session: Session, wave: TrustWave, wanted: WaveState, key: str) -> None:
    day = today(session)
    if state_of(wave, day, day) is not wanted:
        raise AppError(key)


def _checked(session: Session, data: WavePlan, wave_id: int | None) -> dict[int, int | None]:
    """The targets of a plan, all of whose rules hold."""
    targets = checked_targets(data)
    if data.starts_on < today(session):
        raise invalid("starts_on", "error.wave_in_the_past")
    agencies = {each: session.get(Agency, each) for each in targets}
    for agency in agencies.values():
        if agency is None:
            raise invalid("targets", "error.unknown_choice")
        if agency.closed_on is not None and agency.closed_on < data.starts_on:
            raise invalid("targets", "error.wave_agency_closed", day=agency.closed_on)
    _refuse_overlaps(session, wave_id, targets, data.starts_on, data.ends_on, "targets")
    return targets


def _refuse_overlaps(
    session: Session,
    wave_id: int | None,
    agencies: Iterable[int],
    starts_on: date,
    ends_on: date,
    field: str,
) -> None:
    """An answer belongs to one wave: no two run in an agency at once."""
    query = (
        select(TrustWave, sa.func.count(col(TrustWaveAgency.agency_id)))
        .join(TrustWaveAgency)
        .where(
            col(TrustWaveAgency.agency_id).in_(list(agencies)),
            TrustWave.starts_on <= ends_on,
            TrustWave.ends_on >= starts_on,
            col(TrustWave.id) != wave_id if wave_id is not None else sa.true(),
        )
        .group_by(col(TrustWave.id))
        .order_by(col(TrustWave.number))
    )
    if (found := session.exec(query).first()) is not None:
        other, count = found
        days = {"start": other.starts_on, "end": other.ends_on}
        told = Problem("error.wave_overlaps", count=count, wave=other.number, **days)
        raise InvalidInput({field: told})


def _check_length(starts_on: date, ends_on: date, field: str) -> None:
    if (ends_on - starts_on).days >= MOST_DAYS:
        raise invalid(field, "error.wave_long", count=MOST_DAYS)


def _is_released(session: Session, wave: TrustWave) -> bool:
    """Whether a release tells of it: the totals of a half-year do not."""
    tells = col(ReleaseCell.table_code).like(f"{TRUST}.%.{wave.number}")
    return session.exec(select(ReleaseCell.release_id).where(tells)).first() is not None


def _columns(data: WavePlan) -> dict[str, Any]:
    return {
        **data.model_dump(include={"name", "starts_on", "ends_on", "sampling"}),
        "languages": ",".join(data.languages),
        "moments": ",".join(data.moments),
    }


def _targets(session: Session, wave: TrustWave) -> dict[int, int | None]:
    query = select(TrustWaveAgency).where(TrustWaveAgency.wave_id == wave.id)
    return {each.agency_id: each.target_n for each in session.exec(query)}


def _set_agencies(session: Session, wave: TrustWave, targets: dict[int, int | None]) -> None:
    session.execute(sa.delete(TrustWaveAgency).where(col(TrustWaveAgency.wave_id) == wave.id))
    for agency_id, target in targets.items():
        session.add(TrustWaveAgency(wave_id=wave.id, agency_id=agency_id, target_n=target))
    session.flush()


def _log(
    session: Session, viewer: Viewer, verb: str, wave: TrustWave, fields: Iterable[str]
) -> None:
    audit.record(
        session,
        viewer,
        f"trust_wave.{verb}",
        "trust_wave",
        wave.id,
        fields=fields,
        changes_results=True,
    )
