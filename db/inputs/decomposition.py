"""What is asked of an agency's difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """Which people are counted: all who were first met, or those of them who came so far."""

    MET = "FIRST_CONTACT"
    REGISTERED = "REGISTERED_30"
    TRAINING = "TRAINING"
    WAGE = "WAGE"


class Against(StrEnum):
    """What an agency is compared with: the mean of agencies, or its own time before."""

    MEAN = "mean"
    BEFORE = "before"


#: Steps that people of two periods have had the same time for.
FAIR_OVER_TIME = (Step.MET, Step.REGISTERED)


@dataclass(frozen=True)
class DecompositionFilter:
    """One agency's difference in a period."""

    agency_id: int
    start: date
    end: date
    step: Step
    against: Against
