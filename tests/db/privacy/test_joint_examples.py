"""Cases in which releases told a hidden count when tables and editions were looked at singly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from db.privacy import Printed, Published, Rules, Table, disclosed, protect, protect_together
from tests.db.privacy.judging import broken
from tests.db.privacy.making import frozen, shown
from tests.db.privacy.tables import (
    EXACT,
    HIDDEN,
    TEN,
    one_way,
    outcome,
    with_hidden,
)


def alone(*tables: Table) -> list[Printed]:
    """Each table protected on its own."""
    return [Printed(protect(table, TEN).published, table.grid) for table in tables]


def repeating(before: Printed, after: Published, table: Table) -> Printed:
    """The next edition where what was printed and moved little is printed as before."""
    near = before.published.shown & after.shown & (abs(table.grid - before.grid) < 10)
    values = np.where(near, before.published.values, after.values)
    return Printed(replace(after, values=values), table.grid)


def test_agencies_narrow_the_total_of_hidden_ages() -> None:
    """Printed 15 + 15, total 25: the total is 26 or 27, so no hidden age could be 0."""
    agencies, ages = one_way(13, 13), one_way(6, 9, 11)
    singly = [alone(agencies, ages)]
    assert shown(singly[0]) == [(15, 15, 25), (HIDDEN, HIDDEN, 10, 25)]
    assert broken(singly) and broken(singly, solver=True)
    (edition,) = frozen([agencies, ages])
    assert shown(edition) == [(15, 15, 25), (HIDDEN, HIDDEN, HIDDEN, 25)]
    assert broken([edition]) == broken([edition], solver=True) == []


@pytest.mark.long
@pytest.mark.parametrize("before", [3, 4])
def test_a_hidden_cell_that_a_later_edition_prints_as_15(before: int) -> None:
    """From 3 it moved by ten, so it was at most 7; from 4 by nine, so it was no zero."""
    old, new = one_way(before, 40, 50), one_way(13, 40, 50)
    first = alone(old)
    naive = [first, [repeating(first[0], with_hidden(new, rules=TEN), new)]]
    assert broken(naive) and broken(naive, solver=True)
    assert [entry.edition for entry in disclosed(naive)].count(0) >= 1
    made = frozen([old], [new])
    assert broken(made) == broken(made, solver=True) == []
    assert shown(made[1])[0][0] is HIDDEN


def test_without_rounding_two_editions_tell_the_count() -> None:
    """Base 1 and threshold 5: a hidden 12 is what one printed sum leaves of the other."""
    exact = type(EXACT)(5, 1)
    old, new = one_way(3, 12, 40), one_way(20, 12, 46)
    first = Printed(with_hidden(old, (0,), (1,), rules=exact), old.grid)
    second = Printed(with_hidden(new, (1,), rules=exact), new.grid)
    assert any("[12]" in found for found in broken([[first], [second]]))
    assert disclosed([[first], [second]])
    with pytest.raises(ValueError, match="base under 5"):
        Rules(5, 1)


def test_a_cell_hidden_later_is_hidden_as_a_set_and_not_between_two_ends() -> None:
    """It was printed as 15 and moved far: "at most 7 or at least 23" is narrow on either side."""
    old, new = one_way(15, 40, 50, 7, 8), one_way(3, 40, 50, 7, 8)
    first = alone(old)
    values = with_hidden(new, (0,), (3,), (4,), rules=TEN)
    naive = [first, [Printed(values, new.grid)]]
    assert any("[0, 1, 2, 3, 4, 5, 6, 7] truly 3" in found for found in broken(naive))
    made = frozen([old], [new])
    assert broken(made) == broken(made, solver=True) == []


def test_what_was_cover_is_shown_when_it_is_needed_no_more() -> None:
    """40 / 30 / 2, then 40 / 30 / 32: a new edition is made, with the new total."""
    first, second = frozen([one_way(40, 30, 2)], [one_way(40, 30, 32)])
    assert shown(first) == [(40, HIDDEN, HIDDEN, 70)]
    assert shown(second) == [(40, 30, 30, 100)]
    assert broken([first, second]) == broken([first, second], solver=True) == []


@pytest.mark.parametrize("counts", [(2, 3), (9,), (4, 5, 5), (14,)])
def test_a_hidden_grand_total_is_wide_as_well(counts: tuple[int, ...]) -> None:
    """Hidden from 15 down, it may be 0 to 14. Hidden from 10 down it would be 0 to 9."""
    (edition,) = frozen([one_way(*counts), one_way(sum(counts), 0)])
    assert all(entry is HIDDEN for table in shown(edition) for entry in table)
    assert broken([edition]) == []
    assert outcome(protect(one_way(15), TEN)) == (15, 15)


@pytest.mark.parametrize("base", [1, 2, 4])
def test_a_release_with_a_small_base_is_refused(base: int) -> None:
    with pytest.raises(ValueError, match="base under 5"):
        Rules(20, base)


def test_tables_of_one_measure_count_the_same_persons() -> None:
    with pytest.raises(ValueError, match="different persons"):
        protect_together([one_way(20, 30), one_way(20, 31)], TEN)


def test_both_attackers_say_the_same() -> None:
    """One adds up, the other solves: of what each hidden entry can be, they find the same."""
    singly = [alone(one_way(13, 13), one_way(6, 9, 11), one_way(22, 3, 1))]
    assert broken(singly) and broken(singly) == broken(singly, solver=True)
