"""Random years of one measure: totals of the first half, then the year's tables, corrected once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from db.codes import Mark
from db.privacy import Edition, Part, Printed, ProtectedTable, Rules, Table, protect, reconcile
from db.releases.catalogue import CatalogueTable, Counted, placed
from db.releases.names import TOTAL_ONLY
from tests.db.privacy.judging import Truths, broken_sheets
from tests.db.privacy.partner import TOTAL, Name, Sheet

Person = tuple[int, ...]
#: What each place of a person says.
AXES = ("agency", "kind", "sex", "age", "half")
SMALL, TWO_AGENCIES, PROGRAMME = (3, 2, 2, 2, 2), (2, 2, 2, 2, 2), (9, 3, 2, 3, 2)
#: The first half of the year.
FIRST = 0


@dataclass(frozen=True)
class Year:
    """What a partner gets of it, and the true counts that the verdict needs."""

    parts: list[Part]
    editions: list[list[CatalogueTable]]

    def broken(self) -> list[str]:
        """What anybody could tell from all of it."""
        return broken_sheets(*self._sheets())

    def has(self, breakdown: str) -> bool:
        return any(table.code == f"m.{breakdown}" for table in self.editions[0])

    def _sheets(self) -> tuple[list[Sheet], Truths]:
        sheets, truths = list[Sheet](), Truths()
        for number, edition in enumerate(self._that_differ(), 1):
            for place, table in enumerate(edition):
                published, grid = table.protected.published, table.protected.table.grid
                entries = dict(published.cells())
                rules = published.rules
                sheet = Sheet("m", number, table.code, rules.threshold, rules.base, entries)
                counts = dict(zip(entries, grid.ravel().tolist(), strict=True))
                truths |= {(table.code, number, name): n for name, n in counts.items()}
                sheets.append(self._beside(sheet, place, counts) if number == 1 else sheet)
        return sheets, truths

    def _beside(self, sheet: Sheet, place: int, counts: dict[Name, int]) -> Sheet:
        """With what the half-year's releases tell, where an attacker guesses rightly that nothing
        was corrected in between."""
        known, asked = dict[Name, range](), set[Name]()
        names = list(sheet.entries)
        tables = {table.code: table.protected.table for table in self.editions[0]}
        for part in placed(self.parts, tables):
            if part.table != place:
                continue
            name = names[part.flat]
            if part.count > counts[name] or (part.count < counts[name] and not part.is_less):
                continue
            entries: dict[Name, int | Mark] = {}
            entries[(TOTAL,)] = Mark.HIDDEN if part.value is None else part.value
            alone = Sheet("", 0, "", part.rules.threshold, part.rules.base, entries)
            fits = alone.meaning((TOTAL,), 10_000)
            if part.count not in fits:
                continue  # Printed as before, though it has moved a little.
            if part.is_less:
                fits = range(fits.start, fits.stop + self._most_of_the_rest(part, counts[name]))
            elif part.value is None:
                asked.add(name)
            before = known.get(name, fits)
            known[name] = range(max(before.start, fits.start), min(before.stop, fits.stop))
        return replace(sheet, known=known, asked=frozenset(asked))

    def _most_of_the_rest(self, part: Part, total: int) -> int:
        """Of the second half, where no table has the halves: that may be because it is small, and
        the attacker guesses rightly whether it is; or because the first is, as its mark tells."""
        few = part.rules.threshold - 1
        return few if part.value is not None and total - part.count <= few else 10_000

    def _that_differ(self) -> list[list[CatalogueTable]]:
        def looks(edition: list[CatalogueTable]) -> list[object]:
            return [list(table.protected.published.cells()) for table in edition]

        first, *others = self.editions
        return [first, *(each for each in others if looks(each) != looks(first))]


def released(random: Random, sizes: Sequence[int], rules: Rules, editions: int) -> Year:
    """One measure of a year, as a programme releases it."""
    weights = [[random.choice([1, 1, 2, 4]) for _ in range(size)] for size in sizes]
    for each in weights[:-1]:
        each[random.randrange(len(each))] = random.choice([0, 1])
    most = random.choice([16, 22, 34, 48] if sizes is SMALL else [48, 90, 160])
    there = [_person(random, weights) for _ in range(random.randint(most // 2, most))]
    parts = _half(random, there, weights, rules)
    year = Year(parts, [_counted(there, parts, sizes).protected(rules)])
    for _ in range(editions - 1):
        there = _corrected(random, there, weights)
        codes = [table.code for table in year.editions[0]]
        fresh = _counted(there, parts, sizes, codes).protected(rules)
        before = [[_printed(table.protected) for table in edition] for edition in year.editions]
        tables = {table.code: table.protected.table for table in fresh}
        protected = reconcile(before, [t.protected for t in fresh], placed(parts, tables))
        pairs = zip(fresh, protected, strict=True)
        year.editions.append([replace(table, protected=each) for table, each in pairs])
    return year


def _half(
    random: Random, there: list[Person], weights: list[list[int]], rules: Rules
) -> list[Part]:
    """The totals of the first half: released, corrected now and then, not at all in a few years."""
    states = [there] if random.random() < 0.6 else [_corrected(random, there, weights), there]
    parts, editions = list[Part](), list[Edition]()
    for state in states if random.random() < 0.9 else []:
        total = Table.one_way([TOTAL_ONLY], [sum(each[-1] == FIRST for each in state)])
        made = protect(total, rules)
        if editions:
            (made,) = reconcile(editions, [made])
        editions.append([_printed(made)])
        value = None if made.published.hidden[-1] else int(made.published.values[-1])
        parts.append(Part(rules, value, int(total.grid[-1]), table=0, flat=0))
    return parts


def _person(random: Random, weights: Sequence[Sequence[int]]) -> Person:
    return tuple(random.choices(range(len(each)), each)[0] for each in weights)


def _corrected(random: Random, there: list[Person], weights: list[list[int]]) -> list[Person]:
    late = [_person(random, weights) for _ in range(random.choice([0, 1, 5, 12, 30]))]
    return [*there[random.choice([0, 0, 1, 4, 12]) :], *late]


def _printed(protected: ProtectedTable) -> Printed:
    return Printed(protected.published, protected.table.grid)


def _counted(
    there: Sequence[Person], parts: Sequence[Part], sizes: Sequence[int], codes: Sequence[str] = ()
) -> Counted:
    """The true tables; ``codes`` are those of the first edition."""
    rows = {axis: [str(n) for n in range(size)] for axis, size in zip(AXES, sizes, strict=True)}
    one, two = Counter[tuple[str, str]](), Counter[tuple[str, str, str]]()
    for each in there:
        of = dict(zip(AXES, map(str, each), strict=True))
        one.update(of.items())
        two.update((axis, of[axis], of["agency"]) for axis in AXES)
    tables = {
        f"m.{axis}": Table.one_way(found, [one[axis, row] for row in found])
        for axis, found in rows.items()
    }
    wide = {
        f"m.{axis}_by_agency": Table.two_way(
            rows[axis],
            rows["agency"],
            [[two[axis, row, agency] for agency in rows["agency"]] for row in rows[axis]],
        )
        for axis in ("kind", "half")
    }
    total = {f"m.{TOTAL_ONLY}": Table.one_way([TOTAL_ONLY], [len(there)])}
    return Counted(
        measure="m",
        tables={code: (tables | wide | total)[code] for code in codes or tables},
        wide={} if codes else wide,
        parts=tuple(parts),
        is_first=not codes,
    )
