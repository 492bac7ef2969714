"""Telephone numbers as people type them; all that the program asks of ``phonenumbers``.

An upgrade must keep ``parse`` with a region, ``is_valid_number``, ``format_number`` with E164 and
INTERNATIONAL, and ``NumberParseException``. Numbers change hands: the library is brought up to date
with each release of ours.
"""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

#: Where a number that names no country is rung from.
REGION = "MA"
LONGEST = 30
#: So many digits at the end tell a number apart for somebody who remembers no more of it.
END = 6


def number(typed: str) -> str:
    """``06 12 34 56 78``, ``+212612345678`` or ``00 212 6...`` in one form, with ``+`` and country;
    ``ValueError`` for what nobody can be rung at."""
    if len(typed) > LONGEST:
        # Its beginning may be somebody else's number.
        raise ValueError("not a telephone number")
    try:
        found = phonenumbers.parse(typed, REGION)
    except NumberParseException:
        raise ValueError("not a telephone number") from None
    if not phonenumbers.is_valid_number(found):
        raise ValueError("not a telephone number")
    return phonenumbers.format_number(found, PhoneNumberFormat.E164)


def spaced(stored: str) -> str:
    """A stored number as it is read out: ``+212 6 12 34 56 78``."""
    found = phonenumbers.parse(stored, None)
    return phonenumbers.format_number(found, PhoneNumberFormat.INTERNATIONAL)


def digits(typed: str) -> str:
    """The digits alone."""
    return "".join(each for each in typed if each.isdecimal() and each.isascii())


def forms(stored: str) -> frozenset[str]:
    """What finds a number: all of it, or its end."""
    return frozenset({stored, f"end {digits(stored)[-END:]}"})


def looked_for(typed: str) -> str:
    """The one form that finds what was typed, as ``forms`` has it."""
    try:
        return number(typed)
    except ValueError:
        return f"end {digits(typed)[-END:]}"
