"""What a draft may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LARGEST = 20_000
#: The submission id travels with the values under this name.
SUBMISSION = "submission_id"
#: And the day that its "today" means.
DAY = "begun_on"


@dataclass(frozen=True)
class DraftInput:
    """The values of one form's fields, as far as they can be written as JSON."""

    form: str
    values: dict[str, Any]

    @property
    def submission_id(self) -> str | None:
        """The submission that these values will be."""
        return self.values.get(SUBMISSION)
