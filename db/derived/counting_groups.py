"""Whom a group session brought: people who come together are no independent chances.

``GROUPED``: people on a day on which they are named of a session at an agency. As
``new_of(SEEN)`` it stands on that day alone; with the day on which they were there before, or 0.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from db.derived.keys import Counts
from db.models.tallies import GROUPED


def add(found: Counts, sex: str, rows: list[list[Any]]) -> None:
    """All acts of one person."""
    named = {(agency, day) for day, agency, _, is_named, *_ in rows if is_named}
    if not named:
        return
    days: dict[int, set[int]] = defaultdict(set)
    for day, agency, *_ in rows:
        days[agency].add(day)
    for agency, each in days.items():
        for before, day in pairwise([0, *sorted(each)]):
            if (agency, day) in named:
                found[(GROUPED, agency, day, "", before, sex)] += 1
