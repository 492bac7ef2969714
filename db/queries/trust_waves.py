"""The waves of the survey as a manager plans and follows them; no answer is read here.

While a wave is open no number here moves with an answer: counts are told up to yesterday, in steps
of ten; shares, as of the end of the last full block of ten (``db.access.survey_batches``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.survey_batches import BLOCK, Stay, in_steps, last_batch, rounds_of, stays
from db.access.viewer import Viewer
from db.codes import SERVED, TrustMode, WaveState
from db.errors import NotFound
from db.models import (
    NonUserCount,
    TrustFieldwork,
    TrustResponse,
    TrustWave,
    TrustWaveAgency,
)
from db.queries.trust import state_of


@dataclass(frozen=True)
class Wave:
    """A wave, what it is today, and the answers wanted by agency (``None``: no number said)."""

    row: TrustWave
    state: WaveState
    targets: dict[int, int | None]


@dataclass(frozen=True, kw_only=True)
class AgencyProgress:
    """What was done at one agency of a wave; ``approached`` and ``refused`` at the door, the former
    unknown while the wave is open: it grows with each answer."""

    agency_id: int
    target: int | None
    answers: int
    approached: int | None
    refused: int


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a wave is; ``answers`` are of all its agencies, and ``in_steps`` while it is open.

    ``agreed`` of ``asked``, ``flagged`` of ``answers_of_users``, and the ``non_users`` by what they
    said, in blocks: empty as long as there is none.
    """

    agencies: list[AgencyProgress]
    answers: int
    in_steps: bool
    agreed: int
    asked: int
    days_left: int
    flagged: int
    answers_of_users: int
    non_users: dict[str, int]


def listed(session: Session, *, viewer: Viewer) -> list[Wave]:
    """All waves, the newest first."""
    require(session, viewer.account_id, Permission.WAVES_MANAGE)
    waves = session.exec(select(TrustWave).order_by(col(TrustWave.number).desc())).all()
    targets: dict[int, dict[int, int | None]] = defaultdict(dict)
    for row in session.exec(select(TrustWaveAgency)):
        targets[row.wave_id][row.agency_id] = row.target_n
    day = today(session)
    return [Wave(each, state_of(each, day, day), targets[each.id]) for each in waves]


def progress(session: Session, wave_id: int, *, viewer: Viewer) -> Progress:
    """How far a wave is; ``NotFound`` where there is none."""
    require(session, viewer.account_id, Permission.WAVES_MANAGE)
    wave = session.get(TrustWave, wave_id)
    if wave is None:
        raise NotFound("error.not_found")
    day = today(session)
    is_open = day <= wave.ends_on
    rows = _rows(session, wave_id)
    places = _agencies(session, wave_id, rows, is_open=is_open)
    yesterday = day - timedelta(days=1)
    told = last_batch([each.stay for each in rows], rounds_of(wave), yesterday)
    agreed = _number(rows, told)
    users = [each for each in rows if each.is_user]
    told_of_users = last_batch([each.stay for each in users], rounds_of(wave), yesterday)
    met = _non_users(session, wave, [each.agency_id for each in places])
    answers = _number(rows, yesterday)
    return Progress(
        agencies=places,
        answers=in_steps(answers) if is_open else answers,
        in_steps=is_open,
        agreed=agreed,
        asked=agreed + sum(each.refused for each in places) if agreed else 0,
        days_left=max(0, (wave.ends_on - max(day, wave.starts_on)).days + 1),
        flagged=_number([each for each in users if each.is_flagged], told_of_users),
        answers_of_users=_number(users, told_of_users),
        non_users=dict(_in_batches(met, before=day)),
    )


class _Row(NamedTuple):
    """Questionnaires that came and went on the same days, of one agency, and alike in this."""

    stay: Stay
    agency_id: int
    is_user: bool
    is_flagged: bool


def _rows(session: Session, wave_id: int) -> list[_Row]:
    """All of a wave but those by open links, struck out or not."""
    keys = [
        col(TrustResponse.entered_at),
        col(TrustResponse.voided_at),
        col(TrustResponse.agency_id),
        col(TrustResponse.moment),
        col(TrustResponse.conflict_of_interest),
    ]
    query = (
        sa.select(sa.func.count(), *keys)
        .where(
            col(TrustResponse.wave_id) == wave_id,
            col(TrustResponse.mode) != TrustMode.OPEN_LINK,
        )
        .group_by(*keys)
    )
    stay = stays(session)
    return [
        _Row(stay(entered, struck, number), agency, moment in SERVED, is_flagged)
        for number, entered, struck, agency, moment, is_flagged in session.execute(query)
    ]


def _number(rows: Iterable[_Row], day: date | None) -> int:
    """How many stood at the end of a day."""
    return sum(each.stay.number for each in rows if day and each.stay.stands(day))


def _agencies(
    session: Session, wave_id: int, rows: list[_Row], *, is_open: bool
) -> list[AgencyProgress]:
    yesterday = today(session) - timedelta(days=1)
    places = select(TrustWaveAgency).where(TrustWaveAgency.wave_id == wave_id)
    doors = select(TrustFieldwork).where(TrustFieldwork.wave_id == wave_id)
    by_agency = {each.agency_id: each for each in session.exec(doors)}
    found = []
    for row in session.exec(places.order_by(col(TrustWaveAgency.agency_id))):
        door = by_agency.get(row.agency_id)
        answers = _number((each for each in rows if each.agency_id == row.agency_id), yesterday)
        found.append(
            AgencyProgress(
                agency_id=row.agency_id,
                target=row.target_n,
                answers=in_steps(answers) if is_open else answers,
                approached=None if is_open else (door.approached if door else 0),
                refused=door.refused if door else 0,
            )
        )
    return found


def _non_users(session: Session, wave: TrustWave, agencies: list[int]) -> dict[date, Counter[str]]:
    """By day of the wave, what people who never came have said at its agencies."""
    query = (
        sa.select(col(NonUserCount.day), col(NonUserCount.answer), sa.func.sum(NonUserCount.people))
        .where(
            col(NonUserCount.agency_id).in_(agencies),
            col(NonUserCount.day).between(wave.starts_on, wave.ends_on),
        )
        .group_by(col(NonUserCount.day), col(NonUserCount.answer))
    )
    return _by_day((day, answer, int(people)) for day, answer, people in session.execute(query))


def _by_day(rows: Iterable[tuple[date, str, int]]) -> dict[date, Counter[str]]:
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for day, name, count in rows:
        found[day][name] += count
    return found


def _in_batches(by_day: Mapping[date, Counter[str]], *, before: date) -> Counter[str]:
    """The sum of the days before ``before``, as far as the days make blocks: what comes after the
    last full one waits for more."""
    told: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for day in sorted(each for each in by_day if each < before):
        waiting += by_day[day]
        if waiting.total() >= BLOCK:
            told += waiting
            waiting = Counter()
    return told
