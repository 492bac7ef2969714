"""The dice and the calendar of one demo: the same seed gives the same rows, ending today."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.inputs.dates import months_after

ZONE = "Africa/Casablanca"
#: The published programme ran 48 months (``docs/domain.md#identity``).
MONTHS = 48


@dataclass(frozen=True)
class Plan:
    """``today`` is the last day that has rows."""

    dice: random.Random
    today: date

    @classmethod
    def of(cls, seed: int, today: date | None = None) -> Plan:
        return cls(random.Random(seed), today or present_day())

    @property
    def start(self) -> date:
        """The first day of the programme: 48 months before this month."""
        return months_after(self.today.replace(day=1), 1 - MONTHS)

    def day_between(self, first: date, last: date) -> date:
        """A working day, evenly likely."""
        span = max(0, (last - first).days)
        day = first + timedelta(days=self.dice.randint(0, span))
        while day.weekday() >= 5 and day > first:
            day -= timedelta(days=1)
        return day

    def entered(self, day: date, after: datetime | None = None) -> datetime:
        """When an event of ``day`` was typed: mostly the same day, sometimes weeks later.

        Never before ``after``: no entry is older than the case it is about.
        """
        late = self.dice.choices([0, 1, 3, 8, 20], [70, 15, 8, 5, 2])[0]
        on = min(day + timedelta(days=late), self.today)
        hour, minute = self.dice.randint(8, 16), self.dice.randint(0, 59)
        # Right after midnight on the last day: at whatever hour a demo is made, its rows are the
        # same, and none is of an hour to come.
        moment = at(on, time(0, 0, minute) if on == self.today else time(hour, minute))
        return max(moment, after) if after else moment

    @property
    def latest(self) -> datetime:
        """The latest moment of an entry: the first minute of the last day."""
        return at(self.today, time(0, 1))

    def soon(self, moment: datetime, minutes: int) -> datetime:
        """At most so many minutes later."""
        return min(moment + timedelta(minutes=self.dice.randint(1, minutes)), self.latest)

    def pick(self, weights: Mapping[str, float]) -> str:
        """One key, as likely as its weight."""
        return self.dice.choices(list(weights), list(weights.values()))[0]

    def happens(self, chance: float) -> bool:
        """True with this chance."""
        return self.dice.random() < chance

    def identity(self) -> str:
        """A submission id."""
        return f"demo-{self.dice.getrandbits(96):024x}"


def day_of(moment: datetime) -> date:
    """The day of a moment in the programme's zone."""
    return moment.astimezone(ZoneInfo(ZONE)).date()


def present_day() -> date:
    """The present day in the programme's zone."""
    return datetime.now(ZoneInfo(ZONE)).date()


def at(day: date, hour: time) -> datetime:
    """A moment in UTC from a day and hour of the programme's zone."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
