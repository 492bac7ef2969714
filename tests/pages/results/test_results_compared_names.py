"""What has one name breaks no chart, and shares of it are never added up."""

from __future__ import annotations

import pandas as pd
import pytest
from sqlmodel import col, select

from components.cards.charts import native
from components.cards.opening import FIGURE, WORD
from components.reads import labels
from components.results import centres, coordination, places
from components.results.common import Asked
from components.results.compare import parts, words
from components.results.compare.parts import Parts
from components.results.opens import AGENCY
from db.access.viewer import viewer_of
from db.audit import raise_version
from db.inputs.figure_rows import RowFilter
from db.inputs.results import Against, ResultFilter
from db.measures import figure_rows
from db.models import Agency, Organisation, TrainingEnrolment
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.pages.results.test_results_compared_parts import BOTH, asked, sent
from tests.pages.results_page import fill

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def test_an_organisation_and_an_agency_of_one_name_are_two_rows_of_the_chart() -> None:
    fill()
    with engines.writing() as session:
        session.get_one(Organisation, 2).name = session.get_one(Agency, CAST.casablanca).name
        raise_version(session)
    sent()
    sent(None, CAST.casablanca)
    card = coordination.card(asked(Against.LAST_YEAR))
    same = native.of(card.spec)
    assert same is not None
    own = [series for series in same["panels"][0]["series"] if series["name"] == "Rabat"]
    assert [each["values"] for each in own] == [[1, 1]]
    assert card.opens is not None
    both = [places.name(2, 0), places.name(0, CAST.casablanca)]
    assert both[0] == labels.agency(CAST.casablanca) != both[1]
    for name in both:
        assert _opened(card.opens.of_mark({"label": name, "series": "Rabat"})) == 1
    # The table has a row for each, beside its own other number.
    (name,) = (each for each in card.table.columns if words.name(Against.LAST_YEAR) in each)
    assert list(card.table[name]) == [0, 0]


def _opened(query: dict[str, str]) -> int:
    """How many rows the page of rows finds."""
    named = (("place", query[f"{WORD}place"]),)
    own = frozenset({int(query[AGENCY])})
    within = ResultFilter(ago(120), ago(0), own)
    with engines.reading() as session:
        manager = viewer_of(session, CAST.manager)
        wanted = RowFilter(figure=query[FIGURE], within=within, parts=named)
        return figure_rows.rows(session, wanted, viewer=manager).total


def test_types_of_centre_with_one_label_are_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    with engines.writing() as session:
        gone = session.exec(
            select(TrainingEnrolment).where(col(TrainingEnrolment.agency_id) == CAST.rabat)
        ).one()
        gone.centre_id, gone.type = None, "OFPPT"
        raise_version(session)
    monkeypatch.setattr(labels, "label", lambda *_: "Centre")
    wanted = ResultFilter(ago(300), ago(0))
    card = centres.card(asked(Against.LAST_YEAR, wanted))
    assert list(card.table.iloc[:, 1]) == [2]
    beside = centres.card(asked(Against.LAST_YEAR, wanted, BOTH))
    same = native.of(beside.spec)
    assert same is not None and len(same["panels"][0]["series"]) >= 2


def test_shares_of_two_centres_of_one_name_get_no_mark() -> None:
    """80 and 60 % are no 140 %."""

    def rows(_: Asked) -> pd.DataFrame:
        return pd.DataFrame({"label": ["Amal", "Amal", "CEF"], "value": [80.0, 60.0, 50.0]})

    found = parts.beside(asked(CAST.rabat), Parts(rows, is_share=True))
    assert found.then is not None
    assert found.then.rows[["label", "value"]].to_numpy().tolist() == [["CEF", 50.0]]


def test_shares_of_a_name_that_only_the_page_has_twice_get_no_mark() -> None:
    """Whose of both the other one is, nobody can tell; nor is there one where nothing is."""
    page = asked(CAST.rabat)

    def rows(there: Asked) -> pd.DataFrame:
        names = ["Amal", "Amal"] if there is page else ["Amal"]
        return pd.DataFrame({"label": names, "value": 50.0})

    def none(_: Asked) -> pd.DataFrame:
        return rows(page).iloc[:0]

    assert parts.beside(page, Parts(rows, is_share=True)).then is None
    assert parts.beside(page, Parts(none, is_share=True)).then is None
