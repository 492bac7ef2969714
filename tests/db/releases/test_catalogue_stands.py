"""Which tables of a year stand tells nothing of what they hide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations, product
from random import Random

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlmodel import Session, col

from db.inputs.release_groups import Groups
from db.inputs.releases import Year
from db.models import Posting
from db.privacy import (
    Mark,
    Part,
    Printed,
    Rules,
    Table,
    feasible_interval,
    hidden_share,
    may_show,
    protect_together,
)
from db.privacy.joint import joint
from db.releases.catalogue import Counted, counted, placed
from tests.at_length import tries
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.privacy.tables import FIVE, HIDDEN, TEN, one_way, outcome, two_way
from tests.db.releases.years import PROGRAMME, SMALL, TWO_AGENCIES, released

#: As the catalogue has them: two or three groups, and two agencies at least.
SHAPES = ((2, 2), (2, 3), (2, 7), (3, 2), (3, 3), (3, 4), (3, 5), (3, 9))
Grid = NDArray[np.int64]


def corners(rows: Sequence[int], columns: Sequence[int]) -> Iterator[Grid]:
    """Tables with these sums and as few cells as can be: the people of each group fill one agency
    after the other, groups in any order, agencies by their size."""
    for order in permutations(range(len(rows))):
        for across in (np.argsort(columns), np.argsort(columns)[::-1]):
            made, left = np.zeros((len(rows), len(columns)), dtype=np.int64), np.array(columns)
            for row in order:
                people = rows[row]
                for column in across:
                    made[row, column] = min(people, left[column])
                    people, left[column] = (
                        people - made[row, column],
                        left[column] - made[row, column],
                    )
            yield made


def check_that_it_may_not_stand(rows: Sequence[int], columns: Sequence[int], rules: Rules) -> None:
    """Of all that has these sums, something would not stand: half of its cells are not shown."""
    found = [two_way(each) for each in corners(rows, columns)]
    assert all((each.counts.sum(axis=0) == columns).all() for each in found)
    assert any(not may_show(each, rules, 0.5) for each in found), (rows, columns)
    # No cell is hidden where halves of the year stand by agency.
    assert all(not may_show(each, rules, 1.0) for each in found), (rows, columns)


def split(random: Random, people: int, size: int) -> list[int]:
    """A sum in parts of very different sizes."""
    weights = [random.choice([0, 1, 1, 3, 9, 30]) + 0.01 for _ in range(size)]
    drawn = random.choices(range(size), weights, k=people)
    return [drawn.count(each) for each in range(size)]


def check_splits(seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        rows, columns = random.choice(SHAPES)
        rules, people = random.choice([TEN, FIVE, Rules(20, 10)]), random.randint(15, 400)
        sums = split(random, people, rows), split(random, people, columns)
        check_that_it_may_not_stand(*sums, rules)


def test_whatever_agencies_and_kinds_say_kind_by_agency_may_not_stand() -> None:
    check_splits(range(60))
    for rows, columns in product(((10, 10), (13, 7), (20, 0)), repeat=2):
        check_that_it_may_not_stand(rows, columns, FIVE)


@pytest.mark.parametrize("block", tries(1, 4))
def test_whatever_agencies_and_kinds_say_kind_by_agency_may_not_stand_long(block: int) -> None:
    check_splits(range(1_000 + 1_000 * block, 2_000 + 1_000 * block))


def check_marks(seeds: range, sizes: tuple[int, ...]) -> set[str]:
    stood = set()
    for seed in seeds:
        for table in released(Random(seed), sizes, TEN, 1).editions[0]:
            breakdown, shown = table.code.partition(".")[2], 1 - hidden_share(table.protected).cells
            assert breakdown != "kind_by_agency" or shown >= 0.5
            assert breakdown not in ("half", "half_by_agency") or shown == 1
            stood.add(breakdown)
    return stood


def test_a_table_that_stands_says_so_by_its_marks() -> None:
    assert {"kind_by_agency", "half_by_agency"} <= check_marks(range(12), TWO_AGENCIES)
    check_marks(range(12), SMALL)
    check_marks(range(1), PROGRAMME)


@POSTGRESQL_AT_LENGTH
def test_an_agency_alone_has_no_table_by_agency(session: Session) -> None:
    """It would say the same as the kinds, whatever the counts: that can be known."""
    assert all(each.wide for each in counted(session, Year(2025), Groups()))
    session.execute(sa.delete(Posting).where(col(Posting.agency_id) != CAST.rabat))
    assert not any(each.wide for each in counted(session, Year(2025), Groups()))


def year(tables: dict[str, Table], wide: dict[str, Table]) -> dict[str, object]:
    found = Counted(
        measure="m",
        tables={f"m.{code}": table for code, table in tables.items()},
        wide={f"m.{code}_by_agency": table for code, table in wide.items()},
        is_first=True,
    ).protected(FIVE)
    return {table.code: outcome(table.protected) for table in found}


def told_to_who_runs_the_catalogue(breakdown: str, totals: range) -> list[object]:
    """Of all years of two agencies and two groups: what is told to who knows how tables are chosen,
    and protects every year there may be."""
    groups: dict[object, list[dict[str, list[int]]]] = defaultdict(list)
    for people, cells in ((n, each) for n in totals for each in parts_of(n)):
        grid = two_way(np.array(cells).reshape(2, 2))
        rows, columns = grid.counts.sum(axis=1).tolist(), grid.counts.sum(axis=0).tolist()
        tables = {"agency": one_way(*columns), breakdown: one_way(*rows)}
        made = year(tables, {breakdown: grid})
        true = {
            "m.agency": [*columns, people],
            f"m.{breakdown}": [*rows, people],
            f"m.{breakdown}_by_agency": grid.grid.ravel().tolist(),
        }
        groups[tuple(sorted(made.items()))].append(true)
    return [
        (shown, code, place)
        for shown, worlds in groups.items()
        for code, marks in shown  # type: ignore[attr-defined]
        for place, mark in enumerate(marks)
        if mark is HIDDEN and not isinstance(marks[-1], Mark)
        if not is_kept({world[code][place] for world in worlds})
    ]


def parts_of(people: int) -> Iterator[tuple[int, ...]]:
    for first, second, third in product(range(people + 1), repeat=3):
        if first + second + third <= people:
            yield first, second, third, people - first - second - third


def is_kept(counts: set[int]) -> bool:
    """Five counts in a row around every possible one, and 0 among them where one is small."""
    starts = [n for n in counts if n - 1 not in counts]
    lengths = [next(k for k in range(99) if n + k not in counts) for n in starts]
    return min(lengths) >= FIVE.threshold and not 0 < min(counts) < FIVE.threshold


@pytest.mark.long
@pytest.mark.parametrize("breakdown", ["kind", "half"])
def test_who_runs_the_catalogue_on_every_year_learns_no_hidden_count_long(breakdown: str) -> None:
    """All that read 10 or 15 together."""
    assert told_to_who_runs_the_catalogue(breakdown, range(10, 18)) == []


def interval_of_the_total(value: int | None, count: int, total: Table) -> tuple[int, float]:
    part = Part(TEN, value, count, table=0, flat=0)
    parts = placed([part], {"m.agency": total})
    (made,) = protect_together([total], TEN, parts)
    known = joint([[Printed(made.published, total.grid)]], parts=parts)
    return feasible_interval(known.system, total.grid.size - 1)


def test_the_audit_knows_why_a_year_may_not_say_its_halves() -> None:
    """Printed 30, then 40 and no halves: the second half has fewer than ten people."""
    assert interval_of_the_total(30, 32, one_way(20, 21)) == (38, 41)
    # Here it may be the first half that is small, or the audit of something else.
    assert interval_of_the_total(None, 14, one_way(20, 21)) == (38, 42)
    assert interval_of_the_total(25, 27, one_way(20, 21)) == (38, 42)
