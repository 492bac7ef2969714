"""Numbers and hours as people type them, and raw values as an input class takes them."""

from __future__ import annotations

import math
import re
from datetime import date, time
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from db.errors import InvalidInput, Problem, invalid
from db.inputs import partial_validation
from db.inputs.days import Side, calendar_day
from db.inputs.normalisation import unquoted

#: The Arabic separators, as the marks that French and English numbers have.
_SEPARATORS = str.maketrans("٫٬،", ".,,")
_GROUPED = re.compile(r"[+-]?\d{1,3}([., ])\d{3}(\1\d{3})*")
_DECIMAL = re.compile(r"([+-]?\d{1,9})(?:[.,](\d{1,6}))?")
_GROUPED_DECIMAL = re.compile(r"([+-]?\d{1,3}(?:([., ])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d{1,6}))?")
_HOUR = re.compile(r"(\d{1,2})(?: ?[:hH.] ?(\d{2})?)?")

Model = TypeVar("Model", bound=BaseModel)


def _number(typed: str) -> str:
    """The text with a space for each mark that only groups thousands."""
    text = unquoted(typed).translate(_SEPARATORS)
    return " ".join(text.replace("'", " ").replace("_", " ").split())


def whole_number(typed: object) -> int:
    """``1 250``, ``1.250``, ``1,250`` and ``١٢٥٠`` are 1250; raises ``ValueError`` otherwise."""
    if isinstance(typed, int):
        return typed
    if not isinstance(typed, str):
        raise ValueError("not a whole number")
    text = _number(typed)
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[., ]", "", text)
    if not re.fullmatch(r"[+-]?\d{1,9}", text):
        raise ValueError("not a whole number")
    return int(text)


def decimal_number(typed: object) -> float:
    """``1,5``, ``1.5``, ``١٫٥`` and ``1 250,5``; raises ``ValueError`` otherwise.

    A single point or comma begins the decimals. Thousands may be grouped by threes, always with the
    same other mark.
    """
    if isinstance(typed, int | float):
        # Too large for any number here, and for Python's.
        return float(typed) if abs(typed) < 1e15 else math.inf
    if not isinstance(typed, str):
        raise ValueError("not a number")
    text = _number(typed)
    if found := _DECIMAL.fullmatch(text):
        return float(f"{found[1]}.{found[2] or 0}")
    if found := _GROUPED_DECIMAL.fullmatch(text):
        return float(re.sub(r"[., ]", "", found[1]) + f".{found[3] or 0}")
    raise ValueError("not a number")


def hour(typed: object) -> time:
    """``14h30``, ``14:30``, ``14.30``, ``9h`` and ``9``; raises ``ValueError``."""
    if isinstance(typed, time):
        return typed
    found = _HOUR.fullmatch(unquoted(typed)) if isinstance(typed, str) else None
    if found is None:
        raise ValueError("not an hour")
    return time(int(found[1]), int(found[2] or 0))


def a_date(typed: str, field: str, today: date | None = None) -> date:
    """A date to come for a form's field, or ``InvalidInput`` on that field."""
    try:
        return calendar_day(typed, today, Side.AHEAD)
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
    except ValueError:
        raise problem("error.date_form") from None


def _maybe_day(typed: Any) -> date | None:
    return None if typed == "" else _day(typed)


def needed(text: str) -> str:
    """A text that may not be empty."""
    if not text:
        raise problem("error.needed")
    return text


def at_most(most: int) -> AfterValidator:
    """A text of so many characters at most."""

    def check(text: str) -> str:
        if len(text) > most:
            raise problem("error.text_long", count=most)
        return text

    return AfterValidator(check)


Needed = AfterValidator(needed)
#: A code that may be left open.
MaybeCode = Annotated[str | None, BeforeValidator(lambda code: code or None)]
#: A date as an input takes it: a date, or text that names one with its year; never a number.
Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(_maybe_day)]


def validated(model: type[Model], raw: dict[str, Any]) -> Model:
    """``raw`` as an input class; raises ``InvalidInput`` with one problem a field, and with what
    the others say together (``InputModel.RULES``)."""
    try:
        return model.model_validate(raw)
    except ValidationError as refused:
        raise InvalidInput(partial_validation.problems(model, raw) | _problems(refused)) from None


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
