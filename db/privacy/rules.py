"""The numbers and words every protected table shares, so that no rule has two meanings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.codes import LOWEST_BASE, LOWEST_THRESHOLD, RELEASE_BASE, RELEASE_THRESHOLD, Mark

__all__ = ["FrozenRules", "Mark", "Reason", "Rules"]


class Reason(StrEnum):
    """Why a cell is hidden; for managers only, since it would undo the cover."""

    SMALL = "small"
    COVER = "cover"
    AUDIT = "audit"
    EDITION = "edition"


@dataclass(frozen=True)
class Rules:
    """Threshold (persons) and rounding base: rules 2 and 4 of ``docs/privacy.md#the-rules``.

    Raises ``ValueError`` for a threshold or a base under 5, or a threshold that is no multiple of
    the base (a published count would then round to less than the threshold).
    """

    threshold: int = RELEASE_THRESHOLD
    base: int = RELEASE_BASE

    def __post_init__(self) -> None:
        if self.base < self._lowest_base():
            raise ValueError(f"base under {self._lowest_base()}: {self.base}")
        if self.threshold < LOWEST_THRESHOLD:
            raise ValueError(f"threshold under {LOWEST_THRESHOLD}: {self.threshold}")
        if self.threshold % self.base:
            raise ValueError(f"threshold {self.threshold} is no multiple of base {self.base}")

    def _lowest_base(self) -> int:
        return LOWEST_BASE

    @property
    def least_total(self) -> int:
        """The smallest grand total that is printed: a hidden one is then wide as well."""
        return self.threshold + self.base

    def rounded(self, count: int) -> int:
        """The nearest multiple of the base; a half goes up."""
        return self.base * ((count + self.base // 2) // self.base)

    def meaning(self, value: int) -> tuple[int, int]:
        """The smallest and largest true count that are published as ``value``."""
        lowest = value - self.base // 2
        return max(self.threshold, lowest), lowest + self.base - 1


@dataclass(frozen=True)
class FrozenRules(Rules):
    """What an old release was made by: it may have been rounded to less than today's least base."""

    def _lowest_base(self) -> int:
        return 1
