"""Round numbers: whether durations and ages end in 0 or 5 more often than by chance.

By chance one number of five does. Whether more is no chance is asked by an exact binomial test at
5 %. The buttons of the form (10, 20, 30, 45 and 60 minutes) are round by themselves, so durations
that were typed are looked at alone. Ages are those of 23 to 62, as in Whipple's index, which is
five times the share: a true index is near 100, and from 125 on the ages are rough (United Nations,
Demographic Yearbook). A person may know the age or the year of birth, and either can be rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scipy.stats import binomtest
from sqlmodel import Session

from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.models.quality_tallies import AGE, BUTTON, ROUND, ROUND_AGE, ROUND_YEAR, TYPED
from db.queries import quality_tallies
from db.queries.quality_entry import agencies_of

EXPECTED = 0.2
LEVEL = 0.05
#: Of fewer nothing is said.
FEWEST = 50


class Number(StrEnum):
    """What is looked at."""

    MINUTES = "minutes"
    AGE = "age"
    BIRTH_YEAR = "birth_year"


@dataclass(frozen=True, kw_only=True)
class Digits:
    """So many of ``n`` end in 0 or 5; ``buttons``: durations that are one of the form's, and in no
    ``n``."""

    number: Number
    n: int
    round: int
    buttons: int = 0

    @property
    def share(self) -> float | None:
        """Where there are enough."""
        return self.round / self.n if self.n >= FEWEST else None

    @property
    def is_heaped(self) -> bool:
        """Whether there are more round numbers than chance makes."""
        if self.share is None:
            return False
        found = binomtest(self.round, self.n, EXPECTED, alternative="greater")
        return bool(found.pvalue < LEVEL)


def digits(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Digits]:
    """Durations of acts with one person or a group, and ages of people at their first contact, in
    the period."""
    agencies = agencies_of(session, wanted, viewer)
    found = quality_tallies.digits(session, agencies, wanted.start, wanted.end)
    return [
        Digits(
            number=Number.MINUTES,
            n=found[TYPED] + found[ROUND],
            round=found[ROUND],
            buttons=found[BUTTON],
        ),
        Digits(number=Number.AGE, n=found[AGE], round=found[ROUND_AGE]),
        Digits(number=Number.BIRTH_YEAR, n=found[AGE], round=found[ROUND_YEAR]),
    ]
