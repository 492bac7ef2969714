"""The clock of one run of tests, which passes no midnight: a template and what a test expects of it
are of one day.

A run that begins in the evening goes by a clock that is eight hours behind, in all its processes.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from components.reads import reference
from db.models import base
from tests.cast import ZONE

#: In seconds, for the workers and servers of the run.
MOVED = "TESTS_CLOCK"
EVENING = 16
BACK = timedelta(hours=8)


def moved_by(start: datetime) -> timedelta:
    """How far the clock of a run is moved that begins at this moment: eight hours are left then,
    and the day stays the same."""
    return -BACK if start.astimezone(ZoneInfo(ZONE)).hour >= EVENING else timedelta()


def hold() -> None:
    """Let this process go by the clock of its run, which the first process chooses."""
    chosen = os.environ.setdefault(MOVED, str(moved_by(base.now()).total_seconds()))
    move(timedelta(seconds=float(chosen)))


def is_moved() -> bool:
    return float(os.environ.get(MOVED, 0)) != 0


def move(by: timedelta) -> None:
    """Let both clocks of the app go by another time."""

    class Moved:
        """All that they ask of ``datetime``."""

        @staticmethod
        def now(zone: tzinfo) -> datetime:
            return datetime.now(zone) + by

    for clock in (base, reference):
        vars(clock)["datetime"] = Moved
