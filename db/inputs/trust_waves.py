"""A wave of the survey as a manager plans it, extends it, closes it and reopens it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from db.codes import WRITTEN, TrustMoment
from db.errors import InvalidInput, Problem
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, Needed, at_most, problem, whole_number

MOST_DAYS = 366
MOST_ANSWERS = 5000
LONGEST_NAME, LONGEST_TEXT = 80, 200


def answers_wanted(typed: object) -> int | None:
    """The answers wanted of an agency, as typed; none when nothing is."""
    if typed in ("", None):
        return None
    try:
        number = whole_number(typed)
    except ValueError:
        raise problem("error.whole_number_form") from None
    if not 1 <= number <= MOST_ANSWERS:
        raise problem("error.wave_target", most=MOST_ANSWERS)
    return number


Text = Annotated[str, at_most(LONGEST_TEXT)]
Reason = Annotated[str, Needed, at_most(LONGEST_TEXT)]


class WavePlan(InputModel):
    """All that is said of a wave before it opens.

    ``targets``: by agency the answers wanted there, as typed; empty: ``target``, which may be empty
    too. ``checked_targets`` reads them.
    """

    name: Annotated[str, at_most(LONGEST_NAME)] = ""
    starts_on: Day
    ends_on: Day
    languages: tuple[str, ...]
    moments: tuple[TrustMoment, ...]
    sampling: Text = ""
    target: Annotated[int | None, BeforeValidator(answers_wanted)] = None
    targets: dict[int, str]

    @field_validator("languages", "moments", "targets")
    @classmethod
    def _at_least_one(cls, chosen: Any) -> Any:
        if not chosen:
            raise problem("error.choose_one")
        return chosen

    @field_validator("languages")
    @classmethod
    def _written_here(cls, chosen: tuple[str, ...]) -> tuple[str, ...]:
        if not set(chosen) <= set(WRITTEN):
            raise problem("error.unknown_choice")
        return tuple(each for each in WRITTEN if each in chosen)

    @field_validator("moments")
    @classmethod
    def _in_order(cls, chosen: tuple[TrustMoment, ...]) -> tuple[TrustMoment, ...]:
        return tuple(each for each in TrustMoment if each in chosen)

    @field_validator("ends_on")
    @classmethod
    def _days(cls, ends_on: date, known: ValidationInfo) -> date:
        starts_on = known.data.get("starts_on")
        if starts_on is not None:
            check_days(starts_on, ends_on)
        return ends_on


class WaveChange(WavePlan):
    """Another plan of a wave that has not begun. ``seen``: its columns as the form had them, with
    ``targets`` by agency."""

    id: int
    seen: dict[str, Any] = Field(default_factory=dict)


class WaveExtension(InputModel):
    """A later last day of a wave that runs; ``seen``: as in ``WaveChange``."""

    id: int
    ends_on: Day
    seen: dict[str, Any] = Field(default_factory=dict)


class WaveClosing(InputModel):
    """A wave that ends today, and why."""

    id: int
    reason: Reason


class WaveReopening(InputModel):
    """A closed wave that runs again until ``ends_on``, and why."""

    id: int
    ends_on: Day
    reason: Reason


def check_days(starts_on: date, ends_on: date) -> None:
    """Raise, as a validator does, on days that make no wave."""
    if ends_on < starts_on:
        raise problem("error.wave_ends_first")
    if (ends_on - starts_on).days >= MOST_DAYS:
        raise problem("error.wave_long", count=MOST_DAYS)


def checked_targets(plan: WavePlan) -> dict[int, int | None]:
    """The answers wanted by agency; ``InvalidInput`` on ``target_<agency>``."""
    problems: dict[str, Problem] = {}
    found: dict[int, int | None] = {}
    for agency, typed in plan.targets.items():
        try:
            found[agency] = answers_wanted(typed) if typed else plan.target
        except PydanticCustomError as refused:
            problems[f"target_{agency}"] = Problem(refused.type, **(refused.context or {}))
    if problems:
        raise InvalidInput(problems)
    return found
