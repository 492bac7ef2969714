"""How long a job is followed, and what ended it: a life table at the checks, since between them
nothing is asked (``docs/before_after.md#3-time-at-work``).

One definition for the counts that are kept and for those from rows; days are ordinals. Nothing here
knows today: a follow-up is told for each check that may be the last one due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from db.codes import RETENTION_MONTHS, WORKING, RetentionStatus
from db.models.competing_risks import EVENT, GONE, LEFT

#: What a check says of somebody who is no more at work.
ENDED = (RetentionStatus.NOT_WORK, RetentionStatus.TRAIN)
#: Answers that say whether somebody was at work.
_TELLS = frozenset({*WORKING, *ENDED, *GONE})


class Check(NamedTuple):
    """Its month, the day on which it falls due, what was said and when; or nothing so far."""

    month: int
    due: int
    status: str | None
    done: int | None


class _Said(NamedTuple):
    month: int
    status: str
    done: int


def follow_ups(ended_on: int | None, checks: Iterable[Check]) -> Mapping[int, tuple[int, int]]:
    """By the last check that is due: to which month the job is followed, and what ended it there; 0
    for nothing so far. A job of which no check that is due tells is not followed."""
    checks = sorted(checks, key=lambda each: each.month)
    said = [
        _Said(each.month, each.status, each.done)
        for each in checks
        if each.status in _TELLS and each.status is not None and each.done is not None
    ]
    end = _end(ended_on, checks, said)
    found = {}
    for due in RETENTION_MONTHS:
        known = [each.month for each in said if each.month <= due]
        # An end that is known early counts no earlier: else jobs are followed because they ended.
        if end and end[0] <= due:
            found[due] = end
        elif known:
            found[due] = known[-1], 0
    return found


def _end(ended_on: int | None, checks: list[Check], said: list[_Said]) -> tuple[int, int] | None:
    """At which check somebody was first no more at work, and why."""
    came = []
    if ended_on is not None and not _works_elsewhere(ended_on, said):
        # A day that is known dates what was learned on it or later.
        said = [each for each in said if each.done < ended_on]
        came = [(each.month, EVENT) for each in checks if ended_on <= each.due][:1]
    came += [
        (each.month, LEFT if each.status in GONE else EVENT)
        for each in said
        if each.status not in WORKING
    ]
    return min(came, default=None)


def _works_elsewhere(ended_on: int, said: list[_Said]) -> bool:
    """Who left one job may work in another, and is at work as the next answer says."""
    after = [each.status for each in said if each.done >= ended_on]
    return after[:1] == [RetentionStatus.OTHER]
