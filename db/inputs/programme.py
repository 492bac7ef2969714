"""What is said of a new programme, on the set-up page or the command line."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, ValidationInfo, field_validator

from db.inputs.parse import Day, problem
from db.inputs.typed import Typed

MOST_YEARS = 30
LONGEST_NAME, LONGEST_COUNTRY = 120, 60


def _short(most: int) -> AfterValidator:
    def check(text: str) -> str:
        if not text:
            raise problem("error.needed")
        if len(text) > most:
            raise problem("error.text_long", count=most)
        return text

    return AfterValidator(check)


Name = Annotated[str, _short(LONGEST_NAME)]
Country = Annotated[str, _short(LONGEST_COUNTRY)]


class NewProgramme(Typed):
    """The one row of settings; its thresholds have their defaults."""

    name: Name
    institution: Name
    country_fr: Country
    country_en: Country
    country_ar: Country
    time_zone: str
    starts_on: Day
    ends_on: Day

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
