"""The placement page: few taps, one row, and a due check answered in three."""

from __future__ import annotations

import pytest

from components.language import i18n
from db.actions import placements
from db.codes import OutcomeType, RetentionStatus
from db.inputs.placements import PlacementInput
from db.models import Placement, RetentionCheck
from db.store.engine import writing
from tests.at_length import first_of
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.entered import OTHER, PERSON, a_case, stored
from tests.pages.phone import Phone, SignedIn

PAGE = "work/record_placement.py"


def rows() -> list[Placement]:
    return stored(Placement)


def checks() -> list[RetentionCheck]:
    return stored(RetentionCheck)


@pytest.fixture
def due(seen: None) -> list[RetentionCheck]:
    """A job begun 200 days ago: two checks wait."""
    with writing() as session:
        wanted = PlacementInput(
            case_id=CAST.case_rabat,
            type=OutcomeType.WAGE,
            starts_on=ago(200),
            contract="CDI",
            evidence="CONTRACT",
            cnss_declared=True,
            submission_id="given",
        )
        placements.record(session, wanted, by=CAST.agent_rabat)
    return checks()


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_placement_takes_at_most_ten_taps(seen: None, language: str) -> None:
    phone = Phone(PAGE, language)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "WAGE")
    phone.choose("placement_day", "yesterday")
    phone.choose("placement_contract", "CDD")
    phone.choose("placement_evidence", "CONTRACT")
    phone.write("placement_hours", "٣٧٫٥")
    phone.choose("placement_cnss", "yes")
    phone.press("placement_save")
    assert phone.taps <= 10
    row = rows()[0]
    assert (row.type, row.contract, row.hours_per_week) == (OutcomeType.WAGE, "CDD", 37.5)
    assert row.cnss_declared is True
    assert [check.month for check in checks()] == [3, 6, 12]
    assert "234-5678" in phone.app.success[0].value


def test_only_contracts_that_fit_are_offered_and_none_for_the_self_employed(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "INTERN")
    assert len(phone.app.button_group(key="placement_contract").options) == 4
    phone.choose("placement_type", "COOP")
    assert not phone.shows("placement_contract")
    phone.choose("placement_evidence", "REGISTER")
    phone.press("placement_save")
    assert (rows()[0].contract, rows()[0].cnss_declared) == ("NA", None)


def test_what_is_missing_is_told_beside_its_field(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "WAGE")
    phone.write("placement_hours", "many")
    # Which of the days to come it is the database knows alone.
    phone.write("placement_ended", f"{ago(-1):%d/%m/%Y}")
    phone.press("placement_save")
    assert rows() == []
    for field in ("contract", "evidence", "hours_per_week", "ended_on"):
        assert len(phone.app.container(key=f"placement_problems_{field}").error) == 1, field
    assert i18n.t("placement_form.contract") in phone.told_at_the_button("placement")


@pytest.mark.long
def test_the_same_submission_ends_in_one_row_and_says_so(seen: None) -> None:
    first, second = Phone(PAGE), Phone(PAGE)
    shared = first.app.session_state["draft_placement"].submission_id
    second.app.session_state["draft_placement"].submission_id = shared
    for phone in (first, second):
        phone.choose("placement_case", PERSON)
        phone.choose("placement_type", "COOP")
        phone.choose("placement_evidence", "SELF")
        phone.press("placement_save")
    assert len(rows()) == 1
    assert first.app.success
    assert second.app.info


@pytest.mark.long
def test_a_second_tab_about_somebody_else_asks_before_it_stores_another(seen: None) -> None:
    first = Phone(PAGE)
    first.choose("placement_case", PERSON)
    first.choose("placement_type", "COOP")
    first.choose("placement_evidence", "SELF")
    second = Phone(PAGE)
    first.press("placement_save")
    second.choose("placement_case", OTHER)
    second.press("placement_save")
    assert len(rows()) == 1
    assert "234-5678" in second.app.warning[0].value
    second.press("placement_save")
    assert [row.case_id for row in rows()] == [CAST.case_rabat, CAST.case_rabat_2]
    assert "234-5679" in second.app.success[0].value


@pytest.mark.long
def test_a_code_finds_the_same_person_for_the_next_placement_too(seen: None) -> None:
    code = a_case()
    phone = Phone(PAGE)
    for number in (1, 2):
        phone.write("placement_code", code)
        assert phone.app.button_group(key="placement_case").value == "999"
        phone.choose("placement_type", "COOP")
        phone.choose("placement_evidence", "SELF")
        phone.press("placement_save")
        assert len(rows()) == number
        phone.press("placement_next")


@pytest.mark.long
def test_two_tabs_opened_empty_end_in_one_row(seen: None) -> None:
    first, second = Phone(PAGE), Phone(PAGE)
    for phone in (first, second):
        phone.choose("placement_case", PERSON)
        phone.choose("placement_type", "COOP")
        phone.choose("placement_evidence", "SELF")
    first.press("placement_save")
    second.press("placement_save")
    assert len(rows()) == 1
    assert second.app.info


