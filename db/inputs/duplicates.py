"""What is said to find out whether a person is known already, and of two cases of one person."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from db.codes import Sex
from db.inputs.cases import Year
from db.inputs.normalisation import InputModel
from db.inputs.parse import at_most, problem
from db.inputs.people import FACTS, UNTOLD

#: A counter on its busiest day; who looks names up one after the other is stopped.
LOOKS_AN_HOUR = 60
#: More people than this are not told apart on a phone.
MOST_SHOWN = 5
LONGEST_NAME = 60


def _has_letters(name: str) -> str:
    if name and not any(letter.isalpha() for letter in name):
        raise problem("error.name_form")
    return name


Name = Annotated[str, at_most(LONGEST_NAME), AfterValidator(_has_letters)]


class Names(InputModel):
    """A name as it was typed; it is stored nowhere, and written into no message."""

    first_name: Name = Field(default="", repr=False)
    family_name: Name = Field(default="", repr=False)

    @property
    def all(self) -> str:
        """Both, in any order."""
        return f"{self.first_name} {self.family_name}".strip()


class NewNames(Names):
    """The name of a new person, and what was said of the people who were found by it."""

    #: Cases of which somebody has said that they are another person's.
    different: tuple[int, ...] = ()
    #: Whether a manager is to look at what was found in other agencies.
    asks_manager: bool = False


class Look(Names):
    """Whether a person is known already: at least a name of one word, the year, the sex."""

    sex: Sex
    birth_year: Year

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if not self.all:
            raise problem("error.needed")
        return self


class Pair(InputModel):
    """Two cases, in any order."""

    one_id: int
    other_id: int

    @property
    def in_order(self) -> tuple[int, int]:
        """The smaller id first, as the database has them."""
        first, second = sorted((self.one_id, self.other_id))
        return first, second


#: Facts that go with another one: what "has turned 18" says stands with the year.
TAKEN_WITH = {"birth_year": ("has_turned_18",)}
#: What can be taken from either of two cases: no earlier value of the others is kept anywhere, and
#: an undone merge could not bring it back.
TAKEABLE = tuple(
    name for name in FACTS if name not in UNTOLD and name not in TAKEN_WITH["birth_year"]
)


def _takeable(name: str) -> str:
    if name not in TAKEABLE:
        raise problem("error.unknown_choice")
    return name


class Merge(InputModel):
    """Two cases of one person: the one that is kept, and the one that opens it from now on.

    ``taken``: facts that are to be as the other case has them; the kept one's stand for the rest.
    """

    kept_id: int
    merged_id: int
    taken: tuple[Annotated[str, AfterValidator(_takeable)], ...] = ()

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        if self.kept_id == self.merged_id:
            raise problem("error.same_card")
        return self
