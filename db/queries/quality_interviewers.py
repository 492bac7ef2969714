"""How much of the differences in trust go with who asked: docs/trust.md#interviewer-bias.

It is told of waves that are over, all agencies of a wave together, to managers alone, and as the
wave stood at its first end: the same for ever, so that nothing is learned by looking twice. Who
asked fewer than ``FLOOR`` people in an agency is left out, and so is an agency with one such
interviewer: there, who asked and where are one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from scipy.stats import f as f_distribution
from sqlmodel import Session, col, select

from db.access.clock import start_of, today
from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.codes import INTERVIEWER_MODES, SERVED, TRUST_SCALE, Role
from db.inputs.results import ResultFilter
from db.models import TrustResponse, TrustWave

FLOOR = 10
LEVEL = 0.05
STEP, TEN = 0.05, 10
#: Answers by agency, then by interviewer.
Asked = Mapping[int, Mapping[int, Sequence[int]]]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Of one wave: ``share`` of the variance of T1 within agencies that lies between interviewers,
    in steps of ``STEP``; none where too few asked enough. ``is_chance``: whether it may be nothing.
    ``answers``: how many there are at least, in tens, so that beside the figures of the wave they
    do not say who of the last people gave none."""

    wave: int
    answers: int
    interviewers: int
    share: float | None
    is_chance: bool


def effects(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Effect]:
    """The waves that touch the period and are over, the newest first; for a manager."""
    viewer = viewer_now(session, viewer, Permission.RESULTS_READ)
    if viewer.role is not Role.MANAGER:
        return []
    waves = session.exec(
        select(TrustWave)
        .where(TrustWave.starts_on <= wanted.end, TrustWave.ends_on >= wanted.start)
        .order_by(col(TrustWave.number).desc())
    )
    day = today(session)
    return [_effect(session, each) for each in waves if (each.first_ended_on or each.ends_on) < day]


def _effect(session: Session, wave: TrustWave) -> Effect:
    night = start_of(session, (wave.first_ended_on or wave.ends_on) + timedelta(days=1))
    response = TrustResponse
    query = sa.select(
        col(response.agency_id), col(response.interviewer_id), col(response.t1)
    ).where(
        col(response.wave_id) == wave.id,
        col(response.moment).in_(SERVED),
        col(response.mode).in_(INTERVIEWER_MODES),
        col(response.conflict_of_interest).is_(False),
        col(response.interviewer_id).is_not(None),
        col(response.t1) <= TRUST_SCALE["T1"],
        col(response.entered_at) < night,
        sa.or_(col(response.voided_at).is_(None), col(response.voided_at) >= night),
    )
    asked: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for agency_id, interviewer_id, answer in session.execute(query):
        asked[agency_id][interviewer_id].append(answer)
    kept = comparable(asked)
    groups = [answers for each in kept.values() for answers in each.values()]
    n, share, is_chance = sum(map(len, groups)), None, True
    if groups:
        share, is_chance = between(kept)
    return Effect(
        wave=wave.number,
        answers=n // TEN * TEN,
        interviewers=len(groups),
        share=None if share is None else round(share / STEP) * STEP,
        is_chance=is_chance,
    )


def comparable(asked: Asked) -> dict[int, dict[int, Sequence[int]]]:
    """Interviewers with answers enough, of agencies with two of them at least."""
    found = {
        agency: {who: answers for who, answers in each.items() if len(answers) >= FLOOR}
        for agency, each in asked.items()
    }
    return {agency: each for agency, each in found.items() if len(each) > 1}


def between(asked: Asked) -> tuple[float, bool]:
    """The share of the variance between interviewers nested in agencies (the estimator of the
    analysis of variance, never below 0), and whether F is within chance at 5 %."""
    within = sum_between = size = 0.0
    answers_in_all = groups_in_all = 0
    for agency in asked.values():
        answers = [each for several in agency.values() for each in several]
        mean = sum(answers) / len(answers)
        squares = 0
        for several in agency.values():
            own = sum(several) / len(several)
            within += sum((each - own) ** 2 for each in several)
            sum_between += len(several) * (own - mean) ** 2
            squares += len(several) ** 2
        size += len(answers) - squares / len(answers)
        answers_in_all += len(answers)
        groups_in_all += len(agency)
    free, left = groups_in_all - len(asked), answers_in_all - groups_in_all
    usual = size / free
    between_mean, within_mean = sum_between / free, within / left
    if not within_mean:
        return (1.0, False) if between_mean else (0.0, True)
    ratio = between_mean / within_mean
    is_chance = bool(f_distribution.sf(ratio, free, left) >= LEVEL)
    share = (between_mean - within_mean) / (between_mean + (usual - 1) * within_mean)
    return max(share, 0.0), is_chance
