"""Employer, sector and end of a job: behind one tap, and asked again at a check."""

from __future__ import annotations

from datetime import date

import pytest

from components.language.catalogue import translate
from components.records.placement import details
from db.actions import placements
from db.codes import OutcomeType, RetentionStatus
from db.inputs.placements import PlacementInput
from db.models import Draft, Placement, RetentionCheck
from db.models.base import now
from db.store.engine import writing
from tests.cast import CAST, ago
from tests.pages.entered import PERSON, a_due_check, stored
from tests.pages.phone import Phone

PAGE = "work/record_placement.py"


def a_job(**more: object) -> Placement:
    wanted = PlacementInput(
        case_id=CAST.case_rabat,
        type=OutcomeType.WAGE,
        starts_on=ago(200),
        contract="CDI",
        evidence="CONTRACT",
        submission_id="given",
    ).model_copy(update=more)
    with writing() as session:
        return placements.record(session, wanted, by=CAST.agent_rabat).row


def pick(phone: Phone, key: str, value: object) -> None:
    phone.app.selectbox(key=key).set_value(value)
    phone.run()


@pytest.mark.long
def test_a_second_job_says_what_stands_and_holds_its_details(seen: None) -> None:
    a_job()
    phone = Phone(PAGE)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "WAGE")
    assert "Déjà enregistré pour cette personne\xa0: Emploi salarié" in phone.said
    phone.choose("placement_day", "other")
    phone.write("placement_day_text", f"{ago(200):%d/%m/%Y}")
    assert "La même insertion est déjà enregistrée" in phone.said
    phone.choose("placement_day", "yesterday")
    phone.choose("placement_contract", "CDD")
    phone.choose("placement_evidence", "CONTRACT")
    pick(phone, "placement_employer", 2)
    pick(phone, "placement_sector", "F")
    phone.write("placement_ended", "1/1/2000")
    pick(phone, "placement_end_reason", "RESIGNED")
    phone.press("placement_save")
    assert len(phone.app.container(key="placement_problems_ended_on").error) == 1
    phone.write("placement_ended", f"{ago(0):%d/%m/%Y}")
    phone.press("placement_save")
    row = stored(Placement)[1]
    assert (row.employer_id, row.sector, row.measure) == (2, "F", None)
    assert (row.ended_on, row.end_reason) == (ago(0), "RESIGNED")


@pytest.mark.long
def test_nobody_is_asked_for_the_employer_of_the_self_employed(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "WAGE")
    pick(phone, "placement_employer", 2)
    phone.choose("placement_type", "COOP")
    assert not phone.shows("placement_employer")
    phone.choose("placement_evidence", "SELF")
    phone.press("placement_save")
    assert stored(Placement)[0].employer_id is None


def test_a_check_asks_what_is_not_known_and_of_a_job_left_its_end(seen: None) -> None:
    a_job(sector="F", hours_per_week=40.0)
    check = stored(RetentionCheck)[0].id
    name = f"retention_{check}"
    phone = Phone(PAGE, check=str(check))
    assert not phone.shows(f"{name}_employer")
    phone.choose(f"{name}_status", "SAME")
    assert phone.shows(f"{name}_employer")
    assert not phone.shows(f"{name}_sector")
    assert not phone.shows(f"{name}_hours")
    assert not phone.shows(f"{name}_ended")
    phone.choose(f"{name}_status", "NOT_WORK")
    pick(phone, f"{name}_employer", 2)
    phone.write(f"{name}_ended", f"{ago(20):%d/%m/%Y}")
    phone.press(f"{name}_save")
    row = stored(Placement)[0]
    assert (row.employer_id, row.sector, row.ended_on) == (2, "F", ago(20))
    phone.press("placement_undo")
    assert (stored(Placement)[0].employer_id, stored(Placement)[0].ended_on) == (None, None)


def test_a_correction_begins_with_what_is_stored() -> None:
    row = Placement(
        agency_id=1,
        entered_by=1,
        submission_id="one",
        case_id=1,
        type=OutcomeType.WAGE,
        starts_on=date(2026, 5, 1),
        contract="CDI",
        evidence="SELF",
        employer_id=2,
        sector="F",
        measure="IDMAJ",
        ended_on=date(2026, 5, 3),
        end_reason="OTHER",
    )
    first = details.entered(row)
    assert set(first) == set(details.NAMES)
    assert list(first.values()) == [2, "F", "IDMAJ", "03/05/2026", "OTHER"]


def test_what_is_typed_of_a_check_is_there_again_and_goes_with_the_save(seen: None) -> None:
    check, other = a_due_check("one"), a_due_check("two")
    name = f"retention_{check}"
    phone = Phone(PAGE, check=str(check))
    phone.choose(f"{name}_status", "NOT_WORK")
    pick(phone, f"{name}_sector", "F")
    phone.write(f"{name}_ended", f"{ago(20):%d/%m/%Y}")
    phone.write(f"{name}_day", f"{ago(2):%d/%m/%Y}")
    assert not Phone(PAGE, check=str(other)).app.button_group(key=f"retention_{other}_status").value
    day = Phone("work/my_day.py")
    day.press(f"day_draft_{name}")
    again = Phone(PAGE, check=str(check))
    again.press(f"{name}_save")
    answered = next(each for each in stored(RetentionCheck) if each.id == check)
    assert (answered.status, answered.done_on) == (RetentionStatus.NOT_WORK, ago(2))
    job = next(each for each in stored(Placement) if each.id == answered.placement_id)
    assert (job.sector, job.ended_on) == ("F", ago(20))
    assert stored(Draft) == []


def test_what_was_begun_of_a_check_that_is_closed_can_be_thrown_away(seen: None) -> None:
    check = a_due_check()
    Phone(PAGE, check=str(check)).choose(f"retention_{check}_status", "SAME")
    with writing() as session:
        session.get_one(RetentionCheck, check).cancelled_at = now()
    phone = Phone(PAGE, check=str(check))
    phone.press(f"retention_{check}_throw_away")
    assert stored(Draft) == []


def test_what_was_typed_beside_ones_own_answer_can_be_thrown_away(seen: None) -> None:
    """Another device's draft was announced as the answer just saved, each time."""
    check = a_due_check()
    name = f"retention_{check}"
    Phone(PAGE, check=str(check)).choose(f"{name}_status", "NOT_WORK")
    (other,) = stored(Draft)
    phone = Phone(PAGE, check=str(check))
    phone.choose(f"{name}_status", "SAME")
    phone.press(f"{name}_save")
    assert stored(Draft) == []
    with writing() as session:
        session.add(Draft.model_validate(other.model_dump()))
    again = Phone(PAGE, check=str(check))
    assert translate("fr", "error.check_not_open") in again.said
    again.press(f"{name}_throw_away")
    assert stored(Draft) == []
