"""An event or a note that a manager marks."""

from __future__ import annotations

from typing import Annotated

from db.inputs.parse import Day, Needed, at_most
from db.inputs.typed import Typed

#: No event lasts longer than so many days.
LONGEST_DAYS = 366
#: The longest sentence.
LONGEST = 200


class MarkInput(Typed):
    """``agency_id``: none for the whole programme; ``kind``: a ``MarkKind``; both days are
    included."""

    agency_id: int | None = None
    kind: Annotated[str, Needed]
    starts_on: Day
    ends_on: Day
    sentence: Annotated[str, Needed, at_most(LONGEST)]
