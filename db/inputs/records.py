"""What the form of every kind of record hands over, and every correction of one."""

from __future__ import annotations

from pydantic import Field

from db.inputs.typed import Typed


class Submission(Typed):
    """A new record: sent again under the same id, it is stored once."""

    submission_id: str = Field(min_length=1, max_length=36)


class Correction(Typed):
    """A corrected row; its person cannot change: void it and record it again."""

    id: int
    #: The row's ``seen`` when the form was opened, to notice a change that somebody else made.
    seen: str = ""
    reason: str = ""
