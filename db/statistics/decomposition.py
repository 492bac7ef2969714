"""A difference of two products, shared out over their factors without any rest.

Das Gupta (1993), Standardization and decomposition of rates (US Bureau of the Census, P23-186),
chapter 2: the effect of a factor is the mean, over all orders in which the factors could change
from the one side's value to the other's, of what changes as this one does. It is the Shapley value
of the difference (Shorrocks 2013), and needs no logarithm, so that a factor may be nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, permutations
from math import factorial, prod

from db.statistics.rounding import whole


def effects(own: Sequence[Fraction], other: Sequence[Fraction]) -> list[Fraction]:
    """What each factor adds to ``prod(own) - prod(other)``; they sum up to it exactly."""
    found = [Fraction(0)] * len(own)
    for order in permutations(range(len(own))):
        values = list(other)
        before = prod(values, start=Fraction(1))
        for factor in order:
            values[factor] = own[factor]
            after = prod(values, start=Fraction(1))
            found[factor] += after - before
            before = after
    orders = factorial(len(own))
    return [each / orders for each in found]


def rates(own: Sequence[int], other: Sequence[int]) -> tuple[list[Fraction], list[Fraction]]:
    """A chain of counts on both sides, such as days, people met, people who went on, as its first
    count and the ratios of each to the one before, whose product is the last count.

    A ratio of which there is nothing is that of the other side: nobody was there to differ in it,
    so that all of the difference lies in the count that is nought. Raises ``ValueError`` where a
    count follows on nought: then there is no such product.
    """
    sides = [_ratios(own), _ratios(other)]
    first, second = (
        [
            next((known for known in (mine, theirs) if known is not None), Fraction(0))
            for mine, theirs in zip(side, beside, strict=True)
        ]
        for side, beside in (sides, reversed(sides))
    )
    return first, second


def _ratios(chain: Sequence[int]) -> list[Fraction | None]:
    found: list[Fraction | None] = [Fraction(chain[0])]
    for before, after in pairwise(chain):
        if not before and after:
            raise ValueError("a count follows on nought")
        found.append(Fraction(after, before) if before else None)
    return found


def in_tenths(difference: Fraction, parts: Sequence[Fraction]) -> tuple[int, list[int]]:
    """All in whole tenths, such that what is written sums up too: each part is rounded down, and
    those with the largest remainders take what is left (Hare's method)."""
    total = whole(float(10 * difference))
    down = [(10 * each).__floor__() for each in parts]
    by_rest = sorted(range(len(parts)), key=lambda at: down[at] - 10 * parts[at])
    for at in by_rest[: total - sum(down)]:
        down[at] += 1
    return total, down
