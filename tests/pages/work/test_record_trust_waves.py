"""The interview form follows the wave; a run asks many people, never in the own agency."""

from __future__ import annotations

import pytest

from components.language import i18n
from db.audit import raise_reference
from db.codes import TRUST_ITEMS, TRUST_SCALE, TrustMode
from db.models import Agency, TrustResponse, TrustWave, TrustWaveAgency
from db.store.engine import writing
from tests.cast import CAST, ago
from tests.pages.entered import stored
from tests.pages.phone import Phone, SignedIn

PAGE = "work/record_trust.py"
SALE, KENITRA = 4, 5


@pytest.fixture(autouse=True)
def agent(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(CAST.agent_rabat)
    monkeypatch.setattr("components.records.trust.question.GUARD_SECONDS", 0)


def region(*in_the_wave: int) -> None:
    """Two more agencies of the region; the wave is asked in those named alone."""
    with writing() as session:
        for number, name in ((SALE, "Salé"), (KENITRA, "Kénitra")):
            session.add(
                Agency(
                    id=number, code=name, name=f"Agence {name}", short_name=name, name_ar=name,
                    city=name, region="MA-04", host_id=1, sort=number,
                )
            )  # fmt: skip
        session.flush()
        for each in (CAST.rabat, CAST.casablanca, CAST.tanger):
            session.delete(session.get_one(TrustWaveAgency, (CAST.wave, each)))
        for each in in_the_wave:
            session.add(TrustWaveAgency(wave_id=CAST.wave, agency_id=each))
        raise_reference(session)


def answer_all(phone: Phone) -> None:
    phone.press("trust_start")
    for item in TRUST_ITEMS:
        phone.press(f"trust_answer_{item.lower()}_{TRUST_SCALE[item]}")
    phone.press("trust_save")


def test_an_agency_outside_of_the_wave_is_not_offered(agent: None) -> None:
    region(CAST.rabat, KENITRA)
    phone = Phone(PAGE)
    assert phone.app.button_group(key="trust_agency").options == ["Agence Rabat", "Agence Kénitra"]


def test_a_wave_elsewhere_is_said_to_be_elsewhere(agent: None) -> None:
    region()
    assert i18n.t("trust_form.not_in_a_wave") in Phone(PAGE).said


def test_only_moments_of_the_wave_are_asked_and_the_text_is_one_of_its_languages(
    agent: None,
) -> None:
    with writing() as session:
        wave = session.get_one(TrustWave, CAST.wave)
        wave.moments, wave.languages = "T1,T2", "ar"
    phone = Phone(PAGE)
    assert len(phone.app.button_group(key="trust_moment").options) == 2
    phone.choose("trust_moment", "T1")
    phone.choose("trust_language", "fr")
    phone.press("trust_start")
    question = next(each.value for each in phone.app.main.html if "trust-question" in each.value)
    assert 'lang="ar" dir="rtl"' in question


@pytest.mark.long
def test_a_wave_closed_today_begins_nothing_and_takes_what_was_begun(agent: None) -> None:
    phone = Phone(PAGE)
    phone.choose("trust_moment", "T1")
    phone.choose("trust_language", "fr")
    phone.press("trust_start")
    with writing() as session:
        wave = session.get_one(TrustWave, CAST.wave)
        wave.ends_on = wave.closed_on = ago(0)
    for item in TRUST_ITEMS:
        phone.press(f"trust_answer_{item.lower()}_{TRUST_SCALE[item]}")
    phone.press("trust_save")
    assert len(stored(TrustResponse)) == 1
    phone.press("trust_next")
    assert i18n.t("error.trust_wave_closed") in phone.said


@pytest.mark.long
def test_a_run_asks_the_setting_once_and_leaves_the_own_agency_out(agent: None) -> None:
    region(CAST.rabat, SALE, KENITRA)
    phone = Phone(PAGE)
    phone.app.toggle(key="trust_run_wanted").set_value(True)
    phone.run()
    assert phone.app.button_group(key="trust_run_agency").options == [
        "Agence Salé",
        "Agence Kénitra",
    ]
    phone.choose("trust_run_agency", KENITRA)
    phone.choose("trust_mode", "INT_OTHER")
    phone.choose("trust_moment", "T1")
    phone.choose("trust_language", "ar")
    for done in (1, 2):
        answer_all(phone)
        phone.press("trust_next")
        assert i18n.tn("trust_form.run_done", done) in phone.said
        assert not phone.shows("trust_mode")
    rows = stored(TrustResponse)
    assert {(each.agency_id, each.mode, each.language) for each in rows} == {
        (KENITRA, TrustMode.INT_OTHER, "ar")
    }
    assert not any(each.conflict_of_interest for each in rows)
    phone.press("trust_run_change")
    phone.choose("trust_run_agency", SALE)
    answer_all(phone)
    assert {each.agency_id for each in stored(TrustResponse)} == {SALE, KENITRA}


def test_a_run_is_offered_only_where_there_is_another_agency(agent: None) -> None:
    assert not Phone(PAGE).shows("trust_run_wanted")
