"""How long the audits of ten years of releases take: ``python -m benchmarks.audits [agencies]``.

A made-up programme: every year 40 registrations an agency, a third as many enrolments, and fewer
placements; each first half's totals are released, then its year, which is corrected once.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from random import Random
from threading import Event, Thread
from time import perf_counter, process_time

from db.inputs.release_groups import Groups
from db.privacy import Part, Printed, ProtectedTable, Rules, Table, hidden_share, protect, reconcile
from db.releases.catalogue import BREAKDOWNS, CatalogueTable, Counted, placed
from db.releases.names import TOTAL_ONLY

YEARS, RULES = 10, Rules()
#: How likely each group of a breakdown is.
WEIGHTS: dict[str, Sequence[float]] = {
    "sex": (10, 12.2), "age": (3, 4, 4), "kind": (20, 8, 6), "half": (1, 1)
}  # fmt: skip
#: Persons of a measure by agency and year.
PEOPLE = {"registrations": 40, "enrolments": 14, "placements": 18}
Person = dict[str, int]


def main(agencies: int = 80) -> None:
    random, hidden, cells = Random(0), 0.0, 0.0
    first = corrected = slowest = 0.0
    waited: list[float] = []
    is_over = Event()
    watch = Thread(target=keep_time, args=(waited, is_over))
    watch.start()
    begun_with = process_time()
    for _ in range(YEARS):
        for measure, people_an_agency in PEOPLE.items():
            people = [person(random, agencies) for _ in range(agencies * people_an_agency)]
            late = [person(random, agencies) for _ in range(len(people) // 20)]
            part = half_year(people)
            begun = perf_counter()
            made = counted(measure, people, agencies, [part]).protected(RULES)
            took = perf_counter() - begun
            first, slowest = first + took, max(slowest, took)
            for each in made:
                inner = each.protected.table.counts.size
                cells, hidden = cells + inner, hidden + inner * hidden_share(each.protected).cells
            begun = perf_counter()
            correct(made, counted(measure, [*people[3:], *late], agencies, [part], made))
            took = perf_counter() - begun
            corrected, slowest = corrected + took, max(slowest, took)
    is_over.set()
    watch.join()
    print(f"{agencies} agencies, {YEARS} years, {len(PEOPLE)} measures each")
    print(f"first editions {first:.0f} s, new editions {corrected:.0f} s, slowest {slowest:.1f} s")
    print(f"{process_time() - begun_with:.0f} s of processor")
    print(f"{1 - hidden / cells:.0%} of {cells:.0f} cells shown")
    waited.sort()
    print(
        f"another thread waited {waited[len(waited) * 99 // 100] * 1000:.0f} ms in 99 of 100 cases,"
    )
    print(f"{waited[-1] * 1000:.0f} ms at most")


def keep_time(waited: list[float], is_over: Event) -> None:
    """How long another thread waits for its turn, beyond what it asked for."""
    while not is_over.is_set():
        begun = perf_counter()
        is_over.wait(0.01)
        waited.append(perf_counter() - begun - 0.01)


def person(random: Random, agencies: int) -> Person:
    found = {
        name: random.choices(range(len(weights)), weights)[0] for name, weights in WEIGHTS.items()
    }
    return found | {"agency": random.randrange(agencies)}


def half_year(people: Sequence[Person]) -> Part:
    """The first half's total, as it was released."""
    count = sum(each["half"] == 0 for each in people)
    published = protect(Table.one_way([TOTAL_ONLY], [count]), RULES).published
    value = None if published.hidden[-1] else int(published.values[-1])
    return Part(RULES, value, count, table=0, flat=0)


def counted(
    measure: str,
    people: Sequence[Person],
    agencies: int,
    parts: Sequence[Part],
    made: Sequence[CatalogueTable] = (),
) -> Counted:
    """The tables of the catalogue; ``made`` are those of the first edition."""
    sizes = {name: len(weights) for name, weights in WEIGHTS.items()} | {"agency": agencies}
    breakdowns = [*BREAKDOWNS[measure], "half"]
    assert set(breakdowns) <= {*Groups().shown, "half"}
    tables = {f"{measure}.{name}": one_way(people, name, sizes[name]) for name in breakdowns}
    wide = {
        f"{measure}.{name}_by_agency": by_agency(people, name, sizes[name], agencies)
        for name in ("kind", "half")
        if name in breakdowns
    }
    codes = [each.code for each in made]
    return Counted(
        measure=measure,
        tables={code: (tables | wide)[code] for code in codes or tables},
        wide={} if codes else wide,
        parts=tuple(parts),
        is_first=not codes,
    )


def correct(made: Sequence[CatalogueTable], again: Counted) -> None:
    """The next edition."""
    fresh = again.protected(RULES)
    parts = placed(again.parts, again.tables)
    reconcile([[printed(each.protected) for each in made]], [t.protected for t in fresh], parts)


def printed(protected: ProtectedTable) -> Printed:
    return Printed(protected.published, protected.table.grid)


def one_way(people: Sequence[Person], name: str, size: int) -> Table:
    found = Counter(each[name] for each in people)
    return Table.one_way([str(n) for n in range(size)], [found[n] for n in range(size)])


def by_agency(people: Sequence[Person], name: str, size: int, agencies: int) -> Table:
    found = Counter((each[name], each["agency"]) for each in people)
    grid = [[found[row, agency] for agency in range(agencies)] for row in range(size)]
    rows, columns = [str(n) for n in range(size)], [str(n) for n in range(agencies)]
    return Table.two_way(rows, columns, grid)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
