"""The programme's day and hour: its own time zone, whatever the server's is."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.core_statements import execute
from db.models import Programme
from db.models.base import now

_ZONE = "time_zone"
_NAME = sa.select(col(Programme.time_zone))


def time_zone(session: Session) -> ZoneInfo:
    """The programme's time zone; one save asks for it four times, and reads it once."""
    name: str | None = session.info.get(_ZONE)
    if name is None:
        name = execute(session, _NAME).scalar()
        session.info[_ZONE] = name
    return ZoneInfo(name or "UTC")


def today(session: Session) -> date:
    """The present day in the programme's time zone."""
    return day_of(session, now())


def day_of(session: Session, moment: datetime) -> date:
    """The day of a moment in the programme's time zone."""
    return local(session, moment).date()


def start_of(session: Session, day: date) -> datetime:
    """The first moment of a day in the programme's time zone."""
    return datetime.combine(day, time(), time_zone(session))


def local(session: Session, moment: datetime) -> datetime:
    """A moment in the programme's time zone."""
    return moment.astimezone(time_zone(session))


def noon_of(session: Session, day: date) -> datetime:
    """The moment of what has a day and no hour: where the zone turns out to have had another one,
    or is moved, it is still of that day."""
    return datetime.combine(day, time(12), time_zone(session))
