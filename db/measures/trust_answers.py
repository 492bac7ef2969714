"""The survey's answers, counted by wave, agency, item and sex: for the trust page and for releases.

What counts is defined here alone: answers of people who have used the service, and of no other
moment (``docs/trust.md#moments``); none by an open link (``docs/trust.md#open-links``); no void
answer, no flagged one (``docs/trust.md#conflict-of-interest``); what is no answer
(``docs/trust.md#no-answer``) is outside the valid ones. They stand as of the day of which
``db.access.batches`` lets them be shown. These are true values: nothing is hidden yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from db.access.batches import Classes, Figure, Stay, replay, rounds_of, stays
from db.access.clock import today
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
from db.measures.base import number_of
from db.models import TrustResponse, TrustWave

_BY_OPEN_LINK = col(TrustResponse.mode) == TrustMode.OPEN_LINK
_SERVED = col(TrustResponse.moment).in_(SERVED)
#: Neither of before the first service, nor of somebody who never came, nor by an open link: whoever
#: passed by could answer there. Void or not.
OF_USERS = (_SERVED, sa.not_(_BY_OPEN_LINK))
#: Of the same people, by an open link: told apart.
BY_OPEN_LINK = (_SERVED, _BY_OPEN_LINK)
IS_FLAGGED = col(TrustResponse.conflict_of_interest).is_(True)
#: The one key of a figure that is not told by sex.
TOGETHER = ""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Numbers of answers to one item: ``n`` valid ones, of them ``trusting`` and ``neutral``, and
    the ``total`` of their values; then those that are no answer."""

    n: int = 0
    trusting: int = 0
    neutral: int = 0
    total: int = 0
    dont_know: int = 0
    refused: int = 0
    not_applicable: int = 0

    def __add__(self, other: Answers) -> Answers:
        return Answers(**{name: getattr(self, name) + getattr(other, name) for name in _NUMBERS})


_NUMBERS = tuple(field.name for field in fields(Answers))
_N, _TRUSTING = _NUMBERS.index("n"), _NUMBERS.index("trusting")


class Place(NamedTuple):
    """The wave's number, the agency's id and the item's code."""

    wave: int
    agency_id: int
    item: str


def answers(
    session: Session,
    *,
    agencies: Collection[int],
    waves: Collection[int],
    items: Collection[str] = TRUST_ITEMS,
) -> dict[Place, dict[str, Answers]]:
    """By place, the answers that may be shown, of people who have used the service, by each sex
    (``None``: not told) of whom anybody was asked there; under ``TOGETHER`` where the sexes, laid
    beside what was shown while the wave was open, would tell of one answer."""
    until = today(session) - timedelta(days=1)
    query = select(TrustWave).where(col(TrustWave.number).in_(waves))
    rounds = {each.number: rounds_of(each) for each in session.exec(query)}
    found: dict[Place, dict[str, Answers]] = {}
    for (wave, agency), stood in _stood(session, agencies, waves, items).items():
        figures = replay(stood.stays, stood.classes, len(items), rounds[wave], until)
        for number, (item, figure) in enumerate(zip(items, figures, strict=True)):
            found[Place(wave, agency, item)] = _told(stood, number, figure)
    return found


class _Stood:
    """The questionnaires of an agency in a wave; rows of numbers, by item, with their days."""

    def __init__(self, rows: list[tuple[Stay, str, list[int]]], items: int) -> None:
        self.stays = [stay for stay, _, _ in rows]
        self._sexes = np.array([sex for _, sex, _ in rows])
        numbers = [each for _, _, each in rows]
        self._numbers = np.array(numbers).reshape(len(rows), items, len(_NUMBERS))
        self._entered = np.array([each.entered.toordinal() for each in self.stays])
        self._struck = np.array([each.struck.toordinal() for each in self.stays])
        self.sexes = sorted(set(self._sexes.tolist()))

    def classes(self, day: date) -> list[Classes]:
        """Of each item, trusting and other answers that stand at the end of a day."""
        standing = self._numbers[self._stand(day)].sum(axis=0)
        return [(int(each[_TRUSTING]), int(each[_N] - each[_TRUSTING])) for each in standing]

    def by_sex(self, item: int, day: date) -> dict[str, Answers]:
        """The answers to an item that stand at the end of a day."""
        stand = self._stand(day)
        made = {}
        for sex in self.sexes:
            chosen = self._numbers[stand & (self._sexes == sex), item]
            if len(chosen):
                sums = chosen.sum(axis=0).tolist()
                made[sex] = Answers(**dict(zip(_NUMBERS, sums, strict=True)))
        return made

    def _stand(self, day: date) -> NDArray[np.bool_]:
        number = day.toordinal()
        stand: NDArray[np.bool_] = (self._entered <= number) & (number < self._struck)
        return stand


