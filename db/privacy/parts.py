"""What a shorter period's release told of a longer one: a total that stands in it as one entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from db.privacy.knowledge import Printed
from db.privacy.rules import Rules
from db.privacy.system import Constraint, System


@dataclass(frozen=True)
class Part:
    """A grand total that was released before, by its own rules; ``value`` is ``None`` where hidden.

    In the first edition of the longer period it is the entry ``flat`` of ``table``; with
    ``is_less`` that entry is the longer period's total, which counts these persons and others: no
    table says how many.
    """

    rules: Rules
    value: int | None
    count: int
    table: int
    flat: int
    is_less: bool = False


def bounds(parts: Sequence[Part]) -> System:
    """What each of them tells by itself; a variable a part."""
    ends = [_ends(part) for part in parts]
    lower = np.array([low for low, _ in ends], dtype=np.float64)
    return System(lower, np.array([high for _, high in ends], dtype=np.float64), ())


def movements(
    parts: Sequence[Part], first: Sequence[Printed], places: Sequence[int], start: int
) -> Iterator[Constraint]:
    """From each part to the next edition of it, and from the last one to its entry.

    Between editions of a part as between other editions: whether it moved far, and whither (of what
    stayed hidden only that it did not). Between the last one and the entry nobody is told what was
    corrected, but most often it is nothing, and who guesses so is right: so the attacker knows that
    the count moved from what it was towards what it is, and no further. That no table says how many
    the others are may be because they are few; where they are, that is known as well, unless it may
    be because the part itself is (``docs/privacy.md#which-tables-stand``). ``places`` are the
    entries' variables, ``start`` is that of the first part.
    """
    for i, part in enumerate(parts):
        if i + 1 < len(parts):
            step = parts[i + 1].count - part.count
            far = parts[i + 1].rules.threshold
            if part.value is parts[i + 1].value is None and abs(step) >= far:
                continue
            yield Constraint({start + i + 1: 1.0, start + i: -1.0}, *_moved(step, far))
            continue
        there = first[part.table]
        step = int(there.grid.flat[part.flat]) - part.count
        most: float = max(0, step)
        if part.is_less:
            few = there.published.rules.threshold - 1
            most = few if part.value is not None and step <= few else inf
        yield Constraint({places[i]: 1.0, start + i: -1.0}, min(0, step), most)


def _moved(step: int, far: int) -> tuple[float, float]:
    if abs(step) < far:
        return 1 - far, far - 1
    return (far, inf) if step > 0 else (-inf, -far)


def _ends(part: Part) -> tuple[int, int]:
    least = part.rules.least_total
    if part.value is None:
        return 0, max(least - 1, part.count)
    low, high = part.rules.meaning(part.value)
    return min(max(low, least), part.count), max(high, part.count)
