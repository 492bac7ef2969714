"""What a person answered on their own phone, and what a manager asks to print."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from db.codes import Sex, TrustMoment
from db.inputs.normalisation import InputModel

#: As many as are handed out in a few weeks; fifty sheets.
MOST_SLIPS = 500


class PlaceInput(InputModel):
    """A wave at an agency."""

    wave_id: int
    agency_id: int


class SlipsInput(PlaceInput):
    """So many one-time slips."""

    number: int = Field(ge=1, le=MOST_SLIPS)


class SelfAnswers(InputModel):
    """The answers of one form, which was begun on a day on which it could be; ``form`` is secret.

    ``answers`` maps an item's code to 0..its scale, or 97, 98, 99.
    """

    moment: TrustMoment
    language: str
    sex: Sex | None = None
    answers: dict[str, int]
    begun: date
    form: str = Field(min_length=16, max_length=64)
