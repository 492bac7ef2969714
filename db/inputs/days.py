"""A day as people type it, day first in every language, with or without its year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import Enum

from db.inputs.normalisation import search_key, unquoted

#: A day that passed less than so long ago is no day of next year.
SEASON = timedelta(days=92)
#: A day that comes within so long is meant, and too early: nobody means the one a year before.
SOON = timedelta(days=7)
_BETWEEN = r"(?: ?[/.\-] ?| )"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}})(?:{_BETWEEN}(\d{{4}}|\d{{2}}))?[.]?")
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})")
#: "3 févr. 2026", "1er mars", "3 March 2026"; with the name first "March 3, 2026".
_NAMED = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[ .\-]*([^\W\d_]+)\.?(?:[ ,،\-]*(\d{4}))?")
_NAME_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
#: "01/2024", "2024-01"; "janv. 2024", "janv-24", "2024 janvier".
_MONTH_FIRST = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{4}})")
_OF_YEAR = re.compile(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}})")
_NAME_YEAR = re.compile(r"([^\W\d_]+)\.?[ .,،/\-]*(\d{4}|\d{2})")
_YEAR_NAME = re.compile(r"(\d{4})[ .,،/\-]*([^\W\d_]+)\.?")
#: In French, English and Arabic as written in Morocco and elsewhere.
_MONTHS = (
    "janvier january يناير جانفي",
    "février february فبراير",
    "mars march مارس",
    "avril april أبريل إبريل",
    "mai may ماي مايو",
    "juin june يونيو",
    "juillet july يوليوز يوليو",
    "août august غشت أغسطس",
    "septembre september شتنبر سبتمبر",
    "octobre october أكتوبر",
    "novembre november نونبر نوفمبر",
    "décembre december دجنبر ديسمبر",
)
_NAMES = [(search_key(name), at) for at, names in enumerate(_MONTHS, 1) for name in names.split()]


class Side(Enum):
    """Where a day without a year lies, as its field has it."""

    #: Of this year once it has passed, else the nearest: tomorrow is refused, not a year ago, on
    #: New Year's Eve as well.
    PAST = "past"
    #: The next one, unless it has only just passed.
    AHEAD = "ahead"
    #: The nearest, before or after.
    EITHER = "either"
    #: The next one on or after a day that is known.
    AFTER = "after"


def calendar_day(typed: object, near: date | None = None, side: Side = Side.PAST) -> date:
    """``3/2/26``, ``03.02.2026``, ``2026-02-03``, ``3 févr. 2026``: raises ``ValueError`` else.

    Without a year it is the one on this ``side`` of ``near``; without ``near`` it is no day.
    """
    if isinstance(typed, datetime):
        return typed.date()
    if isinstance(typed, date):
        return typed
    if not isinstance(typed, str):
        raise ValueError("neither a date nor text")
    day, month, year = _parts(unquoted(typed))
    if year is not None:
        return date(year, month, day)
    if near is None:
        raise ValueError("no year")
    return _without_year(day, month, near, side)


def calendar_month(typed: object) -> date:
    """The first day of a month: ``01/2024``, ``2024-01``, ``janv. 2024``, or any day in it; raises
    ``ValueError`` else."""
    text = unquoted(typed) if isinstance(typed, str) else ""
    if found := _MONTH_FIRST.fullmatch(text):
        return date(int(found[2]), int(found[1]), 1)
    if found := _OF_YEAR.fullmatch(text):
        return date(int(found[1]), int(found[2]), 1)
    if found := _NAME_YEAR.fullmatch(text):
        return date(_year(found[2]) or 0, _month(found[1]), 1)
    if found := _YEAR_NAME.fullmatch(text):
        return date(int(found[1]), _month(found[2]), 1)
    return calendar_day(typed).replace(day=1)


def _parts(text: str) -> tuple[int, int, int | None]:
    """Day, month and, where it is said, year."""
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), _year(found[3])
    if found := _NAMED.fullmatch(text):
        return int(found[1]), _month(found[2]), _year(found[3])
    if found := _NAME_FIRST.fullmatch(text):
        return int(found[2]), _month(found[1]), _year(found[3])
    raise ValueError("not a date")


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) + (2000 if len(written) == 2 else 0)


def _month(written: str) -> int:
    """The month of a name, or of its beginning when no other begins so."""
    wanted = search_key(written)
    found = {at for name, at in _NAMES if name.startswith(wanted)} if len(wanted) > 2 else set()
    if len(found) != 1:
        raise ValueError("not a month")
    return found.pop()


def _without_year(day: int, month: int, near: date, side: Side) -> date:
    """See ``Side``; the 29th of February may be eight years off."""
    on_it = [each for each in _same_days(day, month, near) if each == near]
    last = max((each for each in _same_days(day, month, near) if each < near), default=None)
    following = min((each for each in _same_days(day, month, near) if each > near), default=None)
    if on_it:
        return near
    if last is None or following is None:
        raise ValueError("not a date")
    if side is Side.AFTER:
        return following
    if side is Side.AHEAD:
        return last if near - last < SEASON else following
    if side is Side.PAST and last.year == near.year and following - near > SOON:
        return last
    return min(last, following, key=lambda each: abs(each - near))


def _same_days(day: int, month: int, near: date) -> list[date]:
    years = range(max(near.year - 8, 1), min(near.year + 8, 9999) + 1)
    return [found for year in years if (found := _made(year, month, day))]


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
