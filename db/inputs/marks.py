"""An event or a note that a manager marks."""

from __future__ import annotations

from typing import Annotated

from db.errors import Problem
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, Needed, at_most

#: No event lasts longer than so many days.
LONGEST_DAYS = 366
#: The longest sentence.
LONGEST = 200


class MarkInput(InputModel):
    """``agency_id``: none for the whole programme; ``kind``: a ``MarkKind``; both days are
    included."""

    agency_id: int | None = None
    kind: Annotated[str, Needed]
    starts_on: Day
    ends_on: Day
    sentence: Annotated[str, Needed, at_most(LONGEST)]

    RULES = (lambda data: day_problems(data),)


def day_problems(data: MarkInput) -> dict[str, Problem]:
    """An end before the start, or so late that it is no event."""
    if data.ends_on < data.starts_on:
        return {"ends_on": Problem("error.mark_ends_before", day=data.starts_on)}
    if (data.ends_on - data.starts_on).days >= LONGEST_DAYS:
        return {"ends_on": Problem("error.mark_too_long", count=LONGEST_DAYS)}
    return {}
