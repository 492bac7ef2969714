"""What the form of every kind of record hands over, and every correction of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from db.inputs.normalisation import InputModel


class Drafted(InputModel):
    """What is typed in a form that keeps a draft, which goes with the save."""

    submission_id: str = Field(default="", max_length=36)
    #: The page that it was typed on, and the draft's mark as that page saw it last.
    writer: str = Field(default="", max_length=36)
    mark: str = Field(default="", max_length=36)


class Submission(Drafted):
    """A new record: sent again under the same id, it is stored once."""

    submission_id: str = Field(min_length=1, max_length=36)


class Correction(InputModel):
    """A corrected row; its person cannot change: void it and record it again."""

    id: int
    #: The row's ``seen`` when the form was opened, to notice a change that somebody else made.
    seen: str = ""
    #: The columns that the form was filled with, to tell what was changed since.
    known: Mapping[str, Any] = Field(default_factory=dict)
    reason: str = ""
