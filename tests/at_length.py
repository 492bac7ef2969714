"""Random tries: some in each run, more at length, the rest by night."""

from __future__ import annotations

from typing import Any

import pytest

#: Where both databases give the same from the same statements, and it takes long.
NIGHTLY = pytest.param("postgresql", marks=pytest.mark.nightly)


def tries(long: int, nightly: int) -> list[Any]:
    """Numbers of tries: ``long`` for ``make test-long``, then those for ``make test-nightly``."""
    late = [pytest.mark.long, pytest.mark.slow]
    return [pytest.param(each, marks=late) for each in range(long)] + [
        pytest.param(each, marks=pytest.mark.nightly) for each in range(long, long + nightly)
    ]


def on(database: str, numbers: list[Any]) -> list[Any]:
    """The same tries on one database: pairs of it and a number."""
    return [pytest.param(database, *each.values, marks=each.marks) for each in numbers]


def then_by_night(*values: Any, at_length: int = 1) -> list[Any]:
    """Of a test that is ``long`` anyway, values of which each goes the same way: the first at
    length, the others by night."""
    late = [
        pytest.param(*(each if isinstance(each, tuple) else [each]), marks=pytest.mark.nightly)
        for each in values[at_length:]
    ]
    return [*values[:at_length], *late]


def first_of(*values: Any, always: int = 1) -> list[Any]:
    """Values of which each goes the same way: the first ``always``, the others at length."""
    late = [pytest.param(each, marks=pytest.mark.long) for each in values[always:]]
    return [*values[:always], *late]
