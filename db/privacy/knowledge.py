"""What an attacker knows of one published table, before anything else is laid beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from db.privacy.system import Constraint, FloatArray, System
from db.privacy.tables import BoolArray, IntArray, Published, lines


@dataclass(frozen=True, eq=False)
class Printed:
    """One edition of a table: what was shown, and the true grid on that day."""

    published: Published
    grid: IntArray


def first_knowledge(printed: Printed) -> System:
    """What a table tells that stands in a first edition: ``own_knowledge`` and ``rules_left``."""
    everywhere = np.ones(printed.grid.shape, dtype=np.bool_)
    own = own_knowledge(printed, everywhere)
    return replace(own, constraints=(*own.constraints, *rules_left(printed, own.upper)))


def own_knowledge(printed: Printed, anew: BoolArray) -> System:
    """What marks, values, totals and threshold say; the variables are the entries, in flat order.

    ``anew`` are the entries that this edition printed or marked itself: what stands at the others
    was taken over from an earlier one, and says nothing by itself about this edition's counts.
    """
    published, size = printed.published, printed.grid.size
    lower, upper = np.zeros(size), np.full(size, inf)
    upper[published.absent.ravel()] = 0
    for i in np.flatnonzero(published.shown.ravel() & anew.ravel()):
        lower[i], upper[i] = published.rules.meaning(int(published.values.flat[i]))
    _bound_the_total(printed, anew, lower, upper)
    sums = [
        Constraint({**dict.fromkeys(line[:-1].tolist(), 1.0), int(line[-1]): -1.0}, 0, 0)
        for line in lines(printed.grid.shape)
    ]
    return System(lower, upper, tuple(sums))


def rules_left(printed: Printed, upper: FloatArray) -> list[Constraint]:
    """What rules 2 and 3 leave behind in every table of a first edition.

    The hidden entries of a line with a total that is shown sum to the threshold at least, and a
    hidden entry is no larger than the smallest one shown in some line of its own: it was small, or
    the next smallest. ``upper`` bounds each entry alone. Left out is what is not true of the counts
    (an old release made by other rules): more than the truth cannot be known.
    """
    world = printed.grid.ravel()
    told = (*_enough_hidden(printed.published), *_no_larger(printed.published, upper))
    return [each for each in told if each.holds(world)]


def _bound_the_total(
    printed: Printed, anew: BoolArray, lower: FloatArray, upper: FloatArray
) -> None:
    """A grand total is printed from ``least_total`` on; under it, all of a measure is hidden."""
    published, total = printed.published, int(printed.grid.flat[-1])
    least = published.rules.least_total
    if published.shown.flat[-1] and anew.flat[-1] and total >= least:
        lower[-1] = max(lower[-1], least)
    if published.hidden.flat[-1] and total < least:
        upper[-1] = least - 1


def _enough_hidden(published: Published) -> Iterator[Constraint]:
    hidden, shown = published.hidden.ravel(), published.shown.ravel()
    for line in lines(published.values.shape):
        if hidden[line].any() and shown[line[-1]]:
            entries = line[hidden[line]].tolist()
            yield Constraint(dict.fromkeys(entries, 1.0), lower=published.rules.threshold)


def _no_larger(published: Published, upper: FloatArray) -> Iterator[Constraint]:
    hidden, shown = published.hidden.ravel(), published.shown.ravel()
    limit = np.where(hidden, -inf, inf)
    for line in lines(published.values.shape):
        inside = line[hidden[line]]
        smallest = min(upper[line[shown[line]]], default=inf)
        limit[inside] = np.maximum(limit[inside], smallest)
    for i in np.flatnonzero(limit < inf):
        yield Constraint({int(i): 1.0}, upper=float(limit[i]))
