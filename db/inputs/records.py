"""What the form of every kind of record hands over, and every correction of one."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Submission(BaseModel):
    """A new record: sent again under the same id, it is stored once."""

    model_config = ConfigDict(frozen=True)

    submission_id: str = Field(min_length=1, max_length=36)


class Correction(BaseModel):
    """A corrected row; its person cannot change: void it and record it again."""

    model_config = ConfigDict(frozen=True)

    id: int
    #: The row's ``seen`` when the form was opened, to notice a change that somebody else made.
    seen: str = ""
    reason: str = ""
