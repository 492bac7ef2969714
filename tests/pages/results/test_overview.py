"""The overview leads to what is behind, to months that wait, and to what changed."""

from __future__ import annotations

from datetime import date

import pytest

from components.language import i18n
from components.language.catalogue import Language, translate
from components.reads import labels, quality
from components.records.quality import mending
from components.results import attention
from db.audit import raise_version
from db.models import Programme
from db.models.doubts import Rule
from db.store.engine import writing
from tests.acts_approvals import propose
from tests.acts_indicators import save_targets
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import met
from tests.pages.phone import Phone, SignedIn
from tests.pages.results_page import open_page

PAGE = "results/overview.py"
BEHIND = {"missing": "500", "due": "500", "why": ""}
#: The programme of the cast, since when its targets count.
BEGAN = date(2018, 3, 15)
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def told(page: str, language: Language = "fr") -> str:
    """What the page says, its links among it."""
    phone = Phone(page, language)
    links = [each.proto.label for each in phone.app.get("page_link")]
    return "\n".join([phone.said, *links])


def leads(phone: Phone) -> dict[str, tuple[str, str]]:
    """By its text, where each link of a page leads, and with what."""
    found = [each.proto for each in phone.app.get("page_link")]
    return {each.label: (each.page, each.query_string) for each in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_programme_stands_is_said_first_and_leads_to_its_indicators(
    signed_in: SignedIn, language: Language
) -> None:
    met(happened_on=ago(3))
    with writing() as session:
        save_targets(session, {f"0 {today()}": "500"})
        propose(session)
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    first = next(each.proto for each in phone.app.main if each.type == "page_link")
    with i18n.speaking(language):
        since = i18n.t("shortfall.since", day=i18n.day(BEGAN, "medium"))
        told = BEHIND | {"since": i18n.t("indicators.lacks.since", span=since)}
        behind = i18n.t("indicators.lacks.count", **told, name=i18n.t("indicators.short.IR2.1"))
        assert first.label.startswith(f"{i18n.t('indicators.state.behind')}")
        assert behind in first.label and first.page == "indicators"
        agencies = i18n.tn(
            "attention.to_approve", 1, agencies=labels.agency(CAST.rabat, short=True)
        )
    links = [each.proto.label for each in phone.app.get("page_link")]
    assert agencies in links
    assert translate(language, "figure.before_after") in links
    # Before anything that has to be chosen.
    order = [each.type for each in phone.app.main]
    assert order.index("page_link") < order.index("button_group")


def test_a_period_that_is_over_says_where_indicators_stood_on_its_last_day(
    signed_in: SignedIn,
) -> None:
    day = ago(20)
    with writing() as session:
        save_targets(session, {f"0 {day}": "5000"})
    signed_in(CAST.manager)
    typed = {"filter_from": f"{ago(60):%d/%m/%Y}", "filter_to": f"{day:%d/%m/%Y}"}
    app = open_page("overview", filter_period="own", **typed)
    first = next(each.proto.label for each in app.main if each.type == "page_link")
    with i18n.speaking("fr"):
        assert i18n.t("indicators.standing_then", day=i18n.day(day, "medium"), told="") in first


def test_agencies_behind_are_named_and_doubtful_entries_lead_to_their_rows(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tanger, where nobody is posted, is behind a target too, and is not among them."""
    met(happened_on=ago(3), minutes=600)
    with writing() as session:
        session.get_one(Programme, 1).starts_on = ago(400)
        for agency in (CAST.rabat, CAST.tanger):
            save_targets(session, {f"{agency} {today()}": "40"})
        raise_version(session)
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    said = leads(phone)
    behind = i18n.tn("attention.agencies_behind", 1, agencies="Rabat")
    assert said[behind] == ("agencies", "")
    assert said[i18n.tn("attention.doubts", 1, span=quality.span())] == (
        "data-quality",
        f"rule={Rule.LONG_ACT.value}",
    )
    monkeypatch.setattr(mending, "SHORT", 0)
    phone = Phone("results/data_quality.py", rule=Rule.LONG_ACT.value)
    assert phone.app.button_group(key="quality_rule").value == Rule.LONG_ACT
    assert translate("fr", f"quality.why.{Rule.LONG_ACT.value}") in phone.said


def test_months_that_wait_at_the_agency_looked_at_open_there(signed_in: SignedIn) -> None:
    """They opened the months of all agencies, among which that one had to be found."""
    met(happened_on=ago(3))
    with writing() as session:
        propose(session)
    signed_in(CAST.manager)
    waits = i18n.tn("attention.to_approve", 1, agencies="Rabat")
    assert leads(Phone(PAGE))[waits] == ("data-quality", "")
    of_one = Phone("results/agencies.py", agency=str(CAST.rabat))
    query = f"agency={CAST.rabat}"
    assert leads(of_one)[i18n.t("page.data_quality")] == ("data-quality", query)
    app = open_page("overview", filter_agency=[CAST.rabat])
    found = {each.proto.label: each.proto.query_string for each in app.get("page_link")}
    assert found[waits] == query


def test_an_agent_is_told_of_months_that_wait_for_them_and_of_no_others(
    signed_in: SignedIn,
) -> None:
    met(happened_on=ago(3))
    signed_in(CAST.agent_rabat)
    said = told(PAGE)
    assert i18n.tn("attention.to_complete", 3, agencies="Rabat") in said
    assert "Casablanca" not in said
    assert i18n.t("indicators.programme") not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_many_agencies_are_named_as_fit(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: language)
    assert attention._some(["A", "B", "C"]) == i18n.joined("A", "B", "C")
    told = attention._some(["A", "B", "C", "D", "E"])
    assert told == i18n.tn("attention.more", 2, names=i18n.joined("A", "B", "C"))
    assert "D" not in told
