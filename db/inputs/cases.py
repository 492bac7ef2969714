"""A new person, as a form hands them over: no name, no number, no address."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from db.codes import Sex
from db.errors import Problem
from db.inputs.contacts import Contact
from db.inputs.dates import age
from db.inputs.normalisation import InputModel
from db.inputs.parse import MaybeCode, problem, whole_number

YOUNGEST, OLDEST = 15, 100
#: Up to this difference of years a person may still be a minor (``docs/privacy.md#age``).
MAYBE_MINOR = 18


def _year(typed: str | int | None) -> int:
    if typed is None or typed == "":
        raise problem("error.needed")
    try:
        year = whole_number(typed)
    except ValueError:
        raise problem("error.year_form") from None
    if not 1900 <= year <= 2100:
        raise problem("error.year_form")
    return year


Year = Annotated[int, BeforeValidator(_year)]
#: The list of each field that holds a code.
CODES = {
    "nationality": "NATIONALITY",
    "education": "EDUCATION_ISCED",
    "entry_channel": "ENTRY_CHANNEL",
    "status_group": "STATUS_GROUP",
    "language": "LANGUAGE",
}


class CaseInput(InputModel):
    """What is known of a person who is met for the first time."""

    sex: Sex
    birth_year: Year
    has_turned_18: bool = False
    nationality: str = "NS"
    education: str = "NS"
    entry_channel: str = "NS"
    status_group: str = "NOT_REC"
    language: MaybeCode = None


class NewPerson(CaseInput):
    """The same, with what was agreed to on the first day."""

    #: Of a minor: whether the guardian agrees that a case is opened.
    guardian_agrees: bool = False
    #: Whether the person agrees to be called, and then, if they want, at which number.
    follow_up_agrees: bool = False
    contact: Contact | None = None

    @model_validator(mode="after")
    def _agrees_to_a_contact(self) -> Self:
        if self.contact is not None and not self.follow_up_agrees:
            raise problem("error.contact_needs_consent")
        return self


def age_problems(birth_year: int, day: date) -> dict[str, Problem]:
    """Why a person of this year of birth cannot be recorded on ``day``; see ``db.inputs.dates``."""
    if not 0 <= age(day, birth_year) <= OLDEST:
        # Mistyped: whoever is not born yet is nobody to be sent to another institution.
        return {"birth_year": Problem("error.year_form")}
    if is_too_young(birth_year, day):
        return {"birth_year": Problem("error.under_15")}
    return {}


def is_too_young(birth_year: int, day: date) -> bool:
    """Whether a person of this year of birth is under 15 on ``day``."""
    return age(day, birth_year) < YOUNGEST


def may_be_minor(birth_year: int, day: date) -> bool:
    """Whether minor rules apply unless the agent says that the person has turned 18."""
    return age(day, birth_year) <= MAYBE_MINOR
