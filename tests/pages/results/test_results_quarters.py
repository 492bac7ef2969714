"""Which agency places fewer people than the quarter before, and whether it is chance."""

from __future__ import annotations

from datetime import date

import pytest

from components.language.catalogue import translate
from components.reads import reference
from db.audit import raise_version
from db.codes import OutcomeType
from db.models import Placement
from db.store import engine as engines
from tests.cast import CAST
from tests.pages.phone import SignedIn
from tests.pages.results_page import open_tables, said

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")

#: The periods of the page: two whole quarters and the first days of a third.
PERIOD = {"filter_period": "own", "filter_from": "1/1/2026", "filter_to": "10/7/2026"}


@pytest.fixture
def mid_july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "today", lambda: date(2026, 7, 20))


def begun(agency: int, case: int, agent: int, *days: date) -> None:
    with engines.writing() as session:
        for number, day in enumerate(days):
            session.add(
                Placement(
                    agency_id=agency,
                    entered_by=agent,
                    case_id=case,
                    type=OutcomeType.WAGE,
                    starts_on=day,
                    contract="CDI",
                    evidence="CONTRACT",
                    cnss_declared=True,
                    submission_id=f"q-{agency}-{number}",
                )
            )
        raise_version(session)


@pytest.mark.long
@pytest.mark.usefixtures("mid_july")
def test_a_fall_that_is_no_chance_is_named_with_both_numbers(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    rabat = (CAST.rabat, CAST.case_rabat, CAST.agent_rabat)
    casablanca = (CAST.casablanca, CAST.case_casablanca, CAST.agent_casablanca)
    begun(*rabat, *[date(2026, 2, 1)] * 12, date(2026, 5, 1), date(2026, 7, 2))
    begun(*casablanca, *[date(2026, 3, 31)] * 3, *[date(2026, 4, 1)] * 2)
    app = open_tables("placements", **PERIOD, view_outcomes_quarters="table")
    words = said(app)
    assert "De T1 2026 à T2 2026, l'emploi salarié a changé\xa0: Rabat 1 contre 12." in words
    assert "trimestres incomplets\xa0: T3 2026" in words
    table = next(each.value for each in app.dataframe if "T1 2026" in each.value)
    assert table.to_numpy().tolist()[:2] == [["Rabat", 12, 1, 1], ["Casablanca", 3, 2, 0]]


@pytest.mark.long
@pytest.mark.usefixtures("mid_july")
def test_a_period_of_one_whole_quarter_is_not_compared(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    begun(CAST.rabat, CAST.case_rabat, CAST.agent_rabat, date(2026, 5, 1))
    app = open_tables("placements", **(PERIOD | {"filter_from": "2/1/2026"}))
    assert translate("fr", "headline.quarters_few") in said(app)
