"""What was worked out stands until something that it was worked out from changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from components.reads import dependency_cache, reference, reference_cache
from components.reads.dependency_cache import DependencyCache, Watch
from components.reads.read import read
from db import audit
from db.store import engine as engines

pytestmark = pytest.mark.usefixtures("sqlite_engine")

CASES, PLACES = "cases", "organisations"


@pytest.fixture
def asked() -> Counter[str]:
    return Counter()


@pytest.fixture
def held() -> DependencyCache[object]:
    return DependencyCache(20)


def rows_of(table: str, asked: Counter[str]) -> Callable[[], int]:
    """How many rows a table has; ``asked`` counts how often that was read."""

    def count() -> int:
        asked[table] += 1
        query = sa.select(sa.func.count()).select_from(sa.table(table))
        return read(lambda session: int(session.execute(query).scalar_one()))

    return count


def write(table: str, *, is_told: bool = True) -> int:
    """Touch the rows of a table; the version that a page goes by afterwards."""
    with engines.writing() as session:
        session.execute(sa.text(f"UPDATE {table} SET id = id"))
        audit.record(session, None, "test.write", table, changes_results=is_told)
    return read(audit.version)


def test_a_value_is_read_again_when_its_table_was_written(
    held: DependencyCache[object], asked: Counter[str]
) -> None:
    cases = rows_of(CASES, asked)
    first = held.get("cases", read(audit.version), cases)
    assert held.get("cases", write(PLACES), cases) == first
    assert asked[CASES] == 1
    held.get("cases", write(CASES), cases)
    assert asked[CASES] == 2


def test_what_is_raised_without_a_name_may_be_anything(
    held: DependencyCache[object], asked: Counter[str]
) -> None:
    cases = rows_of(CASES, asked)
    held.get("cases", read(audit.version), cases)
    with engines.writing() as session:
        audit.raise_version(session)
    held.get("cases", read(audit.version), cases)
    assert asked[CASES] == 2
    # And so by an older version of the app, which knows of no subjects, even if another follows.
    with engines.writing() as session:
        session.execute(sa.text("UPDATE change_counter SET version = version + 1"))
    held.get("cases", write(PLACES), cases)
    assert asked[CASES] == 3
    held.get("cases", write(PLACES), cases)
    assert asked[CASES] == 3


def test_what_is_told_later_is_read_with_the_next_change(
    held: DependencyCache[object], asked: Counter[str]
) -> None:
    cases = rows_of(CASES, asked)
    version = read(audit.version)
    held.get("cases", version, cases)
    assert write(CASES, is_told=False) == version
    held.get("cases", version, cases)
    assert asked[CASES] == 1
    held.get("cases", write(PLACES), cases)
    assert asked[CASES] == 2


def test_a_value_made_of_others_is_made_again_when_one_is_another(
    held: DependencyCache[object], asked: Counter[str]
) -> None:
    number = [7]

    def part() -> int:
        rows_of(CASES, asked)()
        return number[0]

    def whole() -> object:
        asked["whole"] += 1
        return object(), held.get("part", version, part)

    version = read(audit.version)
    first = held.get("whole", version, whole)
    version = write(CASES)
    assert held.get("whole", version, whole) is first
    assert asked == {CASES: 2, "whole": 1}
    number[0], version = 8, write(CASES)
    assert held.get("whole", version, whole) is not first
    assert asked == {CASES: 3, "whole": 2}


def test_a_value_that_is_equal_is_the_same_object(
    held: DependencyCache[object], asked: Counter[str]
) -> None:
    def table() -> object:
        return {"rows": rows_of(CASES, asked)()}

    first = held.get("table", read(audit.version), table)
    assert held.get("table", write(CASES), table) is first
    assert asked[CASES] == 2


def test_what_fails_is_asked_again(held: DependencyCache[object], asked: Counter[str]) -> None:
    def fails() -> object:
        asked["fails"] += 1
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError):
            held.get("fails", read(audit.version), fails)
    assert asked["fails"] == 2


def test_a_watch_knows_what_was_read_meanwhile(asked: Counter[str]) -> None:
    watch, version = Watch(), read(audit.version)
    assert not watch.stands(version)
    with pytest.raises(ValueError), watch.noting(version):
        raise ValueError
    assert not watch.stands(version)
    with watch.noting(version):
        rows_of(CASES, asked)()
    assert watch.stands(write(PLACES))
    assert not watch.stands(write(CASES))


def test_nothing_stands_of_a_database_that_was_put_back(
    held: DependencyCache[object], asked: Counter[str]
) -> None:
    cases = rows_of(CASES, asked)
    for _ in range(3):
        held.get("cases", write(CASES), cases)
    with engines.writing() as session:
        session.execute(sa.text("UPDATE change_counter SET version = 1"))
        session.execute(sa.text("DELETE FROM last_changes"))
        reference_cache.look(0)
    held.get("cases", 1, cases)
    assert asked[CASES] == 4


def test_a_database_that_was_put_back_to_where_a_late_run_was_is_found_soon(
    held: DependencyCache[object], asked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases, before = rows_of(CASES, asked), read(audit.version)
    held.get("cases", write(CASES), cases)
    # A run that has waited asks for the version before, which is looked at once.
    held.get("cases", before, cases)
    with engines.writing() as session:
        session.execute(sa.text(f"UPDATE change_counter SET version = {before}"))
        session.execute(sa.text("DELETE FROM last_changes"))
    held.get("cases", before, cases)
    assert asked[CASES] == 1
    monkeypatch.setattr(dependency_cache, "_SOON", 0.0)
    held.get("cases", before, cases)
    assert asked[CASES] == 2


def test_a_value_with_an_old_name_does_not_outlast_the_name(
    held: DependencyCache[object], asked: Counter[str]
) -> None:
    """One run reads the counters, an agency is renamed, another run looks, then the first."""

    def named() -> object:
        asked["named"] += 1
        return [each.short_name for each in reference.agencies().values()]

    late = read(audit.counters)
    reference_cache.look(late.reference)
    first = held.get("names", late.version, named)
    with engines.writing() as session:
        session.execute(sa.text("UPDATE agencies SET short_name = 'NEW ' || id"))
        audit.record(session, None, "agency.edit", "agency", changes_results=True)
    now = read(audit.counters)
    reference_cache.look(now.reference)
    reference_cache.look(late.reference)
    assert held.get("names", now.version, named) != first
    assert "NEW 1" in str(held.get("names", now.version, named))
