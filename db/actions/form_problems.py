"""All that is wrong with a form that was refused, also what the database alone knows: whoever puts
it right does so once. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from db.access.permissions import Permission as P
from db.access.permissions import require
from db.access.viewer import AccountId, Viewer
from db.actions import (
    courses,
    group_people,
    interventions,
    placements,
    referrals,
    retention,
    training,
)
from db.errors import NotAllowed, Problem
from db.inputs import partial_validation
from db.inputs.courses import CourseChange, CourseInput
from db.inputs.group_people import GroupPeopleInput
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.normalisation import InputModel
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.inputs.referrals import ReferralCorrection, ReferralInput
from db.inputs.training import TrainingCorrection, TrainingInput


class Asked(NamedTuple):
    """Who may ask what is wrong with a form, and what finds it."""

    permission: P
    problems: Callable[[Session, Any, Viewer], dict[str, Problem]]


#: The forms that take more than one refusal to put right; others have a rule or two.
ASKED: Mapping[Any, Asked] = {
    InterventionInput: Asked(P.INTERVENTION_WRITE, interventions.new_problems),
    InterventionCorrection: Asked(P.ENTRIES_CORRECT, interventions.corrected_problems),
    GroupPeopleInput: Asked(P.INTERVENTION_WRITE, group_people.new_problems),
    PlacementInput: Asked(P.PLACEMENT_WRITE, placements.new_problems),
    PlacementCorrection: Asked(P.ENTRIES_CORRECT, placements.corrected_problems),
    RetentionInput: Asked(P.PLACEMENT_WRITE, retention.answer_problems),
    TrainingInput: Asked(P.TRAINING_WRITE, training.new_problems),
    TrainingCorrection: Asked(P.ENTRIES_CORRECT, training.corrected_problems),
    ReferralInput: Asked(P.REFERRAL_WRITE, referrals.new_problems),
    ReferralCorrection: Asked(P.ENTRIES_CORRECT, referrals.corrected_problems),
    CourseInput: Asked(P.COURSES_WRITE, courses.new_problems),
    CourseChange: Asked(P.COURSES_WRITE, courses.changed_problems),
}


def found(
    session: Session, model: type[InputModel], raw: Mapping[str, Any], *, by: AccountId
) -> dict[str, Problem]:
    """What stands against those fields of ``raw`` that can be read. Raises as the form's own action
    does; ``NotAllowed`` for a form that is not in ``ASKED``."""
    asked = ASKED.get(model)
    if asked is None:
        raise NotAllowed("error.not_allowed")
    viewer = require(session, by, asked.permission)
    known = partial_validation.read(model, raw)
    return partial_validation.collected(lambda: asked.problems(session, known, viewer))
