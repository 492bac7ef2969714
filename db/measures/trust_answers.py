"""The survey's answers, counted by wave, agency, item and sex: for the trust page and for releases.

What counts is defined here alone: answers of people who have used the service, and of no other
moment (``docs/trust.md#moments``); none by an open link (``docs/trust.md#open-links``); no void
answer, no flagged one (``docs/trust.md#conflict-of-interest``); what is no answer
(``docs/trust.md#no-answer``) is outside the valid ones. These are true values: nothing is hidden
yet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

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

_OF_USERS = (col(TrustResponse.voided_at).is_(None), col(TrustResponse.moment).in_(SERVED))
_BY_OPEN_LINK = col(TrustResponse.mode) == TrustMode.OPEN_LINK
#: Neither void, nor of before the first service, nor of somebody who never came, nor by an open
#: link: whoever passed by could answer there.
OF_USERS = (*_OF_USERS, sa.not_(_BY_OPEN_LINK))
#: Of the same people, by an open link: told apart.
BY_OPEN_LINK = (*_OF_USERS, _BY_OPEN_LINK)
IS_FLAGGED = col(TrustResponse.conflict_of_interest).is_(True)


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
    """By place, the answers of people who have used the service, by each sex (``None``: not told)
    of whom anybody was asked there."""
    keys = [col(TrustWave.number), col(TrustResponse.agency_id), col(TrustResponse.sex)]
    numbers = [each for item in items for each in _numbers(item)]
    query = (
        sa.select(*keys, *numbers)
        .select_from(TrustResponse)
        .join(TrustWave, col(TrustWave.id) == col(TrustResponse.wave_id))
        .where(
            col(TrustResponse.agency_id).in_(agencies), *OF_USERS, col(TrustWave.number).in_(waves)
        )
        .group_by(*keys)
    )
    found: dict[Place, dict[str, Answers]] = {}
    for row in session.execute(query):
        for item in items:
            made = Answers(**{name: row._mapping[_label(item, name)] for name in _NUMBERS})
            found.setdefault(Place(row.number, row.agency_id, item), {})[str(row.sex)] = made
    return found


@cache
def _numbers(item: str) -> tuple[sa.Label[int], ...]:
    answer: Mapped[int] = getattr(TrustResponse, item.lower())
    counted = col(TrustResponse.conflict_of_interest).is_(False)
    valid = sa.and_(counted, answer <= TRUST_SCALE[item])
    is_neutral = answer == NEUTRAL[item] if item in NEUTRAL else sa.false()
    numbers: dict[str, sa.ColumnElement[int]] = {
        "n": number_of(valid),
        "trusting": number_of(sa.and_(valid, answer >= TRUSTING_FROM[item])),
        "neutral": number_of(sa.and_(valid, is_neutral)),
        "total": sa.func.coalesce(sa.func.sum(sa.case((valid, answer), else_=0)), 0),
        "dont_know": number_of(sa.and_(counted, answer == DONT_KNOW)),
        "refused": number_of(sa.and_(counted, answer == REFUSED)),
        "not_applicable": number_of(sa.and_(counted, answer == NOT_APPLICABLE)),
    }
    return tuple(each.label(_label(item, name)) for name, each in numbers.items())


def _label(item: str, name: str) -> str:
    return f"{item.lower()}_{name}"
