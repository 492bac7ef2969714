"""Random small measures: tables of the same persons, and what becomes of them in later editions."""

from __future__ import annotations

from random import Random

from db.privacy import Rules, Table
from tests.db.privacy.tables import one_way, two_way

State = list[Table]
#: As a threshold of ten with a base of five, and what else a programme may choose.
RULES = (Rules(), Rules(), Rules(5), Rules(20, 10), Rules(15))


def states(random: Random, editions: int, largest: int = 3) -> list[State]:
    """The tables of one measure at each freezing."""
    shape = [random.randint(1, 4) for _ in range(random.randint(1, largest))]
    people = _people(random, shape)
    found = [_counted(people, shape)]
    for _ in range(editions - 1):
        people = _corrected(random, people, shape)
        found.append(_counted(people, shape))
    return found


def with_two_ways(random: Random, editions: int = 1) -> list[State]:
    """Kinds by agency beside one or two other breakdowns; beside one in several editions."""
    rows, columns = random.randint(2, 4 - editions), random.randint(2, 3)
    others = random.randint(1, 3 - editions)
    shape = [rows * columns, *(random.randint(2, 3) for _ in range(others))]
    people = _people(random, shape)
    found = []
    for _ in range(editions):
        grid, *rest = _counted(people, shape)
        found.append([two_way(grid.counts.reshape(rows, columns)), *rest])
        people = _corrected(random, people, shape)
    return found


def _people(random: Random, shape: list[int]) -> list[list[int]]:
    """Who stands where in each table; many categories are small, as in a real programme."""
    weights = [[random.choice([0, 1, 1, 3, 8]) for _ in range(size)] for size in shape]
    for each in weights:
        each[random.randrange(len(each))] += 1
    return [_person(random, weights) for _ in range(random.choice([12, 18, 26, 35, 48]))]


def _person(random: Random, weights: list[list[int]]) -> list[int]:
    return [random.choices(range(len(each)), each)[0] for each in weights]


def _corrected(random: Random, people: list[list[int]], shape: list[int]) -> list[list[int]]:
    """A few more, a few less; sometimes many, and all of them in one place."""
    kept = people[random.choice([0, 0, 1, 3, 11]) :]
    place = [random.randrange(size) for size in shape]
    return kept + [place] * random.choice([0, 1, 4, 9, 10, 11, 15, 20, 30])


def _counted(people: list[list[int]], shape: list[int]) -> State:
    return [
        one_way(*(sum(person[i] == each for person in people) for each in range(size)))
        for i, size in enumerate(shape)
    ]


def programme(random: Random) -> list[list[State]]:
    """Three measures of a programme of some size, each released and corrected once."""
    agencies = random.randint(3, 14)
    return [_released(random, agencies, people) for people in (130, 50, 22)]


def _released(random: Random, agencies: int, size: int) -> list[State]:
    shape = [agencies, 3, 3, random.randint(3, 12)]
    weights = [[random.choice([1, 1, 2, 4]) for _ in range(n)] for n in shape]
    weights[1] = [10, 12, random.choice([0, 1])]
    people = [_person(random, weights) for _ in range(random.randint(size // 2, size))]
    late = [_person(random, weights) for _ in range(random.choice([1, 5, 14, 40]))]
    return [_counted(people, shape), _counted(people[random.choice([0, 2, 8]) :] + late, shape)]


def narrow(random: Random) -> State:
    """One edition whose first table tells the total nearly: its cells lie at the ends of what
    their prints can mean. The others are small, so that a narrow total hurts."""
    ends = [random.choice([10, 12, 13, 13, 17, 18, 22]) for _ in range(random.randint(2, 3))]
    others = [_small_parts(random, sum(ends)) for _ in range(random.randint(1, 2))]
    return [one_way(*each) for each in (ends, *others)]


def _small_parts(random: Random, total: int) -> list[int]:
    parts: list[int] = []
    while sum(parts) < total and len(parts) < 4:
        parts.append(min(random.choice([3, 5, 6, 8, 9, 9, 11]), total - sum(parts)))
    return [*parts, total - sum(parts)] if sum(parts) < total else parts
