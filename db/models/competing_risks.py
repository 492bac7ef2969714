"""What came first: how long a person is followed, and what ended it. One definition for the counts
that are kept and for those from rows (``docs/before_after.md#2-time-to-work``); days are ordinals.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.codes import RetentionStatus

#: What is asked about, and what can come before it; 0 is neither so far.
EVENT, LEFT, CLOSED = 1, 2, 3
#: The reason for closing a case that says that the person went away.
WENT_AWAY = "LEFT"
#: What a check says of a person who is not there any more.
GONE = (RetentionStatus.LEFT, RetentionStatus.DIED)


def ends_of(
    closed_on: int | None, reason: str | None, gone: int | None = None
) -> dict[int, int | None]:
    """What ends the waiting of a person: leaving, told by the closing or by a check; a closing."""
    went = closed_on if reason == WENT_AWAY else None
    left = min((day for day in (gone, went) if day is not None), default=None)
    return {LEFT: left, CLOSED: None if went is not None else closed_on}


def first_of(start: int, days: Mapping[int, int | None]) -> tuple[int, int] | None:
    """What came first from ``start`` on, as its day and what it was; of one day the lower."""
    came = [(on, cause) for cause, on in days.items() if on is not None and on >= start]
    return min(came, default=None)


def until(start: int, end: int, days: Mapping[int, int | None]) -> tuple[int, int]:
    """After how many days what came first; who is still followed on ``end`` has had nothing."""
    on, cause = first_of(start, days) or (end, 0)
    return on - start, cause
