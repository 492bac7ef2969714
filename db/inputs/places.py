"""What is said of an agency or an organisation, and of its closing."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, MaybeCode, Needed, at_most, problem

LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_CITY = 120, 30, 60
#: The type of organisation that is nothing else than a training centre.
CENTRE = "TRAIN"
#: As many codes as the column takes.
MOST_LANGUAGES = 12


Name = Annotated[str, at_most(LONGEST_NAME)]
ShortName = Annotated[str, at_most(LONGEST_SHORT_NAME)]
City = Annotated[str, at_most(LONGEST_CITY)]
#: Codes of the list ``LANGUAGE``, each once, in the order given.
Languages = Annotated[
    tuple[str, ...],
    Field(max_length=MOST_LANGUAGES),
    AfterValidator(lambda codes: tuple(dict.fromkeys(codes))),
]


class PlaceInput(InputModel):
    """What agencies and organisations have in common; the code is made from the name."""

    name: Annotated[Name, Needed]
    name_en: Name = ""
    name_ar: Name = ""
    short_name: ShortName = ""
    city: City = ""
    region: MaybeCode = None
    opening_hours: Name = ""
    languages: Languages = ()
    contact: Name = ""

    def columns(self) -> dict[str, Any]:
        """The values by column."""
        found = self.model_dump(exclude={"id", "seen"})
        return found | {"languages": ",".join(self.languages)}


class AgencyInput(PlaceInput):
    """A local office; without a host it is the programme's own institution's."""

    city: Annotated[City, Needed]
    region: Annotated[str, Needed]
    host_id: int | None = None
    #: After the name, which it is made from where it is short enough.
    short_name: ShortName = Field(default="", validate_default=True)

    @field_validator("short_name")
    @classmethod
    def _from_the_name(cls, short_name: str, known: ValidationInfo) -> str:
        name = known.data.get("name", "")
        if not short_name and len(name) > LONGEST_SHORT_NAME:
            raise problem("error.short_name_needed", count=LONGEST_SHORT_NAME)
        return short_name or name


class OrganisationInput(PlaceInput):
    """A host, a training centre, a partner: ``training_type`` makes it a centre."""

    type: Annotated[str, Needed]
    training_type: Annotated[MaybeCode, Field(validate_default=True)] = None

    @field_validator("training_type")
    @classmethod
    def _of_a_centre(cls, training_type: str | None, known: ValidationInfo) -> str | None:
        if training_type is None and known.data.get("type") == CENTRE:
            raise problem("error.training_type_needed")
        return training_type


class AgencyEdit(AgencyInput):
    """The same of an agency that is there; ``seen``: its columns as the form had them."""

    id: int
    seen: dict[str, Any]


class OrganisationEdit(OrganisationInput):
    """The same of an organisation."""

    id: int
    seen: dict[str, Any]


class Closing(InputModel):
    """The last day of an agency or an organisation."""

    id: int
    closed_on: Day
