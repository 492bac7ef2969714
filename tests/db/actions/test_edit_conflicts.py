"""The later of two savers is told what changed and by whom, and may then save over it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel
from sqlmodel import Session, col, select

from db.actions import agencies, corrections, events, interventions, placements, referrals, training
from db.actions.edit_conflicts import ENTITIES, refuse_stale
from db.errors import AppError, Change, EditConflict, InvalidInput, Problem
from db.inputs.interventions import InterventionCorrection
from db.inputs.parse import validated
from db.inputs.placements import PlacementCorrection
from db.inputs.places import AgencyEdit
from db.inputs.referrals import ReferralCorrection
from db.inputs.training import TrainingCorrection
from db.models import Agency, AuditEntry, Intervention, Placement, Referral, TrainingEnrolment
from db.models.events import RecordedEvent
from db.records import KINDS
from tests import acts
from tests.cast import CAST
from tests.source import files

#: What a form was filled with (``seen``) is compared by ``refuse_stale``; elsewhere it is
#: one thing that is chosen as a whole, and the refusal says that another one stands.
WHOLE = {
    "AnswerInput": "one status, told beside it",
    "BigTypes": "one list in its order",
    "Decision": "one field of a place, told with what stands now",
    "ContactInput": "sealed: what somebody else wrote is shown by a look that is written down",
    "DefinitionInput": "one text that is read as a whole: another version stands, and is told",
    "GroupsChoice": "one choice for all releases",
    "IndicatorChoices": "a tick a line, told beside it",
    "Marks": "a person's line is one choice, told beside it",
    "RegisterInput": "a cell is one number, told beside it",
    "Reorder": "one list in its order",
    "RoleChange": "one word",
}
TOLD = {
    "AccountChange", "AgencyEdit", "CourseChange", "FactsCorrection", "InterventionCorrection",
    "OrganisationEdit",
    "PlacementCorrection", "PostingEnd", "PostingExtension", "PostingMove", "ProgrammeChange",
    "ReferralCorrection", "Relabel", "ReportTexts", "TargetsInput",
    "TrainingCorrection", "WaveChange", "WaveExtension",
}  # fmt: skip


def test_every_form_that_changes_a_row_tells_what_was_changed_meanwhile() -> None:
    """A new input class with ``seen`` belongs to one of the two; the screens ask for all of
    ``TOLD`` by themselves, since they save through ``submit``."""
    found = set()
    for path in files("db/inputs"):
        module = importlib.import_module(f"db.inputs.{path.stem}".removesuffix(".__init__"))
        for name, each in vars(module).items():
            is_input = isinstance(each, type) and issubclass(each, BaseModel)
            if is_input and "seen" in each.model_fields and each.__module__ == module.__name__:
                found.add(name)
    bases = {name for name in found if name.startswith("_")} | {"Correction"}
    assert found - bases == TOLD | set(WHOLE)


def test_no_screen_saves_such_a_form_past_the_one_road_that_asks() -> None:
    """``submit`` is told the class; whoever makes one by hand would refuse and not ask."""
    for path in files("components", "pages"):
        text = path.read_text(encoding="utf-8")
        for name in TOLD:
            assert f"validated({name}" not in text, path
            assert f"{name}(" not in text, path


def test_every_kind_of_row_that_is_told_of_has_its_name_in_the_log() -> None:
    assert {kind.table for kind in KINDS} <= ENTITIES.keys()


def test_what_nobody_changed_passes(session: Session) -> None:
    row = session.get_one(Agency, CAST.rabat)
    refuse_stale(session, row, {"name": row.name, "closed_on": None})


def test_each_changed_column_is_named_with_what_stands_there_now(session: Session) -> None:
    row = session.get_one(Agency, CAST.rabat)
    with pytest.raises(EditConflict) as refused:
        refuse_stale(session, row, {"name": "Rabat Hassan", "city": "Salé", "region": row.region})
    assert refused.value.problems == {
        "name": Problem("error.stands_now", value="Agence Rabat"),
        "city": Problem("error.stands_now", value="Rabat"),
    }
    assert refused.value.changes == {
        "name": Change("Rabat Hassan", "Agence Rabat"),
        "city": Change("Salé", "Rabat"),
    }
    assert (refused.value.name, refused.value.at) == ("", None), "nobody did it in the app"


def test_an_emptied_column_is_shown_as_empty(session: Session) -> None:
    row = session.get_one(Agency, CAST.rabat)
    with pytest.raises(InvalidInput) as refused:
        refuse_stale(session, row, {"closed_on": "2026-01-01"})
    assert refused.value.problems["closed_on"].values == {"value": "—"}


def test_who_changed_it_is_named_and_not_who_changed_something_else_since(
    session: Session,
) -> None:
    agency = acts.an_agency(session)
    raw = {"id": agency, "seen": {}, "name": "Agence Fès", "region": "MA-03", "host_id": 1}
    for city, opens in (("Meknès", ""), ("Meknès", "8h30")):
        data = validated(AgencyEdit, raw | {"city": city, "opening_hours": opens})
        agencies.edit(session, data, by=CAST.administrator)
    with pytest.raises(EditConflict) as refused:
        late = raw | {"city": "Sefrou", "seen": {"city": "Fès"}}
        agencies.edit(session, validated(AgencyEdit, late), by=CAST.administrator)
    assert refused.value.changes == {"city": Change("Fès", "Meknès")}
    assert refused.value.name == "Admin"
    edits = select(AuditEntry.at).where(AuditEntry.action == "agency.edit")
    first, second = session.exec(edits.order_by(col(AuditEntry.id))).all()
    assert (refused.value.at, first < second) == (first, True)


Made = Callable[[Session], int]
RECORDS: list[tuple[type[RecordedEvent], Made, Any, type[BaseModel], dict[str, Any]]] = [
    (Intervention, acts.an_intervention, interventions.correct, InterventionCorrection,
     {"mode": "PHONE"}),
    (TrainingEnrolment, acts.an_enrolment, training.correct, TrainingCorrection,
     {"type": "OFPPT", "centre_id": None}),
    (Placement, acts.a_placement, placements.correct, PlacementCorrection, {"contract": "CDD"}),
    (Referral, acts.a_referral, referrals.correct, ReferralCorrection, {"type": "WORK"}),
]  # fmt: skip


def filled(row: RecordedEvent, model: type[BaseModel]) -> dict[str, Any]:
    """The form of a correction, as it opens."""
    known = {
        name: getattr(row, name)
        for name in model.model_fields
        if hasattr(row, name) and name not in ("id", "seen")
    }
    return {
        **{name: value for name, value in known.items() if value is not None},
        "id": row.id, "seen": row.seen, "known": known,
    }  # fmt: skip


@pytest.mark.parametrize(("table", "make", "correct", "model", "change"), RECORDS)
def test_the_later_correction_of_a_record_is_told_field_by_field(
    session: Session,
    table: type[RecordedEvent],
    make: Made,
    correct: Any,
    model: type[BaseModel],
    change: dict[str, Any],
) -> None:
    row = session.get_one(table, make(session))
    form = filled(row, model)
    # A consent is no manager's to say.
    told = {name: value for name, value in form.items() if name != "may_share"}
    managers = told | change | {"reason": "MISTAKE"}
    correct(session, validated(model, managers), by=CAST.manager)
    session.flush()
    with pytest.raises(EditConflict) as refused:
        correct(session, validated(model, form), by=CAST.agent_rabat)
    assert refused.value.changes == {
        name: Change(form["known"][name], value) for name, value in change.items()
    }
    assert refused.value.name == "Manager"
    told = form | {"seen": row.seen, "known": filled(row, model)["known"]}
    correct(session, validated(model, told), by=CAST.agent_rabat)
    assert filled(row, model)["known"] == form["known"], "saved over it, knowingly"


def test_what_was_put_back_since_is_said_without_a_field(session: Session) -> None:
    row = session.get_one(Placement, acts.a_placement(session))
    form = filled(row, PlacementCorrection)
    for contract in ("CDD", "CDI"):
        changed = form | {"contract": contract, "reason": "MISTAKE", "seen": row.seen}
        placements.correct(session, validated(PlacementCorrection, changed), by=CAST.manager)
    with pytest.raises(AppError) as refused:
        placements.correct(session, validated(PlacementCorrection, form), by=CAST.agent_rabat)
    assert refused.value.key == "error.changed_meanwhile"


def test_a_record_that_was_struck_out_is_said_to_be(session: Session) -> None:
    row = session.get_one(Placement, acts.a_placement(session))
    form = filled(row, PlacementCorrection)
    events.void(session, "placement", row.id, "MISTAKE", by=CAST.manager)
    with pytest.raises(AppError) as refused:
        placements.correct(session, validated(PlacementCorrection, form), by=CAST.agent_rabat)
    assert refused.value.key == corrections.VOIDED
