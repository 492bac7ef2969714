"""A stream of answers that looks the same, found by a solver where a few changes find none.

Numbers of people by visit and answer are the unknowns. It is enough that the classes stay as they
are at the end of each block, all that is shown on the days that are shown, and by sex what is told
by sex; the page itself is the judge of what comes out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.trust_people import DONT_KNOW, NONE, NOT_APPLICABLE, REFUSED, People, Scale, Visit
from tests.trust_watcher import Days, days_of

Kind = tuple[Visit, int]
#: How many of each class the end of a block may have more or less.
_SLACK = ((1, 1), (0, 1), (1, 0))


def another(
    people: People,
    answers: Sequence[int],
    place: int,
    scale: Scale,
    group: dict[str, frozenset[str]],
) -> Iterator[list[int]]:
    """Streams in which the person at ``place`` is of another class; the classes at the end of one
    or two blocks of which nothing is shown may be one more or less. Where the sexes are not
    told, they may stay as they are as well: why they are not told is known."""
    days = days_of(people, answers, scale)
    people = days.people
    free = [each for each in people.blocks if each not in days.shown]
    for without in [each for number in range(3) for each in combinations(free, number)]:
        for slack in _SLACK if without else _SLACK[:1]:
            borders = {each: slack if each in without else (0, 0) for each in people.blocks}
            for parts in dict.fromkeys((frozenset(group.values()), frozenset(days.parts))):
                found = _solved(people, answers, place, scale, _Same(borders, days, parts))
                if found is not None:
                    yield found


class _Same(NamedTuple):
    """What may not change: classes on these days, what is shown, and by sex as it is told."""

    #: By the end of a block, how many each class may have more or less.
    borders: dict[int, tuple[int, int]]
    days: Days
    parts: frozenset[frozenset[str]]


def _solved(
    people: People, answers: Sequence[int], place: int, scale: Scale, same: _Same
) -> list[int] | None:
    now = Counter(zip(people.visits, answers, strict=True))
    values = [*range(scale.last + 1), NOT_APPLICABLE, DONT_KNOW, REFUSED]
    kinds = [(visit, value) for visit in dict.fromkeys(people.visits) for value in values]
    rows, slack = _rows(scale, same, kinds)
    numbers = rows @ np.array([now[each] for each in kinds])
    mine, visit = scale.kind(answers[place]), people.visits[place]
    is_other = [here == visit and scale.kind(value) not in (mine, NONE) for here, value in kinds]
    solved = milp(
        np.zeros(len(kinds)),
        integrality=np.ones(len(kinds)),
        bounds=Bounds(0, len(answers)),
        constraints=[
            LinearConstraint(rows, numbers - slack, numbers + slack),
            LinearConstraint(np.array(is_other, dtype=float), 1, np.inf),
        ],
        options={"time_limit": 20},
    )
    if solved.x is None:
        return None
    found = dict(zip(kinds, np.rint(solved.x).astype(int).tolist(), strict=True))
    return _stream(people, place, found, mine, scale)


def _rows(
    scale: Scale, same: _Same, kinds: Sequence[Kind]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums over the kinds that may not change, one a row, but for so much."""
    came, gone, value = (
        np.array([each[0].came for each in kinds]),
        np.array([each[0].gone for each in kinds]),
        np.array([each[1] for each in kinds]),
    )
    sex = np.array([each[0].sex for each in kinds])
    is_valid = value <= scale.last
    classes = [is_valid & (value >= scale.trusting_from), value < scale.trusting_from]
    shown = [value == scale.neutral, np.where(is_valid, value, 0)]
    shown += [value == each for each in (DONT_KNOW, REFUSED)]
    visits = list(dict.fromkeys(visit for visit, _ in kinds))
    rows = [np.array([visit == each for visit, _ in kinds]) for each in visits]
    rows += [here * ((came <= day) & (day < gone)) for day in same.borders for here in classes]
    for day in same.days.shown:
        stands = (came <= day) & (day < gone)
        rows += [here * stands for here in shown if day not in same.days.lost]
        rows += [is_valid & stands & (sex == each) for each in np.unique(sex)]
    if (end := same.days.end) is not None:
        stands = (came <= end) & (end < gone)
        for sexes in same.parts:
            of_them = stands & np.isin(sex, list(sexes))
            rows += [here * of_them for here in classes]
    slack = [0] * len(visits) + [each for both in same.borders.values() for each in both]
    return np.array(rows, dtype=float), np.array(slack + [0] * (len(rows) - len(slack)))


def _stream(
    people: People, place: int, numbers: dict[Kind, int], mine: int, scale: Scale
) -> list[int]:
    """One stream of these numbers, in which the person is of another class."""
    left: dict[Visit, list[int]] = defaultdict(list)
    for (visit, value), number in numbers.items():
        left[visit] += [value] * number
    of_visit = left[people.visits[place]]
    mine_now = next(each for each in of_visit if scale.kind(each) not in (mine, NONE))
    of_visit.remove(mine_now)
    return [
        mine_now if each == place else left[visit].pop() for each, visit in enumerate(people.visits)
    ]
