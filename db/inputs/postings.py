"""What is said of a posting, and of its end."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from db.errors import Problem
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, MaybeDay, problem, whole_number
from db.inputs.places import Languages

LEAST_SHARE, ALL = 10, 100


def _percent(typed: Any) -> int:
    try:
        return whole_number(typed)
    except ValueError:
        raise problem("error.whole_number_form") from None


def _within(share: int) -> int:
    if not LEAST_SHARE <= share <= ALL:
        raise problem("error.share_between", least=LEAST_SHARE, most=ALL)
    return share


#: The part of a full week, in percent.
Share = Annotated[int, BeforeValidator(_percent), AfterValidator(_within)]


class PostingInput(InputModel):
    """An agent at an agency, from one day to another or without an end."""

    account_id: int
    agency_id: int
    starts_on: Day
    ends_on: MaybeDay = None
    share: Share = ALL
    languages: Languages = ()

    RULES = (lambda data: posting_end_problems(data.starts_on, data.ends_on),)


def posting_end_problems(starts_on: date, ends_on: date | None) -> dict[str, Problem]:
    """No posting ends before its first day."""
    if ends_on is None or ends_on >= starts_on:
        return {}
    return {"ends_on": Problem("error.posting_ends_first", day=starts_on)}


class _Change(InputModel):
    """``seen``: the last day that the form showed; ``anyway``: later entries were asked about."""

    id: int
    seen: dict[str, Any]


class PostingEnd(_Change):
    """An earlier last day."""

    ends_on: Day
    anyway: bool = False


class PostingMove(_Change):
    """The first day at another agency; the last day here is the one before."""

    agency_id: int
    starts_on: Day
    anyway: bool = False


class PostingExtension(_Change):
    """A later last day, or none."""

    ends_on: MaybeDay = None
