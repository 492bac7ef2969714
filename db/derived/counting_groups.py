"""Whom a group session brought: people who come together are no independent chances.

``GROUPED``: people whose first day in a month, at an agency, is one on which they are named of a
session there. As ``new_of(SEEN)`` it stands on that day alone, with the month in which they were
there before, or 0.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from db.derived.keys import Counts, month
from db.models.tallies import GROUPED


def add(found: Counts, sex: str, rows: list[list[Any]]) -> None:
    """All acts of one person."""
    named = {(agency, day) for day, agency, _, is_named, *_ in rows if is_named}
    if not named:
        return
    first: dict[int, dict[int, int]] = defaultdict(dict)
    for day, agency, *_ in sorted(rows, key=lambda row: row[0]):
        first[agency].setdefault(month(day), day)
    for agency, days in first.items():
        for before, at in pairwise([0, *days]):
            if (agency, days[at]) in named:
                found[(GROUPED, agency, days[at], "", before, sex)] += 1
