"""Random small measures before the attackers: no promise is broken, and much is still said."""

from __future__ import annotations

from random import Random

import pytest

from db.privacy import Edition, Printed, protect, protect_together
from tests.at_length import tries
from tests.db.privacy.judging import broken
from tests.db.privacy.linked import RULES, narrow, programme, states, with_two_ways
from tests.db.privacy.making import frozen, shown
from tests.db.privacy.tables import HIDDEN, TEN


def measure(seed: int, editions: int) -> list[Edition]:
    """One random measure; now and then its rules change from one edition to the next."""
    random = Random(seed)
    rules = [random.choice(RULES) for _ in range(random.choice([1, 1, editions]))]
    return frozen(*states(random, editions), rules=rules)


def check(editions: int, seeds: range) -> None:
    said = set()
    for seed in seeds:
        made = measure(seed, editions)
        assert broken(made) == [], seed
        said |= {outcome for edition in made for outcome in shown(edition)}
    assert any(HIDDEN in outcome and outcome[-1] is not HIDDEN for outcome in said)


def check_narrow(seeds: range) -> int:
    """How many measures would have told a count, had each table been protected alone."""
    singly = 0
    for seed in seeds:
        tables = narrow(Random(seed))
        assert broken(frozen(tables)) == [], seed
        alone = [protect(table, TEN) for table in tables]
        singly += bool(broken([[Printed(each.published, each.table.grid) for each in alone]]))
    return singly


def check_two_ways(editions: int, seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        made = frozen(*with_two_ways(random, editions), rules=[random.choice(RULES)])
        assert broken(made) == [], seed


def check_programmes(seeds: range) -> None:
    for seed in seeds:
        for editions in programme(Random(seed)):
            made = frozen(*editions)
            assert broken(made) == [], seed


def test_linked_tables_tell_no_hidden_count() -> None:
    check(1, range(40))


def test_linked_tables_in_two_editions_tell_no_hidden_count() -> None:
    check(2, range(10))


@pytest.mark.long
def test_tables_that_narrow_the_total_tell_no_hidden_count() -> None:
    check_narrow(range(20))


def test_the_attackers_have_teeth() -> None:
    """Tables protected singly, and editions made each for itself, are told by them."""
    assert check_narrow(range(49, 50)) == 1
    made = [protect_together(tables, TEN) for tables in states(Random(10_002), 2)]
    assert broken([[Printed(t.published, t.table.grid) for t in tables] for tables in made])


@pytest.mark.long
def test_kinds_by_agency_beside_other_tables_tell_no_hidden_count() -> None:
    check_two_ways(1, range(1))
    check_two_ways(2, range(1))


@pytest.mark.parametrize("block", tries(1, 19))
def test_linked_tables_tell_no_hidden_count_long(block: int) -> None:
    check(1, range(1_000 + 400 * block, 1_400 + 400 * block))


@pytest.mark.parametrize("block", tries(1, 9))
def test_tables_that_narrow_the_total_tell_no_hidden_count_long(block: int) -> None:
    check_narrow(range(1_000 + 200 * block, 1_200 + 200 * block))


@pytest.mark.parametrize("block", tries(1, 19))
def test_linked_tables_in_two_editions_tell_no_hidden_count_long(block: int) -> None:
    check(2, range(10_000 + 100 * block, 10_100 + 100 * block))


@pytest.mark.long
def test_linked_tables_in_three_editions_tell_no_hidden_count_long() -> None:
    check(3, range(20_000, 20_020))


@pytest.mark.parametrize("block", tries(1, 9))
def test_kinds_by_agency_beside_other_tables_tell_no_hidden_count_long(block: int) -> None:
    check_two_ways(1, range(30_000 + 10 * block, 30_010 + 10 * block))
    check_two_ways(2, range(35_000 + 4 * block, 35_004 + 4 * block))


@pytest.mark.parametrize("block", tries(1, 9))
def test_random_programmes_tell_no_hidden_count_long(block: int) -> None:
    check_programmes(range(40_000 + 5 * block, 40_005 + 5 * block))
