"""One entry of an agent: what, with whom, when, how; and what comes next."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES
from db.errors import Problem
from db.inputs.cases import NewPerson, age_problems
from db.inputs.duplicates import NewNames
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, MaybeCode, MaybeDay, hour, problem, whole_number
from db.inputs.records import Correction, Submission

MOST_PERSONS, MOST_HEADS, MOST_MINUTES = 20, 500, 600


def _heads(typed: str | int | None) -> int:
    """A head count as typed; empty is nobody."""
    if typed is None or typed == "":
        return 0
    try:
        heads = whole_number(typed)
    except ValueError:
        raise problem("error.whole_number_form") from None
    if not 0 <= heads <= MOST_HEADS:
        raise problem("error.head_count_range", most=MOST_HEADS)
    return heads


def _minutes(typed: str | int | None) -> int | None:
    """Minutes as typed; empty is not known."""
    if typed is None or typed == "":
        return None
    try:
        minutes = whole_number(typed)
    except ValueError:
        raise problem("error.whole_number_form") from None
    if not 1 <= minutes <= MOST_MINUTES:
        raise problem("error.minutes_range", count=MOST_MINUTES)
    return minutes


def _hour(typed: str | time | None) -> time | None:
    if typed is None or typed == "":
        return None
    try:
        return hour(typed)
    except ValueError:
        raise problem("error.hour_form") from None


def _each_once(ids: tuple[int, ...]) -> tuple[int, ...]:
    """A person who was tapped and typed too is one person."""
    return tuple(dict.fromkeys(ids))


Heads = Annotated[int, BeforeValidator(_heads)]
Minutes = Annotated[int | None, BeforeValidator(_minutes)]


class Act(InputModel):
    """What was done, when and how; a group's head counts are 0 for persons."""

    type: str
    mode: str
    language: MaybeCode = None
    minutes: Minutes = None
    happened_on: Day
    women: Heads = 0
    men: Heads = 0
    other: Heads = 0

    def columns(self, *, of_group: bool) -> dict[str, Any]:
        """The columns as they are stored: a person's have no head counts."""
        empty = {} if of_group else dict.fromkeys(HEADS)
        return self.model_dump(include=set(FIELDS)) | empty


FIELDS = tuple(Act.model_fields)
HEADS = ("women", "men", "other")
#: The list of each field that holds a code.
CODES = {"type": "INTERVENTION_TYPE", "mode": "MODE", "language": "LANGUAGE"}


class InterventionInput(Act, Submission):
    """Either persons (``case_ids`` and a ``new_case``) or head counts, as the type allows."""

    agency_id: int
    case_ids: Annotated[tuple[int, ...], AfterValidator(_each_once)] = ()
    new_case: NewPerson | None = None
    names: NewNames | None = None
    is_group: bool = False
    follow_up_on: MaybeDay = None
    follow_up_at: Annotated[time | None, BeforeValidator(_hour)] = None
    settles: int | None = None

    RULES = (
        lambda data: _form(_persons_or_heads(data)),
        lambda data: (
            age_problems(data.new_case.birth_year, data.happened_on) if data.new_case else {}
        ),
    )

    @model_validator(mode="after")
    def _has_persons_or_heads(self) -> Self:
        if found := _persons_or_heads(self):
            raise problem(found.key, **found.values)
        return self


def heads_of(data: Any) -> int:
    """All heads of a group."""
    return sum(getattr(data, name) for name in HEADS)


def _persons_or_heads(data: Any) -> Problem | None:
    """Why an entry cannot be about these persons or heads."""
    persons = len(data.case_ids) + (data.new_case is not None)
    heads = heads_of(data)
    if data.is_group:
        if data.type not in GROUP_TYPES:
            return Problem("error.type_needs_person")
        if not 1 <= heads <= MOST_HEADS:
            return Problem("error.head_count_needed", count=MOST_HEADS)
        return Problem("error.person_or_group") if persons else None
    if data.type in GROUP_ONLY_TYPES:
        return Problem("error.type_needs_group")
    if persons == 0:
        return Problem("error.person_needed")
    if persons > MOST_PERSONS:
        return Problem("error.too_many_persons", count=MOST_PERSONS)
    return Problem("error.person_or_group") if heads else None


def _form(found: Problem | None) -> dict[str, Problem]:
    return {"form": found} if found else {}


class InterventionCorrection(Act, Correction):
    """A corrected intervention: a person stays a person, and a group a group."""
