"""Random years before the attackers, who have the totals of their first halves as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

import pytest

from db.privacy import Rules
from db.releases import catalogue
from tests.at_length import tries
from tests.db.releases.years import PROGRAMME, SMALL, TWO_AGENCIES, released

RULES = (Rules(), Rules(), Rules(5), Rules(20, 10))
#: What takes the place of others, or is left out.
MAY_STAND = ("kind_by_agency", "half_by_agency", "half")


def check(seeds: Iterable[int], sizes: tuple[int, ...], editions: int = 1) -> Counter[str]:
    """How often each of the tables stood in a year that tells no hidden count."""
    stood = Counter[str]()
    for seed in seeds:
        random = Random(seed)
        year = released(random, sizes, random.choice(RULES), editions)
        assert year.broken() == [], seed
        stood.update(each for each in MAY_STAND if year.has(each))
    return stood


def test_a_year_beside_its_first_half_tells_no_hidden_count() -> None:
    assert check(range(20), SMALL)["half"]


def test_a_corrected_year_tells_no_hidden_count() -> None:
    check(range(100, 104), SMALL, editions=2)


def test_the_attackers_have_teeth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Audited without what the half-year told, one in ten such years tells a count."""
    monkeypatch.setattr(catalogue, "placed", lambda *_: [])
    with pytest.raises(AssertionError, match=r"\[10, 11, 12\] truly 10"):
        check([3], SMALL)


@pytest.mark.parametrize("block", tries(2, 18))
def test_years_beside_their_first_halves_tell_no_hidden_count_long(block: int) -> None:
    stood = check(range(1_000 + 500 * block, 1_500 + 500 * block), SMALL)
    assert stood["half"]


@pytest.mark.long
def test_years_with_halves_by_agency_tell_no_hidden_count_long() -> None:
    stood = check(range(15_000, 15_060), TWO_AGENCIES)
    assert all(stood[each] for each in MAY_STAND)


@pytest.mark.parametrize("block", tries(1, 9))
def test_corrected_years_tell_no_hidden_count_long(block: int) -> None:
    check(range(20_000 + 10 * block, 20_010 + 10 * block), SMALL, editions=2)


@pytest.mark.parametrize("block", tries(1, 9))
def test_years_of_programmes_tell_no_hidden_count_long(block: int) -> None:
    """Fifty programmes of nine agencies."""
    check(range(30_000 + 5 * block, 30_005 + 5 * block), PROGRAMME)
