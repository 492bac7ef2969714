"""What a person agrees to or takes back, as a screen hands it over; and who is a minor."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from db.codes import ConsentPurpose
from db.inputs.cases import MAYBE_MINOR
from db.inputs.dates import age
from db.inputs.normalisation import InputModel
from db.inputs.parse import needed


class ConsentInput(InputModel):
    """A consent given today; ``language`` is that in which it was explained (``LANGUAGE``)."""

    case_id: int
    purpose: ConsentPurpose
    language: Annotated[str, AfterValidator(needed)]


class ConsentWithdrawal(InputModel):
    """A consent taken back today."""

    case_id: int
    purpose: ConsentPurpose


def asks_turned_18(birth_year: int, day: date) -> bool:
    """Whether the year of birth leaves it open: the birthday of 18 lies in the year of ``day``."""
    return age(day, birth_year) == MAYBE_MINOR


def is_minor(birth_year: int, day: date, *, has_turned_18: bool) -> bool:
    """Whether minor rules apply on ``day`` (``docs/privacy.md#age``).

    In the year of their eighteenth birthday a person is a minor until the agent says that they have
    turned 18; before it nobody can have.
    """
    years = age(day, birth_year)
    return years < MAYBE_MINOR or (years == MAYBE_MINOR and not has_turned_18)
