"""The table of kinds of entry: what differs where pages and lists treat all of them alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel

from components.records.intervention import fields as intervention
from components.records.intervention import form as intervention_form
from components.records.placement import fields as placement
from components.records.referral import fields as referral
from components.records.training import fields as training
from components.records.trust import interview as trust
from components.saving.first_values import Entered
from components.saving.problems import Problems
from db.actions import interventions, placements, referrals, retention
from db.actions import training as enrolments
from db.actions import trust as questionnaires
from db.inputs.interventions import CODES as INTERVENTION_CODES
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.placements import CODES as PLACEMENT_CODES
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.inputs.referrals import ReferralCorrection, ReferralInput
from db.inputs.training import TrainingCorrection, TrainingInput
from db.inputs.trust import TrustInput
from db.queries.entry_sources import RETENTION as ANSWER

TRAINING_LISTS = {
    "type": "TRAINING_TYPE",
    "status": "TRAINING_STATUS",
    "drop_reason": "DROP_REASON",
}


class Write(NamedTuple):
    """An action, and the input class that it is given."""

    act: Callable[..., Any]
    model: type[BaseModel]


@dataclass(frozen=True, kw_only=True)
class Correction:
    """How an entry is corrected, in the form that it was recorded with."""

    #: The list of each column that holds a code.
    lists: dict[str, str]
    #: A stored row as first values of ``draw``, by field.
    values: Callable[[Any, date], dict[str, Any]]
    #: The fields; returns their raw values.
    draw: Callable[[Entered, date, Problems], dict[str, Any]]
    write: Write


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of entry; it is also the form whose drafts are kept (``components.saving``)."""

    #: As in ``db.records``; the text ``entries.kind.<name>`` says it in words.
    name: str
    #: The kind of its rows, where that is another one (``db.records``).
    stored_as: str = ""
    #: The page that records it, by its name in ``components.visit.navigation``.
    page: str
    #: The code list of what the entry was.
    types: str
    record: Write
    #: The text of the button that leads on once it is stored.
    next_key: str
    #: The sentence once it is stored, for a fact about one person: ``{code}`` and ``{kind}``.
    stored_key: str = ""
    #: The same, where it depends on the stored row.
    stored_key_of: Callable[[Any], str] | None = None
    #: Without one it can only be voided and recorded again.
    correction: Correction | None = None
    #: What voids it, given its id and a reason, where ``events.void`` does not.
    void: Callable[..., Any] | None = None
    #: The text of the button that voids it.
    void_key: str = "entries.void_it"
    #: The widgets that a draft holds; without any there are no drafts.
    keys: tuple[str, ...] = ()
    #: What its drafts do: see ``Form``.
    has_hidden_field: bool = True
    is_joined: bool = True


INTERVENTION = Kind(
    name=intervention.FORM,
    page="record-intervention",
    types="INTERVENTION_TYPE",
    record=Write(interventions.record, InterventionInput),
    next_key="entry.next",
    correction=Correction(
        lists=INTERVENTION_CODES,
        values=intervention.entered,
        draw=intervention.draw,
        write=Write(interventions.correct, InterventionCorrection),
    ),
    keys=intervention_form.KEYS,
)
TRAINING = Kind(
    name=training.FORM,
    page="record-training",
    types="TRAINING_TYPE",
    record=Write(enrolments.record, TrainingInput),
    stored_key="training_form.saved",
    next_key="training_form.next",
    correction=Correction(
        lists=TRAINING_LISTS,
        values=training.entered,
        draw=training.draw,
        write=Write(enrolments.correct, TrainingCorrection),
    ),
    keys=training.KEYS,
)
PLACEMENT = Kind(
    name=placement.FORM,
    page="record-placement",
    types="OUTCOME_TYPE",
    record=Write(placements.record, PlacementInput),
    stored_key="placement_form.saved",
    next_key="placement_form.next",
    correction=Correction(
        lists=PLACEMENT_CODES,
        values=placement.entered,
        draw=placement.draw,
        write=Write(placements.correct, PlacementCorrection),
    ),
    keys=placement.KEYS,
)
RETENTION = Kind(
    name=ANSWER,
    page="record-placement",
    types="RETENTION_STATUS",
    record=Write(retention.answer, RetentionInput),
    next_key="retention_form.next",
    void=retention.undo,
    void_key="entries.void_answer",
)
REFERRAL = Kind(
    name=referral.FORM,
    page="record-referral",
    types="REFERRAL_REASON",
    record=Write(referrals.record, ReferralInput),
    stored_key="referral_form.saved",
    stored_key_of=referral.stored_key,
    next_key="referral_form.next",
    correction=Correction(
        lists={"type": "REFERRAL_REASON", "status": "REFERRAL_STATUS"},
        values=referral.entered,
        draw=referral.draw,
        write=Write(referrals.correct, ReferralCorrection),
    ),
    keys=referral.KEYS,
)
TRUST = Kind(
    name=trust.FORM,
    page="record-trust",
    types="TRUST_MODE",
    record=Write(questionnaires.record, TrustInput),
    next_key="trust_form.next",
    keys=(trust.STATE,),
    # The interview is held by the browser session, not by fields; two tabs are two interviews.
    has_hidden_field=False,
    is_joined=False,
)
#: In the order of the list of entries.
KINDS = {
    kind.name: kind for kind in (INTERVENTION, REFERRAL, TRAINING, PLACEMENT, RETENTION, TRUST)
}
