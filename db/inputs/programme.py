"""What is said of a programme: of a new one, and of one that is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, field_validator

from db.codes import LANGUAGES, LOWEST_BASE, LOWEST_THRESHOLD, LOWEST_TRUST
from db.errors import invalid
from db.inputs.code_lists import Reason
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, Needed, at_most, problem, whole_number

MOST_YEARS = 30
LONGEST_NAME, LONGEST_COUNTRY = 120, 60
#: A threshold beyond this would hide everything; a limit of days beyond this would be none.
HIGHEST_THRESHOLD, LONGEST_KEPT = 100, 90


def _between(least: int, most: int) -> tuple[BeforeValidator, AfterValidator]:
    """A whole number as typed, within its limits."""

    def read(typed: Any) -> int:
        if typed in (None, ""):
            raise problem("error.needed")
        try:
            return whole_number(typed)
        except ValueError:
            raise problem("error.whole_number_form") from None

    def check(number: int) -> int:
        if not least <= number <= most:
            raise problem("error.number_range", low=least, high=most)
        return number

    return BeforeValidator(read), AfterValidator(check)


def _languages(chosen: Any) -> tuple[str, ...]:
    """As chosen, or as the database keeps them."""
    found = tuple(chosen.split(",") if isinstance(chosen, str) else chosen or ())
    if not found or found == ("",):
        raise problem("error.language_needed")
    if not set(found) <= set(LANGUAGES) or len(set(found)) < len(found):
        raise problem("error.unknown_choice")
    return found


def in_order(chosen: Sequence[str], first: str | None) -> list[str]:
    """The languages chosen, with the one that is shown to whoever has chosen none at their head."""
    if chosen and first not in chosen:
        raise invalid("first_language", "error.first_language")
    return sorted(chosen, key=lambda each: each != first)


Name = Annotated[str, Needed, at_most(LONGEST_NAME)]
Country = Annotated[str, Needed, at_most(LONGEST_COUNTRY)]
#: The first one is shown to whoever has chosen none.
Languages = Annotated[tuple[str, ...], BeforeValidator(_languages)]
Threshold = Annotated[int, *_between(LOWEST_THRESHOLD, HIGHEST_THRESHOLD)]
Trust = Annotated[int, *_between(LOWEST_TRUST, HIGHEST_THRESHOLD)]
Days = Annotated[int, *_between(1, LONGEST_KEPT)]


class NewProgramme(InputModel):
    """The one row of settings; its thresholds have their defaults."""

    name: Name
    institution: Name
    country_fr: Country
    country_en: Country
    country_ar: Country
    time_zone: str
    starts_on: Day
    ends_on: Day
    languages: Languages = LANGUAGES

    def columns(self) -> dict[str, Any]:
        """The values as the row of settings holds them."""
        return self.model_dump() | {"languages": ",".join(self.languages)}

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise problem("error.unknown_choice")
        return zone

    @field_validator("ends_on")
    @classmethod
    def _after_the_start(cls, ends_on: date, known: ValidationInfo) -> date:
        starts_on = known.data.get("starts_on")
        if starts_on is None:
            return ends_on
        if ends_on < starts_on:
            raise problem("error.programme_ends_first")
        if ends_on.year - starts_on.year > MOST_YEARS:
            raise problem("error.programme_long", count=MOST_YEARS)
        return ends_on


class ProgrammeSettings(NewProgramme):
    """All that an administrator may change of a programme."""

    release_threshold: Threshold
    release_base: Annotated[int, *_between(LOWEST_BASE, HIGHEST_THRESHOLD)]
    trust_hidden_below: Trust
    trust_indicative_below: Trust
    draft_days: Days
    backup_days: Days
    match_names: bool

    @field_validator("release_base")
    @classmethod
    def _rounds_the_threshold(cls, base: int, known: ValidationInfo) -> int:
        threshold = known.data.get("release_threshold")
        if threshold is not None and threshold % base:
            raise problem("error.threshold_rounds", threshold=threshold)
        return base

    @field_validator("trust_indicative_below")
    @classmethod
    def _not_under_what_is_hidden(cls, few: int, known: ValidationInfo) -> int:
        least = known.data.get("trust_hidden_below")
        if least is not None and few < least:
            raise problem("error.indicative_low", least=least)
        return few


class ProgrammeChange(InputModel):
    """The settings as a form sends them; ``seen``: the columns that it was filled with.

    What differs from ``seen`` is what was changed: the rest may have been changed by others.
    """

    settings: ProgrammeSettings
    seen: dict[str, Any]
    reason: Reason

    def changed(self) -> dict[str, Any]:
        """The columns that get another value."""
        return {
            name: value
            for name, value in self.settings.columns().items()
            if value != self.seen[name]
        }
