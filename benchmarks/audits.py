"""How long the audits of ten years of releases take: ``python -m benchmarks.audits [agencies]``.

A made-up programme: every half-year 20 registrations an agency, a third as many enrolments, and
ever fewer placements; each half-year is released, then corrected once.
"""

from __future__ import annotations

import sys
from random import Random
from time import perf_counter

from db.privacy import Printed, Rules, Table, hidden_share, protect_together, reconcile, survives

HALF_YEARS = 20
SEXES, AGES, KINDS = (10, 12, 0.2), (3, 4, 4), (8, 5, 4, 4, 3, 3, 2, 2, 1, 1, 1, 1)
#: Persons of a measure by agency, and whether it has kinds.
MEASURES = ((20, False), (7, True), (5, False), (2, False), (1, False), (2, True))
Person = tuple[int, int, int, int]


def main(agencies: int = 80) -> None:
    random, slowest = Random(0), 0.0
    first = corrected = 0.0
    cells = hidden = 0.0
    for _ in range(HALF_YEARS):
        for people_an_agency, with_kinds in MEASURES:
            people = [person(random, agencies) for _ in range(agencies * people_an_agency)]
            late = [person(random, agencies) for _ in range(len(people) // 20)]
            begun = perf_counter()
            made = protect_together(tables(people, agencies, with_kinds), Rules())
            first += perf_counter() - begun
            for each in made:
                inner = each.table.counts.size
                cells, hidden = cells + inner, hidden + inner * hidden_share(each).cells
            edition = [Printed(each.published, each.table.grid) for each in made]
            two_way = made[0].table.counts.ndim > 1
            again = tables([*people[3:], *late], agencies, with_kinds, two_way=two_way)
            begun = perf_counter()
            reconcile([edition], protect_together(again, Rules()))
            took = perf_counter() - begun
            corrected, slowest = corrected + took, max(slowest, took)
    print(f"{agencies} agencies, {HALF_YEARS} half-years, {len(MEASURES)} measures each")
    print(f"first editions {first:.0f} s, new editions {corrected:.0f} s, slowest {slowest:.1f} s")
    print(f"{1 - hidden / cells:.0%} of {cells:.0f} cells shown")


def person(random: Random, agencies: int) -> Person:
    sex, age, kind = (
        random.choices(range(len(weights)), weights)[0] for weights in (SEXES, AGES, KINDS)
    )
    return random.randrange(agencies), sex, age, kind


def tables(
    people: list[Person], agencies: int, with_kinds: bool, two_way: bool | None = None
) -> list[Table]:
    """Those of the catalogue: kind by agency where half of its cells survive, else each alone."""
    rest = [one_way(people, 1, len(SEXES)), one_way(people, 2, len(AGES))]
    if with_kinds:
        wide = kind_by_agency(people, agencies)
        if two_way is None:
            two_way = survives(wide, Rules(), 0.5)
        if two_way:
            return [wide, *rest]
        rest.insert(0, one_way(people, 3, len(KINDS)))
    return [one_way(people, 0, agencies), *rest]


def one_way(people: list[Person], axis: int, size: int) -> Table:
    counts = [sum(each[axis] == n for each in people) for n in range(size)]
    return Table.one_way([str(n) for n in range(size)], counts)


def kind_by_agency(people: list[Person], agencies: int) -> Table:
    counts = [[0] * agencies for _ in KINDS]
    for agency, _, _, kind in people:
        counts[kind][agency] += 1
    rows, columns = [str(n) for n in range(len(KINDS))], [str(n) for n in range(agencies)]
    return Table.two_way(rows, columns, counts)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
