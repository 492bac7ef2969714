"""Consents on a person's page: two taps to give or withdraw, and what follows is said."""

from __future__ import annotations

import pytest

from components.language import i18n
from components.language.catalogue import translate
from db.models import Case, Consent, Referral
from db.store.engine import writing
from tests.acts import give_consent, withdraw_consent
from tests.cast import CAST, today
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, met, stored
from tests.pages.phone import Phone, SignedIn

PAGE, CODE = "work/people.py", "56782PV"
CEF = 2


@pytest.fixture(autouse=True)
def known(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    with writing() as session:
        case = session.get_one(Case, CAST.case_rabat)
        case.code, case.language = CODE, "wo"


def young(years: int = 16) -> None:
    with writing() as session:
        session.get_one(Case, CAST.case_rabat).birth_year = today().year - years


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_taps_give_and_two_withdraw(language: str) -> None:
    phone = Phone(PAGE, language, case=CODE)
    phone.press("person_consent_FOLLOW_UP")
    assert translate(language, "consents.means.FOLLOW_UP") in phone.said  # type: ignore[arg-type]
    phone.press("person_consent_give")
    assert phone.taps == 2
    (row,) = stored(Consent)
    assert (row.purpose.value, row.language, row.given_on) == ("FOLLOW_UP", "wo", today())
    phone.press("person_consent_FOLLOW_UP")
    assert translate(language, "consents.after.FOLLOW_UP") in phone.said  # type: ignore[arg-type]
    phone.press("person_consent_withdraw")
    assert phone.taps == 4
    assert stored(Consent)[0].withdrawn_on == today()
    said = translate(language, "consents.withdrawn.FOLLOW_UP")  # type: ignore[arg-type]
    assert said in phone.app.success[0].value
    label = phone.app.button(key="person_consent_FOLLOW_UP").label
    assert i18n.t("consents.state.withdrawn", day=i18n.day_short(today())) in label


def test_without_a_language_it_is_said_at_the_field() -> None:
    with writing() as session:
        session.get_one(Case, CAST.case_rabat).language = None
    phone = Phone(PAGE, case=CODE)
    phone.press("person_consent_TRUST")
    phone.press("person_consent_give")
    assert stored(Consent) == []
    place = f"person_{CAST.case_rabat}_TRUST_problems_language"
    assert len(phone.app.container(key=place).error) == 1


def test_of_a_minor_the_guardian_comes_first() -> None:
    young()
    phone = Phone(PAGE, case=CODE)
    assert translate("fr", "consents.guardian_first") in phone.said
    for key in ("person_record-intervention", "person_consent_FOLLOW_UP"):
        assert not phone.shows(key)
    phone.press("person_consent_give")
    assert stored(Consent)[0].purpose.value == "GUARDIAN"
    for key in ("person_record-intervention", "person_consent_FOLLOW_UP"):
        assert phone.shows(key)


def test_a_manager_sees_no_consents(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    phone = Phone(PAGE, case=CODE)
    assert translate("fr", "consents.title") not in [each.value for each in phone.app.subheader]
    assert not phone.shows("person_consent_FOLLOW_UP")


def test_a_new_minor_asks_for_the_guardian_beside_the_year() -> None:
    phone = Phone("work/record_intervention.py", person="new", born=str(today().year - 16))
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_sex", "F")
    assert not phone.shows("intervention_turned_18")
    phone.press("intervention_save")
    place = phone.app.container(key="intervention_problems_guardian_agrees")
    assert place.error[0].value == translate("fr", "error.guardian_needed")
    phone.app.checkbox(key="intervention_guardian").check()
    phone.run()
    phone.press("intervention_save")
    assert [each.purpose.value for each in stored(Consent)] == ["GUARDIAN"]


def test_in_the_year_of_the_birthday_a_tick_settles_it() -> None:
    phone = Phone("work/record_intervention.py", person="new", born=str(today().year - 18))
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_sex", "F")
    assert phone.shows("intervention_guardian")
    phone.app.checkbox(key="intervention_turned_18").check()
    phone.run()
    assert not phone.shows("intervention_guardian")
    phone.press("intervention_save")
    assert stored(Consent) == []


def test_a_later_referral_says_what_stands_and_asks_for_this_place() -> None:
    met()
    with writing() as session:
        give_consent(session, purpose="REFERRAL")
    phone = Phone("work/record_referral.py")
    phone.choose("referral_case", PERSON)
    assert i18n.t("consents.stands", day=today()) in phone.said
    phone.choose("referral_type", "WORK")
    phone.app.selectbox(key="referral_place_other").select(f"o{CEF}")
    phone.run()
    phone.press("referral_save")
    assert stored(Referral)[0].may_share is True
    assert len(stored(Consent)) == 1


def test_what_one_agreed_to_is_not_said_of_another() -> None:
    met()
    met(CAST.case_rabat_2)
    with writing() as session:
        give_consent(session, purpose="REFERRAL")
    phone, stands = Phone("work/record_referral.py"), i18n.t("consents.stands", day=today())
    for person, is_said in ((PERSON, True), (str(CAST.case_rabat_2), False)):
        phone.choose("referral_case", person)
        assert (stands in phone.said) is is_said
        # Neither answer is offered as the usual one.
        assert all(phone.app.button(key=f"referral_{name}").proto.type == "primary"
                   for name in ("save", "save_alone"))  # fmt: skip
    with writing() as session:
        withdraw_consent(session, purpose="REFERRAL")
    assert i18n.t("consents.stands", day=today()) not in Phone("work/record_referral.py").said
