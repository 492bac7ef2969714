"""The same counts are audited once."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from db.privacy import Printed, Rules, Table, protect_together, reconcile
from db.releases import audit_cache
from tests.db.privacy.tables import TEN, one_way


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    audit_cache._kept.clear()
    yield
    audit_cache._kept.clear()


def asked(*tables: Table, rules: Rules = TEN) -> int:
    """How often a table is protected in two turns."""
    with patch.object(audit_cache, "protect_together", wraps=protect_together) as audit:
        for _ in range(2):
            for table in tables:
                audit_cache.together([table], rules)
    return audit.call_count


def test_the_same_counts_are_protected_once() -> None:
    assert asked(one_way(3, 31, 40)) == 1
    assert asked(one_way(3, 31, 40)) == 0
    assert asked(one_way(3, 31, 41)) == 1
    assert asked(one_way(3, 31, 41), rules=Rules(5)) == 1
    closed = Table.one_way(["r0", "r1"], [31, 0], [False, True])
    assert asked(one_way(31, 0), closed) == 2


def test_the_same_editions_are_reconciled_once() -> None:
    first, late = one_way(3, 31, 40), one_way(35, 31, 40)
    new = audit_cache.together([late], TEN)
    published = audit_cache.together([first], TEN)[0].published
    with patch.object(audit_cache, "reconcile", wraps=reconcile) as audit:
        editions = [[Printed(published, first.grid)]]
        assert audit_cache.reconciled(editions, new) is audit_cache.reconciled(editions, new)
        assert audit.call_count == 1
        audit_cache.reconciled([*editions, *editions], new)
        assert audit.call_count == 2


def test_little_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_cache, "MOST_KEPT", 1)
    assert asked(one_way(3, 31, 40), one_way(3, 31, 42)) == 4
