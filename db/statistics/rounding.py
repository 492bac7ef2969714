"""One rule for every number that is shown: half goes up, away from nought, as on a calculator."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

#: Beyond so many digits a number is what its arithmetic has left: 28.499999999999996 is 28.5.
NOISE = 9
#: A share of fewer is no finding: its two counts are shown, and no percentage.
FEWEST = 10


def half_up(value: float, digits: int = 0) -> float:
    """``value`` with so many digits: 62.5 is 63, where Python's own ``round`` says 62."""
    exact = Decimal(repr(round(float(value), NOISE)))
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def whole(value: float) -> int:
    """The nearest whole number."""
    return int(half_up(value))


def percent(share: float) -> int:
    """A share (0 to 1) in whole percent."""
    return whole(100 * share)