@pytest.mark.long
def test_the_undo_after_a_save_cancels_the_checks_and_brings_the_form_back(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "COOP")
    phone.choose("placement_evidence", "SELF")
    phone.press("placement_save")
    phone.press("placement_undo")
    assert rows()[0].void_reason == "UNDO"
    assert all(check.cancelled_at is not None for check in checks())
    for shown in (phone, Phone(PAGE)):
        assert shown.app.button_group(key="placement_case").value == PERSON
        assert shown.app.button_group(key="placement_type").value == "COOP"
    phone.choose("placement_evidence", "REGISTER")
    phone.press("placement_save")
    assert [row.void_reason for row in rows()] == ["UNDO", None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_due_check_is_answered_in_three_taps(due: list[RetentionCheck], language: str) -> None:
    phone = Phone(PAGE, language, view="due")
    phone.press(f"retention_open_{due[0].id}")
    phone.choose(f"retention_{due[0].id}_status", "SAME")
    phone.press(f"retention_{due[0].id}_save")
    assert phone.taps == 3
    assert checks()[0].status is RetentionStatus.SAME
    assert "234-5678" in phone.app.success[0].value
    phone.press("placement_undo")
    assert checks()[0].status is None
    phone.press("placement_next")
    assert phone.shows(f"retention_open_{due[1].id}")


def test_a_link_from_the_day_opens_its_check(due: list[RetentionCheck]) -> None:
    phone = Phone(PAGE, check=str(due[1].id))
    assert "comme non fait" in phone.said, "an answer settles the earlier check"
    phone.choose(f"retention_{due[1].id}_status", "OTHER")
    phone.choose(f"retention_{due[1].id}_cnss", "no")
    phone.press(f"retention_{due[1].id}_save")
    assert (checks()[1].status, checks()[1].still_cnss) == (RetentionStatus.OTHER, False)
    phone.press("placement_next")
    assert not phone.shows(f"retention_open_{due[0].id}")


@pytest.mark.parametrize(
    "check", first_of("999", "x", "12 or 1", "²", "9" * 18, "9" * 30, always=2)
)
def test_a_link_to_no_open_check_shows_the_list(due: list[RetentionCheck], check: str) -> None:
    phone = Phone(PAGE, check=check)
    assert phone.shows(f"retention_open_{due[0].id}")


def test_a_link_names_the_person_of_one_placement(seen: None) -> None:
    phone = Phone(PAGE, person=OTHER)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "COOP")
    phone.choose("placement_evidence", "SELF")
    phone.press("placement_save")
    phone.press("placement_undo")
    assert phone.app.button_group(key="placement_case").value == PERSON


def test_cnss_is_asked_only_of_people_at_work(due: list[RetentionCheck]) -> None:
    phone = Phone(PAGE, check=str(due[0].id))
    for status, is_at_work in (("UNREACH", False), ("SAME", True)):
        phone.choose(f"retention_{due[0].id}_status", status)
        assert phone.shows(f"retention_{due[0].id}_cnss") is is_at_work


def test_another_agencys_check_stays_shut(due: list[RetentionCheck], signed_in: SignedIn) -> None:
    assert Phone(PAGE, check=str(due[0].id)).shows(f"retention_{due[0].id}_status")
    signed_in(CAST.agent_casablanca)
    phone = Phone(PAGE, check=str(due[0].id))
    assert not phone.shows(f"retention_{due[0].id}_status")
    assert "234-5678" not in phone.said


@pytest.mark.parametrize("account", [CAST.agent_rabat, CAST.partner, CAST.closed])
def test_an_agent_finds_the_form_a_partner_and_a_closed_account_do_not(
    signed_in: SignedIn, account: int
) -> None:
    signed_in(account)
    assert Phone(PAGE).shows("placement_view") is (account == CAST.agent_rabat)


@pytest.mark.fault("E3")
def test_an_answer_once_chosen_cannot_be_emptied(due: list[RetentionCheck]) -> None:
    phone = Phone(PAGE, check=str(due[0].id))
    assert phone.app.button_group(key=f"retention_{due[0].id}_status").proto.required


@pytest.mark.fault("E2")
def test_a_refused_answer_is_told_beside_its_button(due: list[RetentionCheck]) -> None:
    phone = Phone(PAGE, check=str(due[0].id))
    phone.choose(f"retention_{due[0].id}_status", "SAME")
    phone.write(f"retention_{due[0].id}_day", "31/2/2026")
    phone.press(f"retention_{due[0].id}_save")
    assert i18n.t("retention_form.done_on") in phone.told_at_the_button("retention")


@pytest.mark.fault("E6")
def test_an_answer_given_is_confirmed_to_whoever_gave_it(
    due: list[RetentionCheck], signed_in: SignedIn
) -> None:
    phone = Phone(PAGE, view="due")
    phone.press(f"retention_open_{due[0].id}")
    assert phone.app.query_params["check"] == str(due[0].id)
    phone.choose(f"retention_{due[0].id}_status", "SAME")
    phone.press(f"retention_{due[0].id}_save")
    said = phone.app.success[0].value
    # The answer was lost on the way: a session that knows nothing is opened at the same address.
    again = Phone(PAGE, check=str(due[0].id))
    assert [each.value for each in again.app.success] == [said]
    assert not again.shows("placement_undo")
    again.press("placement_next")
    assert again.shows(f"retention_open_{due[1].id}")
    assert "check" not in again.app.query_params
    signed_in(CAST.agent_casablanca)
    assert not Phone(PAGE, check=str(due[0].id)).app.success
