"""What is known of an entry beyond what figures count: when it was stored, and values that can be
unlikely. These columns follow the others of each part of ``db.derived.facts``."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from db.models import (
    Case,
    Intervention,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
)
from db.models.doubts import MANY_HOURS


def _is(condition: Any) -> Any:
    return sa.case((condition, 1), else_=0)


PERSON = [col(Case.birth_year)]
ACT = [col(Intervention.entered_at), col(Intervention.minutes)]
WORK = [
    col(Placement.entered_at),
    col(Placement.id),
    _is(col(Placement.hours_per_week) > MANY_HOURS),
]
CHECK = [
    col(RetentionCheck.placement_id),
    col(RetentionCheck.done_on),
    _is(col(RetentionCheck.cancelled_at).is_not(None)),
]
COURSE = [col(TrainingEnrolment.entered_at), col(TrainingEnrolment.status_on)]
REFERRAL = [col(Referral.entered_at)]
