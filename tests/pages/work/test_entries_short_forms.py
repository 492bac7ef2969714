"""A course or a job is put right from the list of entries."""

from __future__ import annotations

import pytest

from components.language import i18n
from components.reads import labels
from db.actions import placements, referrals, training
from db.inputs.placements import PlacementInput
from db.inputs.referrals import ReferralInput
from db.inputs.training import StatusInput, TrainingInput
from db.models import Organisation, Placement, Referral, RetentionCheck, TrainingEnrolment
from db.store.engine import reading, writing
from tests.acts import answer_check
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "work/entries.py"
DAY = ago(20)


@pytest.fixture
def course(signed_in: SignedIn) -> int:
    signed_in(CAST.agent_rabat)
    with writing() as session:
        data = TrainingInput(
            case_id=CAST.case_rabat,
            type="EN_CEF",
            centre_id=2,
            starts_on=DAY,
            status="ONGOING",
            submission_id="one",
        )
        return training.record(session, data, by=CAST.agent_rabat).row.id


@pytest.fixture
def job(signed_in: SignedIn) -> int:
    signed_in(CAST.agent_rabat)
    with writing() as session:
        data = PlacementInput(
            case_id=CAST.case_rabat,
            type="WAGE",
            starts_on=DAY,
            contract="CDI",
            evidence="SELF",
            hours_per_week="37,5",
            submission_id="one",
        )
        return placements.record(session, data, by=CAST.agent_rabat).row.id


def opened(kind: str, entry_id: int, language: str = "fr") -> Phone:
    phone = Phone(PAGE, language)
    phone.choose("entries_kind", kind)
    phone.choose(f"entries_change_{kind}_{entry_id}", "correct")
    return phone


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_course_is_put_right(course: int, language: str) -> None:
    phone = opened("training", course, language)
    name = f"correct_training_{course}"
    assert phone.app.text_input(key=f"{name}_start_text").value == f"{DAY:%d/%m/%Y}"
    phone.choose(f"{name}_type", "OFPPT")
    phone.press(f"{name}_save")
    with reading() as session:
        row = session.get_one(TrainingEnrolment, course)
        assert (row.type, row.centre_id, row.starts_on) == ("OFPPT", None, DAY)
        assert row.corrected_at is not None


def test_a_step_taken_while_a_correction_is_open_stays(course: int) -> None:
    phone = opened("training", course)
    with writing() as session:
        step = StatusInput(enrolment_id=course, status="COMPLETED", status_on=today())
        training.set_status(session, step, by=CAST.agent_rabat)
    name = f"correct_training_{course}"
    phone.press(f"{name}_save")
    assert i18n.t("meanwhile.now", value=labels.label("TRAINING_STATUS", "COMPLETED")) in phone.said
    with reading() as session:
        assert session.get_one(TrainingEnrolment, course).status == "COMPLETED"
    phone.choose(f"entries_change_training_{course}", "void")
    phone.choose(f"entries_change_training_{course}", "correct")
    assert phone.app.button_group(key=f"{name}_status").value == "COMPLETED"
    phone.choose(f"{name}_type", "OFPPT")
    phone.press(f"{name}_save")
    with reading() as session:
        assert session.get_one(TrainingEnrolment, course).type == "OFPPT"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_job_is_put_right(job: int, language: str) -> None:
    phone = opened("placement", job, language)
    name = f"correct_placement_{job}"
    phone.choose(f"{name}_contract", "CDD")
    phone.press(f"{name}_save")
    with reading() as session:
        row = session.get_one(Placement, job)
        assert (row.contract, row.hours_per_week, row.cnss_declared) == ("CDD", 37.5, None)


def test_a_manager_says_why(job: int, signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    phone = opened("placement", job)
    assert "ne se corrigent pas" in phone.said, "person and agency stay, and why"
    name = f"correct_placement_{job}"
    phone.choose(f"{name}_contract", "CDD")
    phone.press(f"{name}_save")
    assert len(phone.app.container(key=f"{name}_problems_reason").error) == 1
    phone.choose(f"{name}_why", "MISTAKE")
    phone.press(f"{name}_save")
    with reading() as session:
        assert session.get_one(Placement, job).contract == "CDD"


@pytest.mark.parametrize("account", [CAST.agent_rabat, CAST.manager])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_to_a_check_is_taken_back(
    signed_in: SignedIn, account: int, language: str
) -> None:
    with writing() as session:
        check = answer_check(session)
    signed_in(account)
    phone = Phone(PAGE, language)
    phone.choose("entries_kind", "retention")
    assert "234-5678" in phone.said
    phone.choose(f"entries_change_retention_{check}", "void")
    phone.choose(f"entries_reason_retention_{check}", "MISTAKE")
    phone.press(f"entries_void_retention_{check}")
    with reading() as session:
        assert session.get_one(RetentionCheck, check).status is None
    assert "234-5678" not in phone.said


def test_a_closed_centre_stays_on_the_course_that_it_gave(course: int) -> None:
    with writing() as session:
        session.get_one(Organisation, 2).closed_on = ago(1)
    phone = opened("training", course)
    name = f"correct_training_{course}"
    assert phone.app.button_group(key=f"{name}_centre").value == 2
    phone.write(f"{name}_end_text", f"{ago(-5):%d/%m/%Y}")
    phone.press(f"{name}_save")
    with reading() as session:
        row = session.get_one(TrainingEnrolment, course)
        assert (row.centre_id, row.planned_end_on) == (2, ago(-5))


@pytest.mark.parametrize(("who", "is_shown"), [(CAST.agent_rabat, True), (CAST.manager, False)])
def test_that_a_referral_is_shared_is_asked_of_whoever_reads_consents(
    signed_in: SignedIn, who: int, is_shown: bool
) -> None:
    signed_in(who)
    with writing() as session:
        data = ReferralInput(
            case_id=CAST.case_rabat, type="WORK", organisation_id=2, may_share=True, sent_on=DAY,
            submission_id="one",
        )  # fmt: skip
        sent = referrals.record(session, data, by=CAST.agent_rabat).row.id
    phone = opened("referral", sent)
    name = f"correct_referral_{sent}"
    asked = [each for each in phone.app.button_group if each.key == f"{name}_share"]
    assert bool(asked) is is_shown
    phone.choose(f"{name}_type", "TRAINING")
    if who == CAST.manager:
        phone.choose(f"{name}_why", "MISTAKE")
    phone.press(f"{name}_save")
    with reading() as session:
        row = session.get_one(Referral, sent)
        assert (row.type, row.may_share) == ("TRAINING", True)
