"""The survey's answers, counted by wave, agency, item and sex: for the trust page and for releases.

What counts is defined here alone: answers of people who have used the service, and of no other
moment (``docs/trust.md#moments``); none by an open link (``docs/trust.md#open-links``); no void
answer, no flagged one (``docs/trust.md#conflict-of-interest``); what is no answer
(``docs/trust.md#no-answer``) is outside the valid ones. They stand as of the day of which
``db.access.survey_batches`` lets them be shown. These are true values: nothing is hidden yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.survey_batches import BLOCK, NEVER, Figure, Round, replay, rounds_of, stays
from db.codes import (
    DONT_KNOW,
    NEUTRAL,
    NOT_APPLICABLE,
    REFUSED,
    SERVED,
    TRUST_ITEMS,
    TRUST_SCALE,
    TRUSTING_FROM,
    TrustMode,
)
from db.measures import trust_sexes
from db.measures.trust_history import NUMBERS, AnswerHistory, Answers, Row
from db.models import TrustResponse, TrustWave

_BY_OPEN_LINK = col(TrustResponse.mode) == TrustMode.OPEN_LINK
_SERVED = col(TrustResponse.moment).in_(SERVED)
#: Neither of before the first service, nor of somebody who never came, nor by an open link: whoever
#: passed by could answer there. Void or not.
OF_USERS = (_SERVED, sa.not_(_BY_OPEN_LINK))
#: Of the same people, by an open link: told apart.
BY_OPEN_LINK = (_SERVED, _BY_OPEN_LINK)
IS_FLAGGED = col(TrustResponse.conflict_of_interest).is_(True)


class Place(NamedTuple):
    """The wave's number, the agency's id and the item's code."""

    wave: int
    agency_id: int
    item: str


class Told(NamedTuple):
    """What may be told at a place: of everybody, and by sex, or by blocks of sexes, of all of whom
    anybody was asked there (``None``: not said); of none where that, laid beside what was shown
    before, would tell of one answer. It is shared, and changed by nobody."""

    everybody: Answers
    by_sex: dict[frozenset[str], Answers]


def answers(
    session: Session,
    *,
    agencies: Collection[int],
    waves: Collection[int],
    items: Collection[str] = TRUST_ITEMS,
) -> dict[Place, Told]:
    """By place, the answers that may be told, of people who have used the service."""
    until = today(session) - timedelta(days=1)
    query = select(TrustWave).where(col(TrustWave.number).in_(waves))
    rounds = {each.number: rounds_of(each) for each in session.exec(query)}
    found: dict[Place, Told] = {}
    for (wave, agency), rows in _rows(session, agencies, waves, items).items():
        told = _told(tuple(rows), rounds[wave], tuple(items), _last_day(rows, rounds[wave], until))
        found |= {
            Place(wave, agency, item): each for item, each in zip(items, told, strict=True) if each
        }
    return found


def _last_day(rows: Sequence[Row], rounds: Sequence[Round], until: date) -> date:
    """The last day on which anything happened, if that is over: nothing changes after it."""
    days = (each for row in rows for each in (row.stay.entered, row.stay.struck))
    happened = (*days, *(each.last for each in rounds))
    return min(until, max(each for each in happened if each != NEVER))


# All of it follows from these numbers, whoever looks: of a wave that is over, or a place where
# nobody answered since, it is not played again.
@lru_cache(maxsize=500)
def _told(
    rows: tuple[Row, ...], rounds: tuple[Round, ...], items: tuple[str, ...], until: date
) -> tuple[Told | None, ...]:
    """Of each item. Once its sexes were weighed, a figure keeps the people it has: each one struck
    out later would be told apart from them. Where those are many, it is told no more."""
    history = AnswerHistory(rows, _numbers(rows, items))
    made: list[Told | None] = []
    figures = replay(history.stays, history.classes, len(items), rounds, until)
    kept: dict[date, tuple[AnswerHistory, list[Figure]]] = {}
    for item, figure in enumerate(figures):
        weighed = trust_sexes.weighed_on(history, item, figure, rounds)
        struck = history.struck(weighed, until) if weighed else 0
        if struck >= BLOCK:
            made.append(None)
        elif weighed and struck:
            if weighed not in kept:
                same = history.keeping(weighed)
                kept[weighed] = same, replay(same.stays, same.classes, len(items), rounds, until)
            same, again = kept[weighed]
            made.append(_of_item(same, item, again[item], weighed))
        else:
            made.append(_of_item(history, item, figure, weighed))
    return tuple(made)


def _of_item(
    history: AnswerHistory, item: int, figure: Figure, weighed: date | None
) -> Told | None:
    if figure.shown is None:
        return None
    by_sex = history.by_sex(item, figure.shown)
    everybody = sum(by_sex.values(), Answers())
    # Beside an earlier figure, a mean or a number of neutral ones would tell who is missing.
    if any(history.struck(each, figure.shown) for each in figure.before):
        everybody = replace(everybody, only_classes=True)
    told = Told(everybody, {})
    if not figure.is_whole:
        return told
    parts = trust_sexes.parts_of(history, figure, figure.shown)
    if len(parts) == 1 or (weighed and trust_sexes.may_be_told(history, item, figure, weighed)):
        for part in parts:
            cell = sum((by_sex[sex] for sex in part), Answers())
            told.by_sex[part] = replace(cell, only_classes=True)
    return told


def _rows(
    session: Session, agencies: Collection[int], waves: Collection[int], items: Collection[str]
) -> dict[tuple[int, int], list[Row]]:
    """By the wave's number and the agency, questionnaires that are not left out."""
    response = TrustResponse
    keys = [col(TrustWave.number), col(response.agency_id), col(response.sex)]
    days = [col(response.entered_at), col(response.voided_at)]
    query = (
        sa.select(*keys, *days, *(getattr(response, item.lower()) for item in items))
        .select_from(response)
        .join(TrustWave, col(TrustWave.id) == col(response.wave_id))
        .where(
            col(response.agency_id).in_(agencies),
            *OF_USERS,
            sa.not_(IS_FLAGGED),
            col(TrustWave.number).in_(waves),
        )
    )
    rows: dict[tuple[int, int], list[Row]] = defaultdict(list)
    stay = stays(session)
    for wave, agency, sex, entered, struck, *said in session.execute(query):
        rows[wave, agency].append(Row(stay(entered, struck, 1), str(sex), tuple(said)))
    return rows


def _numbers(rows: Sequence[Row], items: Sequence[str]) -> NDArray[np.int_]:
    """By questionnaire and item, the numbers of ``Answers`` in their order. What was not asked is
    no number, and so none of these."""
    said = np.array([each.said for each in rows], dtype=float)
    scale, trusting_from, neutral = (
        np.array([known.get(item, np.nan) for item in items])
        for known in (TRUST_SCALE, TRUSTING_FROM, NEUTRAL)
    )
    valid = said <= scale
    numbers = {
        "n": valid,
        "trusting": valid & (said >= trusting_from),
        "neutral": valid & (said == neutral),
        "total": np.where(valid, said, 0),
        "dont_know": said == DONT_KNOW,
        "refused": said == REFUSED,
        "not_applicable": said == NOT_APPLICABLE,
        "asked": np.ones_like(valid),
    }
    return np.stack([numbers[each] for each in NUMBERS], axis=-1).astype(int)
