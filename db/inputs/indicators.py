"""What is asked of an indicator, and how a manager defines it anew and explains it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, field_validator

from db.codes import LANGUAGES
from db.errors import InvalidInput, Problem
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, Needed, at_most, problem
from db.inputs.results import ResultFilter


class Breakdown(StrEnum):
    """What the parts of a figure are."""

    SEX = "sex"
    AGE = "age"
    AGENCY = "agency"


class Level(StrEnum):
    """A rung of the logframe (``docs/domain.md#logframe``)."""

    GO = "GO"
    SO = "SO"
    IR1 = "IR1"
    IR2 = "IR2"
    IR3 = "IR3"


class Frequency(StrEnum):
    """How often a figure is looked at."""

    MONTH = "MONTH"
    QUARTER = "QUARTER"
    HALF = "HALF"
    YEAR = "YEAR"
    WAVE = "WAVE"


#: What an indicator cannot be cut by: nobody in particular is at a meeting, and the survey asks no
#: age. All others are cut by everything.
UNCUT: Mapping[str, frozenset[Breakdown]] = {
    "IR3.2": frozenset({Breakdown.SEX, Breakdown.AGE}),
    **dict.fromkeys(("TR.1", "TR.2", "TR.3"), frozenset({Breakdown.AGE})),
}


def cuts(code: str) -> list[Breakdown]:
    """What an indicator can be broken down by."""
    return [each for each in Breakdown if each not in UNCUT.get(code, ())]


@dataclass(frozen=True)
class IndicatorFilter:
    """One indicator in a period, within some agencies and groups of people; ``by``: its parts."""

    code: str
    within: ResultFilter
    by: Breakdown | None = None


@dataclass(frozen=True)
class PlaceFilter:
    """One indicator at one agency, or in the programme as a whole (none), at the end of a day."""

    code: str
    agency_id: int | None
    day: date


#: The longest texts of a definition, field by field; those of ``NEEDED`` may not be empty.
LONGEST = {
    "title": 200, "definition": 1000, "numerator": 300, "denominator": 300, "limits": 600,
    "source": 300,
}  # fmt: skip
NEEDED = ("title", "definition")
Words = dict[str, dict[str, str]]


def _one(member: type[StrEnum]) -> AfterValidator:
    def check(typed: str) -> str:
        if typed not in set(member):
            raise problem("error.unknown_choice")
        return typed

    return AfterValidator(check)


class DefinitionInput(InputModel):
    """Another version of a definition. ``texts``: by language and field, as typed;
    ``seen``: the version that the form was filled with."""

    code: str
    level: Annotated[str, _one(Level)]
    frequency: Annotated[str, _one(Frequency)]
    is_falling: bool
    breakdowns: tuple[Breakdown, ...]
    texts: Words
    reason: Annotated[str, Needed, at_most(300)]
    seen: int

    @field_validator("breakdowns")
    @classmethod
    def _in_order(cls, chosen: tuple[Breakdown, ...]) -> tuple[Breakdown, ...]:
        return tuple(each for each in Breakdown if each in chosen)


def checked_texts(texts: Words) -> Words:
    """The texts in all languages; ``InvalidInput`` on ``<field>_<language>``."""
    problems: dict[str, Problem] = {}
    found: Words = {}
    for language in LANGUAGES:
        said = texts.get(language, {})
        found[language] = {name: said.get(name, "") for name in LONGEST}
        for name, text in found[language].items():
            if found_problem := _text_problem(name, text):
                problems[f"{name}_{language}"] = found_problem
    if problems:
        raise InvalidInput(problems)
    return found


def _text_problem(name: str, text: str) -> Problem | None:
    if name in NEEDED and not text:
        return Problem("error.needed")
    if len(text) > LONGEST[name]:
        return Problem("error.text_long", count=LONGEST[name])
    if set("{}") & set(text.replace("{institution}", "")):
        return Problem("error.indicator_braces")
    return None


#: A figure further off than so many percent of the way asks for a sentence.
EXPLAIN_FROM, EXPLAIN_TO = 5, 100


class IndicatorChoices(InputModel):
    """Which indicators are key, and from which deviation on a sentence is asked for, as typed;
    ``seen``: by code, both as they stood on screen."""

    is_key: dict[str, bool]
    explain_over: dict[str, str]
    seen: dict[str, tuple[bool, int]]


class DeviationInput(InputModel):
    """Why a figure is off its path; ``value`` and ``expected`` are what the page showed."""

    made_by_the_page: ClassVar[frozenset[str]] = frozenset({"value", "expected"})

    code: str
    agency_id: int | None = None
    due_on: Day
    as_of: Day
    value: float
    expected: float
    sentence: Annotated[str, Needed, at_most(500)]
