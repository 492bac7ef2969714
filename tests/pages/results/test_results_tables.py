"""A chart's table holds what the chart draws."""

from __future__ import annotations

import pytest

from components.language.catalogue import translate
from tests.cast import CAST
from tests.pages.phone import SignedIn
from tests.pages.results_page import open_tables

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def test_the_numbers_under_a_chart_are_those_of_the_chart(
    signed_in: SignedIn, filled: None
) -> None:
    signed_in(CAST.manager)
    app = open_tables("overview", view_outcomes="chart", view_enrolments="chart")
    table = next(each.value for each in app.dataframe if "Rabat" in each.value)
    assert table[["Rabat", "Casablanca"]].to_numpy().sum() == 6


@pytest.mark.long
@pytest.mark.parametrize(("name", "tables"), [("training", 1), ("trust", 5)])
def test_the_bounds_of_every_interval_stand_in_its_table(
    signed_in: SignedIn, filled: None, name: str, tables: int
) -> None:
    signed_in(CAST.agent_rabat)
    bounds = {translate("fr", "column.lower"), translate("fr", "column.upper")}
    told = [each.value for each in open_tables(name).dataframe if bounds <= set(each.value.columns)]
    assert sum(len(each) > 0 for each in told) == tables
