"""What a draft may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LARGEST = 20_000
#: Every part of a report as long as it may be, in Arabic, beside what stood there before.
LARGEST_REPORT = 300_000
#: The submission id travels with the values under this name.
SUBMISSION = "submission_id"
#: And the day that its "today" means.
DAY = "begun_on"


@dataclass(frozen=True)
class DraftInput:
    """The values of one form's fields, as far as they can be written as JSON.

    ``writer``: the page that they were typed on; ``mark``: that of the draft as the page saw it;
    ``sign_in_id``: the sign-in of its browser.
    """

    form: str
    values: dict[str, Any]
    writer: str = ""
    mark: str = ""
    sign_in_id: int | None = None

    @property
    def submission_id(self) -> str | None:
        """The submission that these values will be."""
        return self.values.get(SUBMISSION)
