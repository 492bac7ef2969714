"""The page of indicators: each state in words, the sheet of one, and nothing of other agencies."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from components.language.catalogue import Language, messages, translate
from db.audit import raise_version
from db.models import Intervention, Programme
from db.store.engine import writing
from tests.acts_indicators import define, explain, save_targets
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "results/indicators.py"
CODE = "IR2.1"
NOTHING = dict.fromkeys(("state", "number", "current", "expected", "target", "due"), "")
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.fixture(autouse=True)
def manager(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)


def met(session: Session, case_id: int, agency_id: int, by: int) -> None:
    session.add(
        Intervention(
            agency_id=agency_id, entered_by=by, submission_id=f"met-{case_id}", case_id=case_id,
            type="REGISTRATION", mode="AGENCY", happened_on=ago(50),
        )
    )  # fmt: skip


def promised(*, target: str, agency: int = 0) -> date:
    """Two people were registered in Rabat and one in Casablanca; so many are wanted today."""
    with writing() as session:
        # A path of 400 days: the dates of the cast's programme lie in another decade.
        session.get_one(Programme, 1).starts_on = ago(400)
        for case, place, by in (
            (CAST.case_rabat, CAST.rabat, CAST.agent_rabat),
            (CAST.case_rabat_2, CAST.rabat, CAST.agent_rabat),
            (CAST.case_casablanca, CAST.casablanca, CAST.agent_casablanca),
        ):
            met(session, case, place, by)
        save_targets(session, {f"{agency} {today()}": target})
        raise_version(session)
    return today()


def links(phone: Phone) -> list[str]:
    return [each.proto.label for each in phone.app.get("page_link")]


def test_a_card_says_where_it_stands_and_opens_its_sheet() -> None:
    promised(target="40")
    phone = Phone(PAGE)
    assert translate("fr", "indicators.state.behind") in phone.said
    assert "3, alors que la trajectoire demande 40" in phone.said
    phone.press(f"indicator_open_{CODE}")
    assert phone.app.query_params["indicator"] == CODE
    assert translate("fr", "indicators.definition") in phone.said
    assert "l'écart dépasse 20\xa0%" in phone.said
    phone.press("indicators_back")
    assert "indicator" not in phone.app.query_params


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_told_in_each_language(language: Language) -> None:
    promised(target="3")
    phone = Phone(PAGE, language, indicator=CODE)
    assert translate(language, "indicators.state.on_path") in phone.said
    assert translate(language, "indicators.adds_up.PERSONS") in phone.said
    frame = phone.app.table[0].value
    assert list(frame[translate(language, "indicators.column.actual")]) == ["3"]


def test_a_sentence_and_an_earlier_definition_are_read_on_the_sheet() -> None:
    with writing() as session:
        explain(session)
        define(session)
    phone = Phone(PAGE, indicator=CODE)
    assert "\u2068Un agent est parti en mars.\u2069" in phone.said
    assert "Une autre limite." in phone.said
    assert "Le bailleur le demande." in phone.said


def test_without_targets_nothing_is_called_ahead_or_behind() -> None:
    phone = Phone(PAGE)
    assert translate("fr", "indicators.no_target_yet") in phone.said
    assert translate("fr", "indicators.set_targets") in links(phone)


def test_whoever_may_not_set_targets_is_not_led_there(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    assert translate("fr", "indicators.no_target_yet") in phone.said
    assert translate("fr", "indicators.set_targets") not in links(phone)


def test_an_agent_sees_the_agency_of_their_posting_and_sets_nothing(signed_in: SignedIn) -> None:
    promised(target="1", agency=CAST.rabat)
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE, indicator=CODE, place=str(CAST.casablanca))
    assert not phone.shows("indicators_place")
    assert phone.app.query_params["place"] == str(CAST.rabat)
    assert "2, mieux que la trajectoire à cette date\xa0: 1" in phone.said
    assert translate("fr", "indicators.set_targets") not in phone.said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agent_is_told_of_a_deviation_and_asked_for_no_sentence(
    signed_in: SignedIn, language: Language
) -> None:
    promised(target="40", agency=CAST.rabat)
    wanted = str(messages(language)["indicators.asks"]).rsplit(". ", 1)[1]
    assert wanted in Phone(PAGE, language, indicator=CODE, place=str(CAST.rabat)).said
    signed_in(CAST.agent_rabat)
    said = Phone(PAGE, language, indicator=CODE).said
    assert wanted not in said
    assert str(messages(language)["indicators.asks_coordination"]).rsplit(". ", 1)[1] in said


def test_a_strange_address_shows_the_list() -> None:
    phone = Phone(PAGE, indicator="XX.9", place="99")
    assert phone.shows("indicators_key")


def test_the_list_says_which_agency_is_behind_and_leads_there(signed_in: SignedIn) -> None:
    promised(target="40", agency=CAST.rabat)
    phone = Phone(PAGE)
    there = translate("fr", "indicators.agencies_behind", titles="").strip()
    assert there not in phone.said
    phone.app.session_state["indicators_agencies"] = True
    phone.app.run()
    assert there in phone.said
    assert not [each for each in phone.app.button if each.key == "indicators_agency_open_2"]
    phone.press(f"indicators_agency_open_{CAST.rabat}")
    assert phone.app.query_params["place"] == str(CAST.rabat)
    assert "2, alors que la trajectoire demande 40" in phone.said
    signed_in(CAST.agent_rabat)
    assert translate("fr", "indicators.agencies") not in [
        each.label for each in Phone(PAGE).app.expander
    ]


def test_an_agency_that_never_had_an_agent_stands_apart() -> None:
    """In the list of agencies its target is behind with nobody there, and so it says itself."""
    promised(target="40", agency=CAST.tanger)
    phone = Phone(PAGE)
    phone.app.session_state["indicators_agencies"] = True
    phone.app.run()
    said, apart = phone.said, translate("fr", "agency.apart_line", titles="").strip()
    assert apart in said and translate("fr", "agency.without") in said
    assert said.count("En retard\xa0: inscriptions") == 1
    assert translate("fr", "agency.without") in Phone(PAGE, place=str(CAST.tanger)).said


def test_a_french_sentence_never_begins_a_line_with_its_colon() -> None:
    texts = ("indicators.count", "indicators.says.behind", "indicators.says.ahead")
    assert all(":" in translate("fr", each, **NOTHING) for each in texts)
    assert not any(" :" in translate("fr", each, **NOTHING) for each in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_baseline_is_named_where_nobody_has_stated_one(language: Language) -> None:
    """A new programme has neither targets nor anything that a share could be of."""
    said = Phone(PAGE, language).said
    assert translate(language, "indicators.missing.since", day="").rstrip(". ") in said
    assert translate(language, "indicators.baseline").lower() not in said.lower()
