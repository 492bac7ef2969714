"""Numbers, dates and hours as people type them, by French, English or Arabic habits."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from db.errors import InvalidInput, Problem, invalid

#: Arabic-Indic and Persian digits, and the Arabic separators, as ASCII.
_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،", "01234567890123456789.,,")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’_]+")
#: Invisible marks of the direction of writing, which are copied along with Arabic.
_UNSEEN = re.compile(r"[\u200e\u200f\u061c\u2066-\u2069]")
_GROUPED = re.compile(r"[+-]?\d{1,3}([., ])\d{3}(\1\d{3})*")
_DECIMAL = re.compile(r"([+-]?\d{1,9})(?:[.,](\d{1,6}))?")
_GROUPED_DECIMAL = re.compile(r"([+-]?\d{1,3}(?:([., ])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d{1,6}))?")
_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_HOUR = re.compile(r"(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?)?")

Model = TypeVar("Model", bound=BaseModel)


def ascii_digits(typed: str) -> str:
    """The text with digits of any script as 0-9, without outer spaces and invisible marks."""
    return _UNSEEN.sub("", typed.translate(_ASCII)).strip()


def whole_number(typed: object) -> int:
    """``1 250``, ``1.250``, ``1,250`` and ``١٢٥٠`` are 1250; raises ``ValueError`` otherwise."""
    if isinstance(typed, int):
        return typed
    if not isinstance(typed, str):
        raise ValueError("not a whole number")
    text = _SPACES.sub(" ", ascii_digits(typed)).strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[., ]", "", text)
    if not re.fullmatch(r"[+-]?\d{1,9}", text):
        raise ValueError("not a whole number")
    return int(text)


def decimal_number(typed: str | float) -> float:
    """``1,5``, ``1.5``, ``١٫٥`` and ``1 250,5``; raises ``ValueError`` otherwise.

    A single point or comma begins the decimals. Thousands may be grouped by threes, always with the
    same other mark.
    """
    if isinstance(typed, int | float):
        return float(typed)
    text = _SPACES.sub(" ", ascii_digits(typed))
    if found := _DECIMAL.fullmatch(text):
        return float(f"{found[1]}.{found[2] or 0}")
    if found := _GROUPED_DECIMAL.fullmatch(text):
        return float(re.sub(r"[., ]", "", found[1]) + f".{found[3] or 0}")
    raise ValueError("not a number")


def calendar_day(typed: object, today: date | None = None, *, ahead: bool = False) -> date:
    """``3/2/26``, ``03.02.2026``, ``3 2 2026`` and ``2026-02-03``: day first in every language.

    Without a year, the latest such day that is not after ``today``; with ``ahead`` the next one
    that is not before it. Raises ``ValueError``.
    """
    if isinstance(typed, date):
        return typed
    if not isinstance(typed, str):
        raise TypeError("neither a date nor text")
    text = ascii_digits(typed)
    if iso := _ISO.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError("not a date")
    day, month = int(found[1]), int(found[2])
    if found[3]:
        year = int(found[3])
        return date(year + 2000 if year < 100 else year, month, day)
    if today is None:
        raise ValueError("no year")
    return _nearest(day, month, today, ahead)


def _nearest(day: int, month: int, today: date, ahead: bool) -> date:
    """The nearest such day; the 29th of February may be eight years off."""
    for years in range(9):
        try:
            found = date(today.year + (years if ahead else -years), month, day)
        except ValueError:
            continue
        if found == today or (found > today) is ahead:
            return found
    raise ValueError("not a date")


def hour(typed: str | time) -> time:
    """``14h30``, ``14:30``, ``14.30``, ``9h`` and ``9``; raises ``ValueError``."""
    if isinstance(typed, time):
        return typed
    found = _HOUR.fullmatch(ascii_digits(typed))
    if found is None:
        raise ValueError("not an hour")
    return time(int(found[1]), int(found[2] or 0))


def a_date(typed: str, field: str, today: date | None = None) -> date:
    """A date for a form's field, or ``InvalidInput`` on that field."""
    try:
        return calendar_day(typed, today)
    except ValueError:
        raise invalid(field, "error.date_form") from None


def problem(key: str, **values: Any) -> PydanticCustomError:
    """What a pydantic validator raises so that ``validated`` can name the sentence."""
    return PydanticCustomError(key, key, values)


def _day(typed: Any) -> date | None:
    if typed is None:
        return None
    try:
        return calendar_day(typed)
    except (ValueError, TypeError):
        raise problem("error.date_form") from None


#: A code that may be left open.
MaybeCode = Annotated[str | None, BeforeValidator(lambda code: code or None)]
#: A date as an input takes it: a date, or text that names one with its year; never a number.
Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(_day)]


def validated(model: type[Model], raw: dict[str, Any]) -> Model:
    """``raw`` as an input class; raises ``InvalidInput`` with one problem a field."""
    try:
        return model.model_validate(raw)
    except ValidationError as refused:
        raise InvalidInput(_problems(refused)) from None


def _problems(refused: ValidationError) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    for error in refused.errors():
        names = [part for part in error["loc"] if isinstance(part, str)]
        found.setdefault(names[-1] if names else "form", _problem(error))
    return found


def _problem(error: ErrorDetails) -> Problem:
    kind = error["type"]
    if kind.startswith("error."):
        return Problem(kind, **error.get("ctx", {}))
    if kind == "missing" or error["input"] is None:
        return Problem("error.needed")
    return Problem("error.not_understood")
