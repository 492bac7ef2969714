"""Tables, and what an attacker sees of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from numpy.typing import ArrayLike, NDArray

from db.privacy import (
    FrozenRules,
    Mark,
    Printed,
    ProtectedTable,
    Published,
    Rules,
    System,
    Table,
    disclosed,
)
from db.privacy.knowledge import first_knowledge, own_knowledge
from db.privacy.tables import publish

Worlds = NDArray[np.int64]
Outcome = tuple[int | Mark, ...]

TEN = Rules()
FIVE = Rules(threshold=5)
#: What an old release may have been made by.
EXACT = FrozenRules(10, 1)
HIDDEN = Mark.HIDDEN
WOMEN_AND_MEN = Table.two_way(["women", "men"], ["A", "B", "C"], [[21, 14, 4], [19, 11, 13]])

quick = settings(derandomize=True, database=None, deadline=None, max_examples=20)


def examples(long: int, nightly: int) -> pytest.MarkDecorator:
    """How many, as ``number``: for ``make test-long`` and for ``make test-nightly``."""
    late = [pytest.mark.long, pytest.mark.slow]
    return pytest.mark.parametrize(
        "number",
        [pytest.param(long, marks=late), pytest.param(nightly, marks=pytest.mark.nightly)],
    )


def tried(number: int, check: Callable[..., None], *drawn: SearchStrategy[Any]) -> None:
    """A check of so many examples."""
    settings(quick, max_examples=number)(given(*drawn)(check))()


def one_way(*counts: int) -> Table:
    return Table.one_way([f"r{i}" for i in range(len(counts))], counts)


def two_way(counts: ArrayLike, impossible: ArrayLike | None = None) -> Table:
    given_counts = np.array(counts)
    rows, columns = (
        [f"{axis}{i}" for i in range(n)] for axis, n in zip("rc", given_counts.shape, strict=True)
    )
    return Table.two_way(rows, columns, given_counts, impossible)


def outcome(protected: ProtectedTable) -> Outcome:
    return tuple(value for _, value in protected.published.cells())


def with_hidden(table: Table, *hidden: tuple[int, ...], rules: Rules) -> Published:
    mask = np.zeros(table.grid.shape, dtype=np.bool_)
    for index in hidden:
        mask[index] = True
    return publish(table, mask, rules)


def knowledge(table: Table, published: Published, *, rules_known: bool = True) -> System:
    """What one table alone tells, by the code that protects."""
    printed = Printed(published, table.grid)
    if rules_known:
        return first_knowledge(printed)
    return own_knowledge(printed, np.ones(table.grid.shape, dtype=np.bool_))


def keeps_its_promise(table: Table, published: Published) -> bool:
    return not disclosed([[Printed(published, table.grid)]])


def small_tables(*shapes: tuple[int, ...], largest: int) -> st.SearchStrategy[Table]:
    """Counts with many zeros and small numbers, some large."""
    count = st.one_of(st.integers(0, 6), st.integers(0, largest))

    def of_shape(shape: tuple[int, ...]) -> st.SearchStrategy[Table]:
        size = int(np.prod(shape))
        cells = st.lists(count, min_size=size, max_size=size)
        return cells.map(
            lambda found: (
                one_way(*found) if len(shape) == 1 else two_way(np.array(found).reshape(shape))
            )
        )

    return st.sampled_from(shapes).flatmap(of_shape)
