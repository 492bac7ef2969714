"""How a count stands in the tallies: on its day and in its month, and of what is told of all
agencies together once more for all of them (``EVERYWHERE``) and for all sexes (``all_of``)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

from db.models.tallies import ALL, EVERYWHERE, all_of, month_at

#: By the key of ``Tally``, as a plain tuple: hundreds are made for one person.
Counts = Counter[tuple[str, int, int, str, int, str]]


@cache
def month(day: int) -> int:
    """The month of a day, both as ``Tally.at``."""
    return month_at(date.fromordinal(day))


def both(
    found: Counts, kind: str, code: str, agency: int, day: int, who: str = "", n: int = 1
) -> None:
    """An event on its day and in its month."""
    for at in (day, month(day)):
        found[(kind, agency, at, code, 0, who)] += n


def whole(
    found: Counts, kind: str, code: str, agency: int, day: int, next_at: int, sex: str
) -> None:
    """The same of what is read for all agencies and sexes at once: a day, for a ragged end, stands
    of each agency and sex alone."""
    found[(kind, agency, day, code, next_at, sex)] += 1
    in_month(found, kind, code, agency, day, next_at, sex)


def in_month(
    found: Counts, kind: str, code: str, agency: int, day: int, next_at: int, sex: str
) -> None:
    """The same in the month alone."""
    for place in (agency, EVERYWHERE):
        found[(kind, place, month(day), code, next_at, sex)] += 1
        found[(all_of(kind), place, month(day), code, next_at, ALL)] += 1
