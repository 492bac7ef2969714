"""The waves of the survey as a manager plans and follows them; no answer is read here.

What moves while a wave runs is told in batches (``_in_batches``): whole days that are over, at
least ten people at a time, so that no two looks differ by fewer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.codes import SERVED, TrustMode, WaveState
from db.errors import NotFound
from db.models import (
    NonUserCount,
    Programme,
    TrustFieldwork,
    TrustResponse,
    TrustWave,
    TrustWaveAgency,
)
from db.queries.trust import state_of

FLAGGED, OTHERS = "flagged", "others"


@dataclass(frozen=True)
class Wave:
    """A wave, what it is today, and the answers wanted by agency (``None``: no number said)."""

    row: TrustWave
    state: WaveState
    targets: dict[int, int | None]


@dataclass(frozen=True, kw_only=True)
class AgencyProgress:
    """What was done at one agency of a wave; ``approached`` and ``refused`` at the door."""

    agency_id: int
    target: int | None
    answers: int
    approached: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a wave is. ``flagged`` of ``answers_of_users``, and the ``non_users`` by what they
    said, in batches: empty as long as there is none."""

    agencies: list[AgencyProgress]
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
    least = session.exec(select(Programme)).one().trust_hidden_below
    flags = _in_batches(_flags(session, wave_id), least, before=day)
    places = _agencies(session, wave_id)
    met = _non_users(session, wave, [each.agency_id for each in places])
    return Progress(
        agencies=places,
        days_left=max(0, (wave.ends_on - max(day, wave.starts_on)).days + 1),
        flagged=flags[FLAGGED],
        answers_of_users=flags.total(),
        non_users=dict(_in_batches(met, least, before=day)),
    )


def _agencies(session: Session, wave_id: int) -> list[AgencyProgress]:
    query = (
        sa.select(col(TrustResponse.agency_id), sa.func.count())
        .where(
            col(TrustResponse.wave_id) == wave_id,
            col(TrustResponse.voided_at).is_(None),
            col(TrustResponse.mode) != TrustMode.OPEN_LINK,
        )
        .group_by(col(TrustResponse.agency_id))
    )
    answers = dict(session.execute(query).tuples().all())
    rows = select(TrustWaveAgency).where(TrustWaveAgency.wave_id == wave_id)
    doors = select(TrustFieldwork).where(TrustFieldwork.wave_id == wave_id)
    by_agency = {each.agency_id: each for each in session.exec(doors)}
    found = []
    for row in session.exec(rows.order_by(col(TrustWaveAgency.agency_id))):
        door = by_agency.get(row.agency_id)
        found.append(
            AgencyProgress(
                agency_id=row.agency_id,
                target=row.target_n,
                answers=answers.get(row.agency_id, 0),
                approached=door.approached if door else 0,
                refused=door.refused if door else 0,
            )
        )
    return found


def _flags(session: Session, wave_id: int) -> dict[date, Counter[str]]:
    """By day, answers of people who have used the service: flagged ones and others."""
    query = (
        sa.select(
            col(TrustResponse.answered_on),
            col(TrustResponse.conflict_of_interest),
            sa.func.count(),
        )
        .where(
            col(TrustResponse.wave_id) == wave_id,
            col(TrustResponse.voided_at).is_(None),
            col(TrustResponse.moment).in_(SERVED),
            col(TrustResponse.mode) != TrustMode.OPEN_LINK,
        )
        .group_by(col(TrustResponse.answered_on), col(TrustResponse.conflict_of_interest))
    )
    return _by_day(
        (day, FLAGGED if is_flagged else OTHERS, count)
        for day, is_flagged, count in session.execute(query)
    )


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


def _in_batches(by_day: Mapping[date, Counter[str]], least: int, *, before: date) -> Counter[str]:
    """The sum of the days before ``before``, as far as the days make batches of ``least``: what
    comes after the last whole batch waits for more."""
    told: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for day in sorted(each for each in by_day if each < before):
        waiting += by_day[day]
        if waiting.total() >= least:
            told += waiting
            waiting = Counter()
    return told
