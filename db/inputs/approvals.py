"""A word on an agency's month: complete, approved, or returned with a sentence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator

from db.inputs.dates import months_after
from db.inputs.normalisation import InputModel
from db.inputs.parse import Needed, at_most

LONGEST_NOTE = 300


def _first_day(day: date) -> date:
    return day.replace(day=1)


class MonthOf(InputModel):
    """An agency's month; ``seen_id`` is the newest word on it that the page knew of, 0 for none."""

    agency_id: int
    month: Annotated[date, AfterValidator(_first_day)]
    seen_id: int = 0

    @property
    def last_day(self) -> date:
        """Of the month."""
        return months_after(self.month, 1) - timedelta(days=1)


class Returned(MonthOf):
    """A month that is returned needs a sentence."""

    note: Annotated[str, Needed, at_most(LONGEST_NOTE)]
