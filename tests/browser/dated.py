"""The app on the clock of the run, or as it is on another day: ``TESTS_DAY=2027-06-10``, from nine
o'clock on.

The day lies ahead, or browsers would throw cookies of the past away.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time

from app import app
from db.models.base import now
from tests import clock

__all__ = ["app"]

if day := os.environ.get("TESTS_DAY"):
    clock.move(datetime.combine(date.fromisoformat(day), time(9), UTC) - now())
else:
    clock.hold()
