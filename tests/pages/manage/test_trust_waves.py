"""The manager's waves: planned in a minute, followed, closed for good, reopened in the open."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from components.language import i18n
from components.language.catalogue import translate, translate_plural
from db.audit import raise_reference
from db.codes import TrustMode, TrustMoment
from db.models import Agency, TrustResponse, TrustWave, TrustWaveAgency
from db.models.base import now
from db.store.engine import writing
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import stored
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/trust_waves.py"
PLAN = "wave_plan"


@pytest.fixture
def manager(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)


def typed(days: int) -> str:
    return f"{ago(-days):%d/%m/%Y}"


def nothing_yet() -> None:
    with writing() as session:
        session.execute(sa.delete(TrustWaveAgency))
        session.execute(sa.delete(TrustWave))


def answers_and_a_target(number: int, target: int = 50) -> None:
    with writing() as session:
        session.get_one(TrustWaveAgency, (CAST.wave, CAST.rabat)).target_n = target
        session.add_all(
            TrustResponse(
                agency_id=CAST.rabat, wave_id=CAST.wave, mode=TrustMode.SELF_TAB,
                moment=TrustMoment.T1, language="fr", answered_on=ago(1), t1=5,
                entered_at=now() - timedelta(days=1),
                entered_by=CAST.agent_rabat, submission_id=str(each),
            )
            for each in range(number)
        )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wave_is_planned_in_every_open_agency(manager: None, language: str) -> None:
    nothing_yet()
    phone = Phone(PAGE, language)
    phone.write(f"{PLAN}_starts_on", typed(3))
    phone.write(f"{PLAN}_ends_on", typed(30))
    phone.write(f"{PLAN}_target", "٩٠" if language == "ar" else "90")
    assert i18n.t("waves.can_show.all", n=270, points=14) in phone.said
    phone.press(f"{PLAN}_submit")
    wave = stored(TrustWave)[0]
    assert (wave.starts_on, wave.ends_on) == (ago(-3), ago(-30))
    assert {each.agency_id: each.target_n for each in stored(TrustWaveAgency)} == {
        CAST.rabat: 90, CAST.casablanca: 90, CAST.tanger: 90,
    }  # fmt: skip
    assert not phone.shows(f"{PLAN}_submit")
    phone.press("waves_done_noted")
    assert phone.app.text_input(key=f"{PLAN}_starts_on").value == ""


def test_some_agencies_with_numbers_of_their_own(manager: None) -> None:
    nothing_yet()
    phone = Phone(PAGE)
    phone.write(f"{PLAN}_starts_on", typed(3))
    phone.write(f"{PLAN}_ends_on", typed(30))
    phone.app.toggle(key=f"{PLAN}_everywhere").set_value(False)
    phone.run()
    phone.app.multiselect(key=f"{PLAN}_agencies").set_value([CAST.rabat, CAST.tanger])
    phone.write(f"{PLAN}_target", "60")
    phone.app.multiselect(key=f"{PLAN}_apart").set_value([CAST.tanger])
    phone.run()
    phone.write(f"{PLAN}_target_{CAST.tanger}", "0")
    phone.press(f"{PLAN}_submit")
    assert stored(TrustWave) == []
    assert translate("fr", "error.wave_target", most="5 000").split("5")[0] in phone.said
    phone.write(f"{PLAN}_target_{CAST.tanger}", "30")
    phone.press(f"{PLAN}_submit")
    assert {each.agency_id: each.target_n for each in stored(TrustWaveAgency)} == {
        CAST.rabat: 60, CAST.tanger: 30,
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wave_of_today_opens_once_that_was_said(manager: None, language: str) -> None:
    nothing_yet()
    phone = Phone(PAGE, language)
    phone.write(f"{PLAN}_ends_on", typed(30))
    # Typed, and the button touched at once: what it does now has not been read.
    phone.app.text_input(key=f"{PLAN}_starts_on").set_value(typed(0))
    phone.press(f"{PLAN}_submit")
    assert stored(TrustWave) == []
    assert i18n.t("waves.opens_now") in phone.said
    assert phone.app.button(key=f"{PLAN}_submit").label == i18n.t("waves.open_submit")
    phone.press(f"{PLAN}_submit")
    assert stored(TrustWave)[0].starts_on == today()
    assert i18n.t("waves.begun") in phone.said


@pytest.mark.parametrize("name", ["Vague 1", "vague 1", "الموجة 1", "Printemps"])
def test_a_wave_is_called_by_its_number_once(manager: None, name: str) -> None:
    with writing() as session:
        session.get_one(TrustWave, CAST.wave).name = name
    phone = Phone(PAGE)
    titles = [each.value for each in phone.app.markdown if "Vague 1" in each.value]
    assert titles[0] == ("**Vague 1 · Printemps**" if name == "Printemps" else "**Vague 1**")
    fewer = translate("fr", "waves.fewer", least=10)
    assert translate("fr", "waves.headline_so_far", answers=fewer) in phone.said
    # There is no period to be widened.
    assert translate("fr", "waves.no_chart_yet", least=10) in phone.said
    assert translate("fr", "card.empty") not in phone.said


def test_an_overlap_is_refused_and_nothing_typed_is_lost(manager: None) -> None:
    phone = Phone(PAGE)
    phone.write(f"{PLAN}_starts_on", typed(3))
    phone.write(f"{PLAN}_ends_on", typed(10))
    phone.press(f"{PLAN}_submit")
    assert "3 de ces agences" in phone.said
    assert len(stored(TrustWave)) == 1
    assert phone.app.text_input(key=f"{PLAN}_starts_on").value == typed(3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wave_that_runs_shows_how_far_it_is(manager: None, language: str) -> None:
    answers_and_a_target(23)
    phone = Phone(PAGE, language)
    about = i18n.t("waves.about", count=20)
    figures = [each.value for each in phone.app.metric]
    received = i18n.t("waves.of_target", answers=about, target=50)
    if language == "ar":
        received = f"\u2067{received}\u2069"
    assert figures == [received, i18n.percent(1), i18n.percent(0), i18n.number(31)]
    # That no agency is there yet is not known: 49 are told as 40.
    assert i18n.t("waves.headline_so_far", answers=about) in phone.said
    assert f"n = {about}" not in phone.said
    assert i18n.t("waves.next") in phone.said


@pytest.mark.parametrize(("target", "is_known"), [(20, True), (21, False), (23, False)])
def test_an_agency_of_an_open_wave_has_its_number_once_its_tens_pass_it(
    manager: None, target: int, is_known: bool
) -> None:
    answers_and_a_target(23, target)
    said = Phone(PAGE).said
    about = translate("fr", "waves.about", count="20")
    key = "waves.headline_reached_so_far"
    reached = translate_plural("fr", key, 1, count="1", of="1", answers=about)
    assert (reached in said) is is_known


def test_a_wave_is_closed_with_a_reason_and_reopened_in_the_open(manager: None) -> None:
    form = f"wave_close_{CAST.wave}"
    phone = Phone(PAGE)
    phone.press(f"{form}_submit")
    assert translate("fr", "error.needed") in phone.said
    phone.write(f"{form}_reason", "Assez de réponses")
    phone.press(f"{form}_submit")
    wave = stored(TrustWave)[0]
    assert (wave.closed_on, wave.ends_on) == (today(), today())
    assert "Assez de réponses" in phone.said
    form = f"wave_reopen_{CAST.wave}"
    phone.write(f"{form}_ends_on", typed(9))
    phone.write(f"{form}_reason", "Tanger *manquait*")
    phone.press(f"{form}_submit")
    assert stored(TrustWave)[0].ends_on == ago(-9)
    # What was typed is no formatting.
    assert r"Tanger \*manquait\*" in phone.said


def test_a_wave_is_extended(manager: None) -> None:
    phone = Phone(PAGE)
    phone.write(f"wave_extend_{CAST.wave}_ends_on", typed(45))
    phone.press(f"wave_extend_{CAST.wave}_submit")
    assert stored(TrustWave)[0].ends_on == ago(-45)


def test_a_planned_wave_is_changed_and_opened_today(manager: None) -> None:
    with writing() as session:
        wave = session.get_one(TrustWave, CAST.wave)
        wave.starts_on, wave.ends_on = ago(-5), ago(-20)
    phone = Phone(PAGE)
    form = f"wave_change_{CAST.wave}"
    phone.app.session_state[f"{form}_open"] = True
    phone.run()
    phone.write(f"{form}_name", "Été")
    with writing() as session:
        session.get_one(TrustWave, CAST.wave).sampling = "Tout le monde"
    phone.press(f"{form}_submit")
    assert "Tout le monde" in phone.said
    assert stored(TrustWave)[0].name == ""
    phone.press(f"{form}_submit")
    assert stored(TrustWave)[0].name == "Été"
    phone.press(f"wave_begin_{CAST.wave}")
    assert stored(TrustWave)[0].starts_on == today()


def test_a_closed_agency_is_not_offered(manager: None) -> None:
    nothing_yet()
    with writing() as session:
        session.get_one(Agency, CAST.tanger).closed_on = ago(10)
        raise_reference(session)
    phone = Phone(PAGE)
    phone.write(f"{PLAN}_starts_on", typed(0))
    phone.write(f"{PLAN}_ends_on", typed(30))
    phone.press(f"{PLAN}_submit")
    assert {each.agency_id for each in stored(TrustWaveAgency)} == {CAST.rabat, CAST.casablanca}


def test_days_left_is_said_until_the_wave_is_over(manager: None) -> None:
    with writing() as session:
        session.get_one(TrustWave, CAST.wave).ends_on = today() - timedelta(days=1)
    assert [each.value for each in Phone(PAGE).app.metric] == []
