"""Other streams of answers that a watcher of the trust page weighs (``tests/trust_watcher.py``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from tests import trust_solved
from tests.trust_people import (
    DONT_KNOW,
    NEVER,
    NONE,
    NOT,
    SEXES,
    TRUSTS,
    UNSAID,
    People,
    Scale,
    Visit,
)
from tests.trust_watcher import Page, Shows

#: People of whom each two are tried beside the one in question.
PAIRS = 40
Answers = list[int]


def told(
    people: People,
    answers: Sequence[int],
    scale: Scale,
    shows: Shows,
    *,
    is_solved: bool = True,
) -> list[int]:
    """The places of the people whose answer, or that they gave none, the watcher can tell: the
    latter not of those who were struck out (``docs/privacy.md#trust-while-a-wave-is-open``)."""
    found = []
    #: People of the same days, sex and answer are alike: one of them stands for all.
    known: dict[tuple[Visit, int], bool] = {}
    seen = shows(people, answers, scale)
    for place, (visit, answer) in enumerate(zip(people.visits, answers, strict=True)):
        if scale.kind(answer) == NONE and visit.gone != NEVER:
            continue
        if (visit, answer) not in known:
            other = another(people, answers, place, scale, shows, is_solved=is_solved, seen=seen)
            known[visit, answer] = other is None
        if known[visit, answer]:
            found.append(place)
    return found


def another(
    people: People,
    answers: Sequence[int],
    place: int,
    scale: Scale,
    shows: Shows,
    *,
    is_solved: bool = True,
    seen: list[Page] | None = None,
) -> Answers | None:
    """A stream in which this person is of another class, and of which every page is the same as
    those ``seen``; ``is_solved``: sought by a solver too, where a few changes find none."""
    seen = seen or shows(people, answers, scale)
    tried = _Tried(people, list(answers), place, scale, _sexes_as_shown(seen))
    others = _others(tried, is_solved)
    return next((each for each in others if shows(people, each, scale) == seen), None)


class _Tried(NamedTuple):
    """Whose answer is in question, and by sex, which sexes the page tells apart."""

    people: People
    answers: Answers
    place: int
    scale: Scale
    group: dict[str, frozenset[str]]

    def sexes(self, place: int) -> frozenset[str]:
        return self.group[self.people.visits[place].sex]


def _sexes_as_shown(seen: Sequence[Page]) -> dict[str, frozenset[str]]:
    """By sex, those that stand on the same side of all that is shown."""
    shown = {wanted for page in seen for wanted, cell in page.items() if cell and wanted}
    sexes = (*SEXES, UNSAID)
    return {
        one: frozenset(
            two for two in sexes if all((one in each) == (two in each) for each in shown)
        )
        for one in sexes
    }


def _others(tried: _Tried, is_solved: bool) -> Iterator[Answers]:
    """Streams in which this person said something else: the nearest first."""
    answers, place, scale = tried.answers, tried.place, tried.scale
    mine = scale.kind(answers[place])
    alike = _one_of_each(tried)
    unlike = [each for each in alike if scale.kind(answers[each]) not in (mine, NONE)]
    for each in unlike:
        yield _swapped(answers, place, each)
    for value in _of_another(scale, mine):
        yield _changed(answers, {place: value})
    if is_solved:
        yield from trust_solved.another(*tried)
    if mine != NONE:
        valid = [each for each in alike if scale.kind(answers[each]) != NONE]
        for pair in combinations(valid[:PAIRS], 2):
            yield _turned(answers, (place, *pair), scale)


def _of_another(scale: Scale, mine: int) -> list[int]:
    every = [*range(scale.last + 1), DONT_KNOW]
    return [each for each in every if scale.kind(each) not in (mine, NONE)]


def _turned(answers: Answers, places: Sequence[int], scale: Scale) -> Answers:
    """These people are each of the other class; two of different classes change their answers."""
    made = list(answers)
    of = {kind: [each for each in places if scale.kind(made[each]) == kind] for kind in (0, 1)}
    while of[TRUSTS] and of[NOT]:
        one, two = of[TRUSTS].pop(), of[NOT].pop()
        made[one], made[two] = made[two], made[one]
    for kind, value in ((TRUSTS, 0), (NOT, scale.last)):
        for each in of[kind]:
            made[each] = value
    return made


def _one_of_each(tried: _Tried) -> list[int]:
    """One person of each kind of visit and answer: those near in time first, of one sex."""
    here = tried.people.visits[tried.place]

    def far(each: int) -> tuple[int, bool]:
        visit = tried.people.visits[each]
        return abs(visit.came - here.came), tried.sexes(each) != tried.sexes(tried.place)

    kinds: dict[tuple[Visit, int], int] = {}
    for each in sorted(range(len(tried.answers)), key=far):
        if each != tried.place:
            kinds.setdefault((tried.people.visits[each], tried.answers[each]), each)
    return list(kinds.values())


def _swapped(answers: Answers, one: int, two: int) -> Answers:
    made = list(answers)
    made[one], made[two] = made[two], made[one]
    return made


def _changed(answers: Answers, changes: dict[int, int]) -> Answers:
    made = list(answers)
    for place, answer in changes.items():
        made[place] = answer
    return made
