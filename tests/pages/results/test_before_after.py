"""Before and after: the words follow from the registers, and nobody sees more than their own."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.language.catalogue import Language, translate, translate_plural
from db.access.clock import today
from db.audit import raise_version
from db.codes import CountMeasure
from db.inputs.dates import month_index, month_of
from db.models import AgencyCount, Posting
from db.store import engine as engines
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results_page import drawn, open_page, said, words_of

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")
PAGE = "before_after"
TABLES = {"view_before_after_registered": "table"}


def fill() -> None:
    """Rabat has an agent since 24 months ago, and 60 people a month since; Casablanca since
    4 months ago; Tanger has none. 30 people a month, but for a saw."""
    with engines.writing() as session:
        running = month_index(today(session))
        session.query(Posting).delete()
        for agency, account, ago in (
            (CAST.rabat, CAST.agent_rabat, 24),
            (CAST.casablanca, CAST.agent_casablanca, 4),
        ):
            session.add(
                Posting(agency_id=agency, account_id=account, starts_on=month_of(running - ago))
            )
        for agency in (CAST.rabat, CAST.casablanca, CAST.tanger):
            for ago in range(1, 49):
                is_later = agency == CAST.rabat and ago <= 24
                session.add(
                    AgencyCount(
                        agency_id=agency,
                        month=month_of(running - ago),
                        measure=CountMeasure.REGISTERED,
                        value=(60 if is_later else 30) + ago % 3,
                        source="registre",
                    )
                )
        raise_version(session)


def headline(app: AppTest) -> str:
    """What stands above the register of persons registered."""
    subject = translate("fr", "before_after.subject.registered")
    return next(each.value for each in app.markdown if each.value.startswith(f"**{subject}. "))


@pytest.mark.long
def test_each_agency_is_told_by_what_its_register_carries(signed_in: SignedIn) -> None:
    fill()
    signed_in(CAST.manager)
    app = open_page(PAGE, **TABLES)
    assert not app.exception and not app.error
    told = headline(app)
    assert "Plus qu'attendu depuis l'arrivée de l'agent·e\xa0: Rabat. " in told
    assert "Trop tôt pour le dire\xa0: Casablanca (4 mois depuis l'arrivée).**" in told
    # Agencies without an agent stand beside, and no number compares the groups.
    assert "Tanger" not in told
    assert "Sans agent·e, autour de la même date\xa0: Tanger (entre" in said(app)
    assert translate("fr", "before_after.groups_few") in said(app)
    # What to ask for leads to where it is typed.
    (link,) = [each for each in app.get("page_link") if "Casablanca" in each.proto.label]
    assert "attendez encore 8 mois au moins" in link.proto.label
    assert "register" in link.proto.page
    _the_table_says_the_same(app)


def _the_table_says_the_same(app: AppTest) -> None:
    table = app.dataframe[0].value.set_index(translate("fr", "column.agency"))
    said_of = table[translate("fr", "before_after.column.told")]
    assert said_of["Rabat"].startswith("+") and said_of["Rabat"].endswith("au moins")
    assert said_of["Casablanca"] == "4 mois depuis l'arrivée"
    row = table.loc["Rabat"]
    told = {
        name: float(str(row[translate("fr", f"before_after.column.{name}")]))
        for name in ("months_before", "months_after", "mean_before", "mean_after", "expected")
    }
    assert (told.pop("months_before"), told.pop("months_after")) == (24, 24)
    assert told == pytest.approx({"mean_before": 31, "mean_after": 61, "expected": 31}, abs=4)
    assert table.loc["Casablanca"][translate("fr", "before_after.column.change")] == "—"


def test_charts_left_out_advise_no_longer_period(signed_in: SignedIn) -> None:
    """The page has all the time there is."""
    fill()
    signed_in(CAST.manager)
    app = open_page(PAGE)
    left_out = [each.value for each in app.caption if "rien à montrer" in each.value]
    assert len(left_out) == 1 and "période" not in left_out[0]


def test_an_agent_sees_the_own_agency_alone(signed_in: SignedIn) -> None:
    fill()
    signed_in(CAST.agent_rabat)
    app = open_page(PAGE, **TABLES)
    everything = said(app) + "".join(words_of(chart) for chart in drawn(app))
    tables = "".join(table.value.to_csv() for table in app.dataframe)
    assert "Rabat" in everything and "Rabat" in tables
    assert "Casablanca" not in everything + tables and "Tanger" not in everything + tables
    # An agent types no registers, and is led to no page that does.
    assert not [each for each in app.get("page_link") if "register" in each.proto.page]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_any_register_it_says_so_and_what_to_do(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.manager)
    app = open_page(PAGE, language)
    assert not app.exception and not app.error and not drawn(app)
    assert app.title[0].value == translate(language, "page.before_after")
    assert translate(language, "before_after.nothing") in said(app)


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_speaks_every_language(signed_in: SignedIn, language: Language) -> None:
    fill()
    signed_in(CAST.manager)
    app = open_page(PAGE, language)
    assert not app.exception and not app.error
    assert translate_plural(language, "before_after.what.after", 4, count="4") in said(app)
    assert all(chart.alt.strip() for chart in drawn(app)) and len(drawn(app)) >= 2


@pytest.mark.parametrize("account", [CAST.partner, CAST.administrator, CAST.closed, None])
def test_nobody_else_gets_a_figure(signed_in: SignedIn, account: int | None) -> None:
    fill()
    signed_in(account)
    app = open_page(PAGE)
    assert not drawn(app) and not app.dataframe
