"""People who were at a group session, as a list of lines hands them over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES, Sex
from db.errors import InvalidInput, Problem
from db.inputs import partial_validation
from db.inputs.cases import CaseInput, age_problems, may_be_minor
from db.inputs.duplicates import NewNames
from db.inputs.interventions import HEADS, MOST_PERSONS
from db.inputs.normalisation import InputModel
from db.inputs.parse import MaybeDay, problem, validated
from db.inputs.partial_validation import Known
from db.inputs.records import Submission

#: Group sessions of which some of those present can be named.
NAMED_TYPES = GROUP_TYPES - GROUP_ONLY_TYPES
#: The column that counts the heads of each sex.
HEADS_OF = dict(zip(Sex, HEADS, strict=True))


class Line(InputModel):
    """One new person: ``position`` is the line's own number, which its problems go by; ``names``
    are stored nowhere, as with the one new person of an entry."""

    position: int
    person: CaseInput
    names: NewNames | None = None


class _LineOfSession(CaseInput):
    """The same with the session's day, which the page sends, so that an age is judged at once."""

    met_on: MaybeDay = None

    RULES = (lambda line: age_problems(line.birth_year, line.met_on) if line.met_on else {},)


def field_of(position: int, name: str) -> str:
    """What a problem of one line is called."""
    return f"{position}_{name}"


def of_line(position: int, refused: InvalidInput) -> dict[str, Problem]:
    """The problems of one new person, under the names of their line."""
    return {field_of(position, name): each for name, each in refused.problems.items()}


def _lines(raw: Any) -> tuple[Line, ...]:
    """Every line that says anything, with the problems of all of them at once."""
    if not isinstance(raw, list | tuple):
        raise problem("error.not_understood")
    made, wrong, of_rules = [], dict[str, Problem](), dict[str, Problem]()
    for each in raw:
        if isinstance(each, Line):
            made.append(each)
            continue
        if not _is_line(each):
            raise problem("error.not_understood")
        position, named, person = each["position"], each.get("names"), _person(each)
        if not _says_something(each):
            continue
        try:
            names = validated(NewNames, named) if named else None
            new = validated(_LineOfSession, person)
            of_rules |= of_line(
                position, InvalidInput(partial_validation.problems(_LineOfSession, person))
            )
            made.append(Line(position=position, person=new, names=names))
        except InvalidInput as refused:
            wrong |= of_line(position, refused)
    if len({line.position for line in made}) < len(made):
        raise problem("error.not_understood")
    if wrong:
        # Where nothing else is wrong, the action judges ages, with all that it alone knows.
        raise InvalidInput(of_rules | wrong)
    return tuple(made)


def _is_line(raw: Any) -> bool:
    return isinstance(raw, Mapping) and isinstance(raw.get("position"), int)


def _person(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: raw[name] for name in raw if name not in ("position", "names")}


def _says_something(raw: Mapping[str, Any]) -> bool:
    """An untouched line is nobody."""
    return raw.get("sex") is not None or bool(raw.get("birth_year") or raw.get("names"))


def _readable(raw: Any) -> tuple[Known, ...]:
    """Each line as far as it can be read: one that cannot be holds no other back."""
    lines = raw if isinstance(raw, list | tuple) else ()
    return tuple(
        Known(
            {
                "position": each["position"],
                "person": partial_validation.read(CaseInput, _person(each)),
            }
        )
        for each in lines
        if _is_line(each) and _says_something(each)
    )


def _each_once(ids: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids))


class GroupPeopleInput(Submission):
    """Some of those present at the session ``group_id``: new people, one a line, and known ones."""

    group_id: int
    case_ids: Annotated[tuple[int, ...], AfterValidator(_each_once)] = ()
    lines: Annotated[tuple[Line, ...], BeforeValidator(_lines)] = ()

    PARTS = MappingProxyType({"lines": _readable})

    @model_validator(mode="after")
    def _some_and_not_too_many(self) -> Self:
        persons = len(self.case_ids) + len(self.lines)
        if not persons:
            raise problem("error.group_nobody")
        if persons > MOST_PERSONS:
            raise problem("error.too_many_persons", count=MOST_PERSONS)
        return self


def needs_a_guardian(person: CaseInput, day: date) -> bool:
    """Whether a new person has to be added by the full form, where a guardian can be asked."""
    return may_be_minor(person.birth_year, day) and not person.has_turned_18


def heads_problems(heads: Mapping[Sex, int], named: Mapping[Sex, int]) -> dict[str, Problem]:
    """More people named than heads counted, of each sex."""
    return {
        HEADS_OF[sex]: Problem(f"error.group_heads.{sex.value}", heads=heads[sex], named=named[sex])
        for sex in Sex
        if named[sex] > heads[sex]
    }


def counted(sexes: Iterable[Sex]) -> dict[Sex, int]:
    """How many there are of each sex."""
    found = dict.fromkeys(Sex, 0)
    for sex in sexes:
        found[sex] += 1
    return found
