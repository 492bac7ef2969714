"""After every kind of record the same ways on: the next one, the same person, one's own day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from components.language import i18n
from db.codes import TRUST_ITEMS, TRUST_SCALE
from db.records import BY_NAME
from tests.at_length import first_of
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, a_due_check, enrolled, stored
from tests.pages.phone import Phone


def intervention(language: str) -> Phone:
    phone = Phone("work/record_intervention.py", language)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_save")
    return phone


def enrolment(language: str) -> Phone:
    phone = Phone("work/record_training.py", language)
    phone.choose("training_case", PERSON)
    phone.choose("training_type", "EN_CEF")
    phone.press("training_save")
    return phone


def training_step(language: str) -> Phone:
    key = f"training_step_{enrolled()}"
    phone = Phone("work/record_training.py", language, view="open")
    phone.choose(key, "COMPLETED")
    phone.press(f"{key}_save")
    return phone


def placement(language: str) -> Phone:
    phone = Phone("work/record_placement.py", language)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "OWN_ACC")
    phone.choose("placement_evidence", "REGISTER")
    phone.press("placement_save")
    return phone


def retention(language: str, status: str = "SAME") -> Phone:
    check = a_due_check()
    phone = Phone("work/record_placement.py", language, check=str(check))
    phone.choose(f"retention_{check}_status", status)
    phone.press(f"retention_{check}_save")
    return phone


def questionnaire(language: str) -> Phone:
    phone = Phone("work/record_trust.py", language)
    phone.choose("trust_moment", "T1")
    phone.choose("trust_language", "fr")
    phone.press("trust_start")
    for item in TRUST_ITEMS:
        phone.press(f"trust_answer_{item.lower()}_{TRUST_SCALE[item]}")
    phone.press("trust_save")
    return phone


def refusal(language: str) -> Phone:
    phone = Phone("work/record_trust.py", language)
    phone.press("trust_refused")
    return phone


#: How each is recorded, and the form whose ending is shown.
ABOUT_A_PERSON: dict[Callable[[str], Phone], str] = {
    intervention: "intervention",
    enrolment: "training",
    training_step: "training",
    placement: "placement",
    retention: "placement",
}
RECORDED = ABOUT_A_PERSON | {questionnaire: "trust", refusal: "trust"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.records.trust.question.GUARD_SECONDS", 0)


@pytest.mark.long
@pytest.mark.fault("E4")
@pytest.mark.parametrize("record", first_of(*RECORDED, always=2), ids=lambda each: each.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_ones_day_is_one_touch_away(
    seen: None, record: Callable[[str], Phone], language: str
) -> None:
    phone, form = record(language), RECORDED[record]
    assert phone.shows(f"{form}_next")
    assert phone.app.container(key="bar").children
    phone.press(f"{form}_to_day")
    assert phone.app.title[0].value == i18n.t("page.my_day")
    assert phone.shows("day_record")


@pytest.mark.fault("E4")
@pytest.mark.parametrize(
    "record", first_of(*ABOUT_A_PERSON, always=2), ids=lambda each: each.__name__
)
def test_an_intervention_with_the_same_person_is_one_touch_away(
    seen: None, record: Callable[[str], Phone]
) -> None:
    phone = record("fr")
    phone.press(f"{ABOUT_A_PERSON[record]}_same_person")
    assert phone.app.title[0].value == i18n.t("page.record_intervention")
    assert phone.app.query_params["person"] == PERSON
    assert phone.app.session_state["draft_intervention"].first["intervention_case"] == [PERSON]


def test_after_an_intervention_the_person_is_referred_or_opened(seen: None) -> None:
    phone = intervention("fr")
    phone.press("intervention_way_refer")
    assert phone.app.title[0].value == i18n.t("page.record_referral")
    assert phone.app.session_state["draft_referral"].first["referral_case"] == [PERSON]


@pytest.mark.parametrize("record", first_of(intervention, enrolment, placement))
def test_the_persons_page_is_one_touch_away(seen: None, record: Callable[[str], Phone]) -> None:
    phone = record("fr")
    phone.press(f"{ABOUT_A_PERSON[record]}_way_person")
    assert phone.app.title[0].value == i18n.t("page.people")
    assert phone.app.query_params["case"] == "2345678"


@pytest.mark.fault("E4")
@pytest.mark.parametrize("record", first_of(refusal, questionnaire))
def test_a_questionnaire_leads_to_nobody(seen: None, record: Callable[[str], Phone]) -> None:
    assert not record("fr").shows("trust_same_person")


@pytest.mark.fault("E4")
def test_who_has_died_is_met_no_more(seen: None) -> None:
    phone = retention("fr", "DIED")
    assert phone.shows("placement_next")
    assert not phone.shows("placement_same_person")


def test_a_form_has_its_own_foot_and_no_bar(seen: None) -> None:
    phone = Phone("work/record_placement.py")
    with pytest.raises(KeyError):
        phone.app.container(key="bar")
    phone = Phone("work/record_placement.py", view="due")
    assert phone.app.container(key="bar").children


@pytest.mark.fault("E6")
@pytest.mark.parametrize("record", first_of(intervention, questionnaire, enrolment, placement))
def test_a_session_that_was_forgotten_gives_the_confirmation_back(
    seen: None, record: Callable[[str], Phone]
) -> None:
    phone, form = record("fr"), RECORDED[record]
    said = phone.app.success[0].value
    table = BY_NAME[form].table
    before = len(stored(table))
    # The browser sends its fields to a session that knows nothing of the save.
    for name in (f"draft_{form}", f"{form}_result", "trust_interview"):
        if name in phone.app.session_state:
            del phone.app.session_state[name]
    phone.run()
    assert [each.value for each in phone.app.success] == [said]
    assert not phone.shows(f"{form}_undo")
    phone.press(f"{form}_next")
    assert not phone.app.success
    assert len(stored(table)) == before
