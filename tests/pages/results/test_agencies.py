"""The page of agencies: the list, one agency beside the mean, and why; nothing of others."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import col

from components.language.catalogue import Language, translate
from db.audit import raise_version
from db.models import Posting, Programme
from db.store.engine import writing
from tests.acts_indicators import save_targets
from tests.cast import CAST, ago, today
from tests.db.measures.events import Stage
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn
from tests.pages.results_page import open_page

PAGE = "results/agencies.py"
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.fixture(autouse=True)
def manager(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)


def came(*numbers: tuple[int, int, int]) -> None:
    """At each agency people first met, of whom some began a course."""
    with writing() as session:
        session.get_one(Programme, 1).starts_on = ago(900)
        stage = Stage(session)
        for agency, met, went in numbers:
            for number in range(met):
                case = stage.case(agency)
                stage.met(case, ago(120), agency=agency)
                if number < went:
                    stage.course(case, ago(90), agency=agency)
        raise_version(session)


@pytest.mark.long
def test_the_list_begins_with_who_is_behind_and_leads_there() -> None:
    with writing() as session:
        session.get_one(Programme, 1).starts_on = ago(400)
        save_targets(session, {f"{CAST.casablanca} {today()}": "40"})
        raise_version(session)
    phone = Phone(PAGE)
    assert "1 agence en retard" in phone.said
    assert next(each.key for each in phone.app.button) == f"agency_open_{CAST.casablanca}"
    phone.press(f"agency_open_{CAST.casablanca}")
    assert phone.app.query_params["agency"] == str(CAST.casablanca)
    assert translate("fr", "why.title") in [each.value for each in phone.app.subheader]


def test_an_agency_without_an_agent_is_never_behind_but_stands_apart() -> None:
    """Behind its own target, with nobody posted: in no count, and no mean stands beside it."""
    with writing() as session:
        session.get_one(Programme, 1).starts_on = ago(400)
        save_targets(session, {f"{CAST.tanger} {today()}": "40"})
        raise_version(session)
    phone = Phone(PAGE)
    assert translate("fr", "agency.apart", agencies="Tanger") in phone.said
    assert translate("fr", "agency.apart_behind", agencies="Tanger") in phone.said
    assert "1 agence en retard" not in phone.said
    phone = Phone(PAGE, agency=str(CAST.tanger))
    links = [each.proto for each in phone.app.get("page_link")]
    (told,) = [each for each in links if "Personne d'affecté" in each.label]
    assert (told.page, told.query_string) == ("indicators", f"place={CAST.tanger}")
    assert "moyenne" not in phone.said


def test_an_agency_that_its_agent_has_left_is_behind_whatever_the_period() -> None:
    with writing() as session:
        session.get_one(Programme, 1).starts_on = ago(400)
        there = col(Posting.agency_id) == CAST.casablanca
        session.execute(sa.update(Posting).where(there).values(ends_on=ago(60)))
        save_targets(session, {f"{CAST.casablanca} {today()}": "40"})
        raise_version(session)
    typed = {"filter_from": f"{ago(20):%d/%m/%Y}", "filter_to": f"{today():%d/%m/%Y}"}
    app = open_page("agencies", filter_period="own", **typed)
    told = "\n".join(each.value for each in app.markdown)
    assert "1 agence en retard" in told
    assert translate("fr", "agency.apart_behind", agencies="Casablanca") not in told


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_difference_is_told_with_its_mean_in_each_language(language: Language) -> None:
    came((CAST.rabat, 10, 5), (CAST.casablanca, 40, 20))
    phone = Phone(PAGE, language, agency=str(CAST.rabat))
    assert translate(language, "agency.mean", mean="25") in [
        each.delta for each in phone.app.metric
    ]
    assert translate(language, "why.limits") in phone.said


@pytest.mark.long
def test_why_an_agency_is_behind_is_said_first_and_of_what_it_is_behind_at() -> None:
    came((CAST.rabat, 10, 0), (CAST.casablanca, 40, 30))
    with writing() as session:
        save_targets(session, {f"{CAST.rabat} {today()}": "40"}, code="IR1.2")
        raise_version(session)
    phone = Phone(PAGE, agency=str(CAST.rabat))
    assert "il en manque" in phone.said and "moins que la moyenne" in phone.said
    step = phone.app.button_group(key=f"why_step_mean_{CAST.rabat}")
    assert step.value == "TRAINING"


def test_an_address_may_name_the_agency() -> None:
    phone = Phone(PAGE, agency="agence RABAT")
    assert phone.app.selectbox(key="agency_chosen").value == CAST.rabat
    phone = Phone(PAGE, agency="Atlantis")
    assert translate("fr", "filter.unknown_in_link") in phone.said


def test_an_agent_sees_their_own_agency_and_no_mean(signed_in: SignedIn) -> None:
    came((CAST.rabat, 10, 5), (CAST.casablanca, 40, 20))
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE, agency=str(CAST.casablanca))
    assert "Casablanca" not in phone.said
    assert {each.delta for each in phone.app.metric} == {""}
    assert phone.app.button_group(key="why_against").options == [
        translate("fr", "why.against.before")
    ]


def test_a_programme_that_has_just_begun_has_no_time_before(signed_in: SignedIn) -> None:
    with writing() as session:
        session.get_one(Programme, 1).starts_on = ago(20)
        raise_version(session)
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE, agency=str(CAST.rabat))
    assert translate("fr", "why.no_side") in phone.said
    assert translate("fr", "why.nothing") not in phone.said


@pytest.mark.long
def test_where_nobody_went_on_it_says_that_people_are_too_few() -> None:
    came((CAST.rabat, 10, 0), (CAST.casablanca, 40, 0))
    phone = Phone(PAGE, agency=str(CAST.rabat))
    assert translate("fr", "why.reason.few") in phone.said
    assert translate("fr", "why.nothing") not in phone.said


def test_without_anything_it_says_so() -> None:
    phone = Phone(PAGE, agency=str(CAST.tanger))
    assert "Tanger" in phone.said


@pytest.mark.long
def test_a_manager_marks_an_event_and_it_stands_on_the_charts() -> None:
    came((CAST.rabat, 3, 1))
    phone = Phone(PAGE, agency=str(CAST.rabat))
    phone.choose("mark_kind", "STRIKE")
    phone.write("mark_starts_on", f"{ago(121):%d/%m/%Y}")
    phone.press("mark_save")
    assert "agency" in phone.app.query_params
    assert translate("fr", "error.needed") in phone.said
    phone.write("mark_sentence", "Grève des transports.")
    phone.press("mark_save")
    assert translate("fr", "marks.saved") in phone.said
    assert "Grève des transports." in phone.said
    assert "Événements\u00a0: Grève" in phone.said
    (button,) = [key for each in phone.app.button if "marks_remove" in (key := str(each.key))]
    phone.press(button)
    assert "Événements\u00a0: Grève" not in phone.said


@pytest.mark.long
def test_the_rows_of_a_card_are_those_of_its_agency() -> None:
    came((CAST.rabat, 3, 1), (CAST.casablanca, 2, 0))
    phone = Phone(PAGE, agency=str(CAST.rabat), filter_agency="Casablanca")
    phone.press("rows_interventions")
    said = phone.app.query_params
    assert said["rows_agency"] == str(CAST.rabat) and "filter_agency" not in said
