"""The questionnaires of an agency in a wave, and what they said of each item on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from db.access.survey_batches import NEVER, Classes, Stay


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Numbers of answers to one item: ``n`` valid ones, of them ``trusting`` and ``neutral``, and
    the ``total`` of their values; those that are no answer; all who were ``asked``.
    ``only_classes``: nothing but ``n`` and ``trusting`` may be told."""

    n: int = 0
    trusting: int = 0
    neutral: int = 0
    total: int = 0
    dont_know: int = 0
    refused: int = 0
    not_applicable: int = 0
    asked: int = 0
    only_classes: bool = False

    def __add__(self, other: Answers) -> Answers:
        return Answers(
            n=self.n + other.n,
            trusting=self.trusting + other.trusting,
            neutral=self.neutral + other.neutral,
            total=self.total + other.total,
            dont_know=self.dont_know + other.dont_know,
            refused=self.refused + other.refused,
            not_applicable=self.not_applicable + other.not_applicable,
            asked=self.asked + other.asked,
            only_classes=self.only_classes or other.only_classes,
        )


#: Names of the numbers of ``Answers``.
NUMBERS = tuple(each.name for each in fields(Answers) if each.name != "only_classes")
_N, _TRUSTING, _ASKED = (NUMBERS.index(each) for each in ("n", "trusting", "asked"))


class Counts(NamedTuple):
    """The three of these numbers by which it is decided what may be told."""

    asked: int
    n: int
    trusting: int


NO_COUNTS = Counts(0, 0, 0)


class Row(NamedTuple):
    """One questionnaire, and what it says of each item."""

    stay: Stay
    sex: str
    said: tuple[int | None, ...]


class AnswerHistory:
    """The questionnaires of an agency in a wave; ``numbers`` (``NUMBERS``) by questionnaire and
    item."""

    def __init__(self, rows: Sequence[Row], numbers: NDArray[np.int_]) -> None:
        alike = Counter((each.stay.entered, each.stay.struck) for each in rows)
        self.stays = [Stay(*days, number) for days, number in alike.items()]
        self.sexes = sorted({each.sex for each in rows})
        self.everybody = frozenset(self.sexes)
        self._sexes = np.array([self.sexes.index(each.sex) for each in rows])
        self._numbers = numbers
        self._entered = np.array([each.stay.entered.toordinal() for each in rows])
        self._struck = np.array([each.stay.struck.toordinal() for each in rows])
        self._forget()

    def _forget(self) -> None:
        self._gone = [each for each in self.stays if each.struck != NEVER]
        self._days: dict[date, NDArray[np.int_]] = {}
        self._counts: dict[date, list[dict[str, Counts]]] = {}
        self._of: dict[tuple[frozenset[str], int, date], Counts] = {}
        #: Which sexes can be asked for as of a day (``trust_sexes.parts_of``).
        self.parts: dict[tuple[date, ...], list[frozenset[str]]] = {}

    def keeping(self, day: date) -> AnswerHistory:
        """The same, but whoever stands at the end of a day does so for good."""
        same = copy(self)
        same.stays = [
            each._replace(struck=NEVER) if each.stands(day) else each for each in self.stays
        ]
        same._struck = np.where(self._standing(day), NEVER.toordinal(), self._struck)
        same._forget()
        return same

    def struck(self, day: date, until: date) -> int:
        """How many stood at the end of one day, and not at that of another."""
        return sum(n for entered, struck, n in self._gone if entered <= day < struck <= until)

    def classes(self, day: date) -> list[Classes]:
        """Of each item, trusting and other answers that stand at the end of a day."""
        standing = self._at(day).sum(axis=0)
        return [(int(each[_TRUSTING]), int(each[_N] - each[_TRUSTING])) for each in standing]

    def by_sex(self, item: int, day: date) -> dict[str, Answers]:
        """The answers to an item that stand at the end of a day, of sexes of whom any do."""
        return {
            sex: Answers(**dict(zip(NUMBERS, sums, strict=True)))
            for sex, sums in zip(self.sexes, self._at(day)[:, item].tolist(), strict=True)
            if sums[_ASKED]
        }

    def counts(self, sexes: frozenset[str], item: int, day: date | None) -> Counts:
        """The sum of the same of some sexes, as far as it decides what may be told; nobody where
        there is no day."""
        if day is None:
            return NO_COUNTS
        known = sexes, item, day
        if known not in self._of:
            some = [each for sex, each in self._by_sex(day)[item].items() if sex in sexes]
            self._of[known] = Counts(*map(sum, zip(*some, strict=True))) if some else NO_COUNTS
        return self._of[known]

    def _by_sex(self, day: date) -> list[dict[str, Counts]]:
        if day not in self._counts:
            numbers = self._at(day)[:, :, [_ASKED, _N, _TRUSTING]].swapaxes(0, 1).tolist()
            self._counts[day] = [
                {sex: Counts(*sums) for sex, sums in zip(self.sexes, each, strict=True) if sums[0]}
                for each in numbers
            ]
        return self._counts[day]

    def asked(self, day: date) -> dict[str, int]:
        """By sex, how many questionnaires stand at the end of a day: the same of every item."""
        return {sex: each.asked for sex, each in self._by_sex(day)[0].items()}

    def _standing(self, day: date) -> NDArray[np.bool_]:
        return (self._entered <= day.toordinal()) & (day.toordinal() < self._struck)

    def _at(self, day: date) -> NDArray[np.int_]:
        """All that stands at the end of a day, by sex, item and kind of number."""
        if day not in self._days:
            stand = self._standing(day)
            sums = np.zeros((len(self.sexes), *self._numbers.shape[1:]), dtype=int)
            np.add.at(sums, self._sexes[stand], self._numbers[stand])
            self._days[day] = sums
        return self._days[day]
