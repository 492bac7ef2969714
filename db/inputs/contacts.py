"""How a person who agreed to it can be reached: name, numbers, language and time of day."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from db.inputs import phones
from db.inputs.normalisation import InputModel
from db.inputs.parse import MaybeCode, Needed, at_most, problem
from db.inputs.records import Drafted

LONGEST_NAME = 80


class CallTime(StrEnum):
    """When a person would rather be called."""

    ANY = "ANY"
    MORNING = "MORNING"
    AFTERNOON = "AFTERNOON"
    EVENING = "EVENING"


def _number(typed: str) -> str:
    try:
        return phones.number(typed)
    except ValueError:
        raise problem("error.phone_form") from None


def _needed_number(typed: str) -> str:
    if not typed:
        raise problem("error.needed")
    return _number(typed)


def _maybe_number(typed: str) -> str:
    return _number(typed) if typed else ""


def _named(name: str) -> str:
    """A name has letters; what has none is a number in the wrong field."""
    if not any(each.isalpha() for each in name):
        raise problem("error.name_letters")
    return name


Name = Annotated[str, Needed, AfterValidator(_named), at_most(LONGEST_NAME)]


class Contact(InputModel):
    """What is sealed of a person; the second number may be a relative's or a neighbour's."""

    name: Name
    phone: Annotated[str, BeforeValidator(_needed_number)]
    second_phone: Annotated[str, BeforeValidator(_maybe_number)] = ""
    language: MaybeCode = None
    call_time: CallTime = CallTime.ANY

    @property
    def phones(self) -> tuple[str, ...]:
        """The numbers, each once."""
        return tuple(dict.fromkeys(each for each in (self.phone, self.second_phone) if each))


class ContactInput(Contact, Drafted):
    """The contact of this person; ``seen`` says which one the form showed, empty for none."""

    case_id: int
    seen: str = ""
