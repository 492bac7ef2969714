"""Which check of a job has fallen due last, by its first day."""

from __future__ import annotations

from datetime import date, timedelta

from db.codes import RETENTION_MONTHS
from db.inputs.dates import months_after


def last_due(starts_on: date, day: date) -> int | None:
    """The last check of a job that has fallen due by a day."""
    due = [each for each in RETENTION_MONTHS if months_after(starts_on, each) <= day]
    return due[-1] if due else None


def by_last_due(start: date, end: date, day: date) -> dict[int, tuple[date, date]]:
    """The first days of a period by the last check that has fallen due by ``day``: the first and
    the last of each."""
    found = {}
    for month in reversed(RETENTION_MONTHS):
        last = min(end, _began_by(day, month))
        if start <= last:
            found[month] = start, last
            start = last + timedelta(days=1)
    return found


def _began_by(day: date, months: int) -> date:
    """The last first day of which so many months are over by ``day``."""
    found = months_after(day, -months)
    # The last days of a long month come to the last of a short one.
    while months_after(found + timedelta(days=1), months) <= day:
        found += timedelta(days=1)
    return found