def _told(stood: _Stood, item: int, figure: Figure) -> dict[str, Answers]:
    if figure.shown is None:
        return {}
    found = stood.by_sex(item, figure.shown)
    before = [stood.by_sex(item, each) for each in figure.before]
    if figure.is_whole and all(_is_open(sex, [*before, found]) for sex in found):
        return found
    return {TOGETHER: sum(found.values(), Answers())}


def _is_open(sex: str, shown: list[dict[str, Answers]]) -> bool:
    """Whether the answers of a sex at the end leave open how it answered in each batch before.

    Each batch has so many of this sex and of others, and so many who trust: that bounds how many of
    this sex trust, from below and above. The sum at the end must lie between the bounds.
    """
    if len(shown) == 1:
        return True
    lowest = highest = 0
    none = Answers()
    for earlier, later in pairwise([{}, *shown]):
        old, new = (sum(each.values(), none) for each in (earlier, later))
        here = later.get(sex, none).n - earlier.get(sex, none).n
        trusting, n = new.trusting - old.trusting, new.n - old.n
        if min(here, n - here, trusting, n - trusting) < 0:
            return False
        lowest += max(0, trusting - (n - here))
        highest += min(trusting, here)
    return lowest < shown[-1][sex].trusting < highest


def _stood(
    session: Session, agencies: Collection[int], waves: Collection[int], items: Collection[str]
) -> dict[tuple[int, int], _Stood]:
    """By the wave's number and the agency, questionnaires that are not left out."""
    response = TrustResponse
    keys = [col(TrustWave.number), col(response.agency_id), col(response.sex)]
    days = [col(response.entered_at), col(response.voided_at)]
    numbers = [each for item in items for each in _numbers(item)]
    query = (
        sa.select(*keys, *days, sa.func.count(), *numbers)
        .select_from(response)
        .join(TrustWave, col(TrustWave.id) == col(response.wave_id))
        .where(
            col(response.agency_id).in_(agencies),
            *OF_USERS,
            sa.not_(IS_FLAGGED),
            col(TrustWave.number).in_(waves),
        )
        .group_by(*keys, *days)
    )
    rows: dict[tuple[int, int], list[tuple[Stay, str, list[int]]]] = defaultdict(list)
    stay = stays(session)
    for wave, agency, sex, entered, struck, number, *counted in session.execute(query):
        rows[wave, agency].append((stay(entered, struck, number), str(sex), counted))
    return {place: _Stood(found, len(items)) for place, found in rows.items()}


@cache
def _numbers(item: str) -> tuple[sa.Label[int], ...]:
    answer: Mapped[int] = getattr(TrustResponse, item.lower())
    valid = answer <= TRUST_SCALE[item]
    is_neutral = answer == NEUTRAL[item] if item in NEUTRAL else sa.false()
    numbers: dict[str, sa.ColumnElement[int]] = {
        "n": number_of(valid),
        "trusting": number_of(sa.and_(valid, answer >= TRUSTING_FROM[item])),
        "neutral": number_of(sa.and_(valid, is_neutral)),
        "total": sa.func.coalesce(sa.func.sum(sa.case((valid, answer), else_=0)), 0),
        "dont_know": number_of(answer == DONT_KNOW),
        "refused": number_of(answer == REFUSED),
        "not_applicable": number_of(answer == NOT_APPLICABLE),
    }
    return tuple(each.label(f"{item.lower()}_{name}") for name, each in numbers.items())
