"""The app as it is on another day: ``TESTS_DAY=2027-06-10``, from nine o'clock on.

The day lies ahead, or browsers would throw cookies of the past away.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, tzinfo

from app import app
from components.reads import reference
from db.models import base

__all__ = ["app"]
LATER = datetime.combine(date.fromisoformat(os.environ["TESTS_DAY"]), time(9), UTC) - base.now()


class Shifted:
    """All that the two clocks of the app ask of ``datetime``."""

    @staticmethod
    def now(zone: tzinfo) -> datetime:
        return datetime.now(zone) + LATER


for clock in (base, reference):
    vars(clock)["datetime"] = Shifted
