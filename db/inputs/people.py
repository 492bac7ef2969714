"""What is looked for among people, and what is said of a person anew: facts, closing, reopening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from db.codes import Sex
from db.inputs.cases import CODES as NEW_CODES
from db.inputs.cases import CaseInput
from db.inputs.normalisation import InputModel
from db.inputs.parse import problem

#: More searches in an hour than a counter needs, and too few to read an agency through.
SEARCHES_AN_HOUR = 120
#: Of more people none is shown: one more word finds the right one sooner than an eye.
MOST_FOUND = 100
#: How many people stand there before anything is typed.
LATELY = 20
#: What is searched in contacts, which only those look at who may see them.
IN_CONTACTS = frozenset({"name", "phone"})


@dataclass(frozen=True, kw_only=True)
class PersonWord:
    """One word and all that it may mean; a person fits if one of these is theirs."""

    #: The beginning of a card's code, in its normal form.
    code: str = ""
    birth_year: int | None = None
    nationalities: frozenset[str] = frozenset()
    sexes: frozenset[Sex] = frozenset()
    #: A name or a number, of whoever agreed to be called; shown in no trace.
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)

    @property
    def kinds(self) -> frozenset[str]:
        """The columns that it looks at; none when it means nothing."""
        looked = {
            "code": self.code,
            "birth_year": self.birth_year,
            "nationality": self.nationalities,
            "sex": self.sexes,
            "name": self.name,
            "phone": self.phone,
        }
        return frozenset(name for name, wanted in looked.items() if wanted)


@dataclass(frozen=True)
class PeopleSearch:
    """Words that must all fit."""

    words: tuple[PersonWord, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """The columns that the search looks at."""
        return frozenset().union(*(word.kinds for word in self.words))


#: The list of each fact that is a code.
CODES = {**NEW_CODES, "occupation": "OCCUPATION_ISCO08"}


def _yes_no(said: Any) -> Any:
    """Of three answers the third is "not known"."""
    return {"yes": True, "no": False, "": None}.get(said, said) if isinstance(said, str) else said


class CaseFacts(CaseInput):
    """All that is known of a person and can be put right."""

    occupation: str = "NS"
    diploma_recognised: Annotated[bool | None, BeforeValidator(_yes_no)] = None


FACTS = tuple(CaseFacts.model_fields)
#: What moves a figure: results are by sex and age, and say who came by themselves.
IN_FIGURES = frozenset({"sex", "birth_year", "entry_channel"})
#: Of these no value is kept in the history: it was corrected, and that is all.
UNTOLD = frozenset({"status_group"})


def _chosen(code: Any) -> Any:
    if not code:
        raise problem("error.needed")
    return code


Reason = Annotated[str, BeforeValidator(_chosen)]


class FactsCorrection(InputModel):
    """The facts as a form sends them; ``seen``: those that it was filled with.

    What differs from ``seen`` was corrected: the rest may have been corrected by others.
    """

    case_id: int
    facts: CaseFacts
    seen: Mapping[str, Any]
    #: A code of ``FACT_REASON``.
    reason: Reason

    def changed(self) -> dict[str, Any]:
        """The new values, by column."""
        wanted = self.facts.model_dump()
        return {name: wanted[name] for name in FACTS if wanted[name] != self.seen[name]}


def as_text(value: object) -> str:
    """A value as the history keeps it: a code, a year, ``yes``, a day; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.value if isinstance(value, StrEnum) else str(value)


class CaseClosing(InputModel):
    """A case that is closed today, with a code of ``CLOSE_REASON``."""

    case_id: int
    reason: Reason
