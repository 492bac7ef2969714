"""Arguments of a command line that must be more than a text."""

from __future__ import annotations

import argparse
from datetime import date
from zoneinfo import available_timezones

from db.inputs.postings import ALL, LEAST_SHARE
from db.store.settings import database


def a_day(text: str) -> date:
    """A date, year first."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date like 2026-01-31: {text}") from None


def a_time_zone(text: str) -> str:
    """A time zone, as the database of zones names it."""
    if text not in available_timezones():
        raise argparse.ArgumentTypeError(f"not a time zone like Africa/Casablanca: {text}")
    return text


def a_share(text: str) -> int:
    """A part of a full week, in percent."""
    if not text.isdecimal() or not LEAST_SHARE <= int(text) <= ALL:
        raise argparse.ArgumentTypeError(f"not a percentage from {LEAST_SHARE} to {ALL}: {text}")
    return int(text)


def a_count(text: str) -> int:
    """A whole number from one on."""
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"not a whole number above 0: {text}")
    return int(text)


def a_database(text: str) -> str:
    """The address of a database, as in the settings; it may hold a password and is not repeated."""
    try:
        return database(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"a database {problem}") from None
