"""A page of results with its filters, under a name; from an address, so every word is checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator, model_validator

from db.codes import AGE_BANDS, Sex
from db.inputs.normalisation import InputModel
from db.inputs.parse import Needed, at_most, problem
from db.inputs.results import PERIODS, Against

#: The longest name, and how many views a person may keep.
LONGEST, MOST = 60, 30
PAGES = (
    "overview", "training", "placements", "referrals", "trust", "before-after", "agencies",
)  # fmt: skip
Name = Annotated[str, Needed, at_most(LONGEST)]
_Code = Annotated[str, Field(max_length=20)]
_Codes = Annotated[list[_Code], Field(max_length=10)]
_Id = Annotated[int, Field(ge=0, le=2**31 - 1)]
_Ids = Annotated[list[_Id], Field(max_length=60)]


class Filters(InputModel, extra="ignore"):
    """The choices of the filters, by their codes; what no filter offers falls away. ``first`` and
    ``last`` are days as they were typed; ``place``: the agency that a page is about."""

    period: _Code = PERIODS[0]
    first: _Code = ""
    last: _Code = ""
    agencies: _Ids = Field(default_factory=list)
    sexes: _Codes = Field(default_factory=list)
    ages: _Codes = Field(default_factory=list)
    against: _Code = Against.NOTHING
    place: _Id = 0

    @field_validator("period")
    @classmethod
    def _is_period(cls, period: str) -> str:
        return period if period in PERIODS else PERIODS[0]

    @field_validator("first", "last")
    @classmethod
    def _of_own_period(cls, day: str, info: ValidationInfo) -> str:
        return day if info.data.get("period") == "own" else ""

    @field_validator("sexes")
    @classmethod
    def _are_sexes(cls, codes: list[str]) -> list[str]:
        return [each for each in codes if each in set(Sex)]

    @field_validator("ages")
    @classmethod
    def _are_ages(cls, codes: list[str]) -> list[str]:
        return [each for each in codes if each in AGE_BANDS]

    @field_validator("against")
    @classmethod
    def _is_comparison(cls, code: str) -> str:
        return code if code in set(Against) or code.isdecimal() else Against.NOTHING


class ViewInput(InputModel):
    """What is kept."""

    name: Name
    page: str
    filters: Filters

    @model_validator(mode="after")
    def _is_page(self) -> ViewInput:
        if self.page not in PAGES:
            raise problem("error.unknown_choice")
        return self


class ViewName(InputModel):
    """Another name of a view that is kept."""

    view_id: int
    name: Name
