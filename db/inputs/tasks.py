"""What agents settle of things that wait: put off, handed over; and a person's transfer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, model_validator

from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, Needed, problem

#: The last day to which something can be put off.
MOST_DAYS = 92

Reason = Annotated[str, Needed]


class TaskKind(StrEnum):
    """What can wait for an agent."""

    FOLLOW_UP = "follow_up"
    CHECK = "check"
    REFERRAL = "referral"


class Thing(InputModel):
    """One thing that waits."""

    kind: TaskKind
    id: int


class PutOff(Thing):
    """A thing that is to stay out of sight until a day."""

    to: Day


class Handover(InputModel):
    """What goes to a colleague: one thing, all that waits for a person, or all that is mine at an
    agency; exactly one of the three. ``reason`` is a code of ``HANDOVER_REASON``.
    """

    to_account: int
    reason: Reason
    thing: Thing | None = None
    case_id: int | None = None
    agency_id: int | None = None

    @model_validator(mode="after")
    def _one_extent(self) -> Handover:
        given = [self.thing, self.case_id, self.agency_id]
        if sum(each is not None for each in given) != 1:
            raise problem("error.needed")
        return self


def _agreed(said: bool) -> bool:
    if not said:
        raise problem("error.transfer_agreement")
    return said


class TransferAsked(InputModel):
    """A person who wants to go on at another agency; ``reason`` is a code of ``TRANSFER_REASON``.

    ``agrees``: the person has said yes to it; nothing is asked otherwise.
    """

    case_id: int
    to_agency_id: int
    reason: Reason
    agrees: Annotated[bool, AfterValidator(_agreed)]


class TransferDeclined(InputModel):
    """Why the other agency says no: a code of ``TRANSFER_REFUSAL``."""

    transfer_id: int
    reason: Reason
