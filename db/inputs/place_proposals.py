"""A correction to the directory, as an agent proposes it, and the word on it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationInfo, field_validator

from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, Needed, problem
from db.inputs.places import City, Name

#: What of an organisation may be proposed: columns that every reader of the directory sees.
FIELDS = ("name", "name_ar", "name_en", "city", "opening_hours", "contact")
#: The last day of a place that has closed; its value is that day, year first.
CLOSED = "closed_on"
_CITY: TypeAdapter[str] = TypeAdapter(City)
_DAY: TypeAdapter[date] = TypeAdapter(Day)


class ProposalInput(InputModel):
    """Which field of an organisation, and what is right."""

    organisation_id: int
    field: Annotated[str, Needed]
    value: Annotated[Name, Needed] = Field(validate_default=True)

    @field_validator("field")
    @classmethod
    def _known(cls, field: str) -> str:
        if field not in (*FIELDS, CLOSED):
            raise problem("error.unknown_choice")
        return field

    @field_validator("value")
    @classmethod
    def _fits(cls, value: str, known: ValidationInfo) -> str:
        field = known.data.get("field")
        if field == CLOSED:
            return _DAY.validate_python(value).isoformat()
        return _CITY.validate_python(value) if field == "city" else value


class Decision(InputModel):
    """Whether a proposal is right; ``seen``: what stood in the directory, as the page showed it."""

    id: int
    is_accepted: bool
    seen: str
