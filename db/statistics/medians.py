"""The median of whole numbers. Of two in the middle it is the later, so that it is always one of
them (``docs/domain.md#days-of-a-step-and-under-way``)."""

from __future__ import annotations

from collections.abc import Mapping


def median(counted: Mapping[int, int]) -> int:
    """Of values that stand there so many times each: the least with more than half up to it."""
    half, up_to = sum(counted.values()) // 2, 0
    for value in sorted(counted):
        up_to += counted[value]
        if up_to > half:
            return value
    raise ValueError("of nothing there is no median")
