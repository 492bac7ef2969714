"""What a touched mark opens, and which marks can be touched."""

from __future__ import annotations

import pandas as pd
import pytest
import streamlit as st

from components.cards import opening
from components.cards.charts import months
from components.cards.charts.marks import Mark
from components.cards.opening import Opens, is_touchable, touchable

OPENS = Opens(
    figure="outcomes",
    said={"rows_type": "WAGE"},
    marks={
        "month": {"mars 2026": {"rows_first": "2026-03-01"}},
        "label": {"Un long nom": {"rows_agency": "2"}},
    },
)


def test_a_mark_narrows_by_each_of_its_labels() -> None:
    touched = {"month": "mars 2026", "label": "Un long\nnom", "value": 3}
    assert OPENS.of_mark(touched) == {
        "rows_figure": "outcomes",
        "rows_type": "WAGE",
        "rows_first": "2026-03-01",
        "rows_agency": "2",
    }


def test_a_label_that_nobody_knows_opens_the_whole_figure() -> None:
    assert OPENS.of_mark({"month": "?"}) == OPENS.query


def test_the_first_bar_cell_or_dot_can_be_touched() -> None:
    spec = {"layer": [{"mark": {"type": "rule"}}, {"mark": {"type": "bar"}}]}
    made = touchable(spec, ["month"])
    assert [("params" in each) for each in made["layer"]] == [False, True]
    assert made["layer"][1]["params"][0]["select"]["fields"] == ["month"]
    assert is_touchable(made)
    assert not is_touchable(spec)


def test_a_chart_of_lines_alone_stays_as_it_is() -> None:
    spec = {"mark": {"type": "line"}}
    assert touchable(spec, ["month"]) == spec


@pytest.mark.parametrize("places", [["Rabat"], ["Rabat", "Tanger"]])
def test_bars_can_be_touched_where_an_event_lies_behind_them(places: list[str]) -> None:
    columns = ["mars 2026", "avr. 2026"]
    marked = months.Months(columns, marks=[Mark("Grève", "3 mars", columns[:1])])
    words = months.Words("actes", "Agence", "Mois", "Total", "Rien reçu", "Événement", "Jours")
    rows = pd.DataFrame(
        [(each, place, 2) for each in columns for place in places],
        columns=["month", "series", "value"],
    )
    if len(places) == 1:
        spec = months.monthly(rows, months=marked, words=words)
    else:
        spec = months.small_multiples(rows, months=marked, order=places, words=words)
    kinds = [each["mark"]["type"] for each in spec["layer"]]
    assert kinds.index("rect") < kinds.index("bar")
    touched = [each for each in touchable(spec, ["month"])["layer"] if "params" in each]
    assert [each["mark"]["type"] for each in touched] == ["bar"]


def test_a_filter_without_a_field_on_its_page_narrows_no_rows() -> None:
    st.query_params.from_dict(
        {"filter_agency": ["Rabat"], "filter_period": ["year"], "indicator": ["IR2.1"]}
    )
    st.session_state["filter_period"] = "year"
    st.session_state[opening.BACK] = "indicators"
    assert opening.address({"rows_figure": "enrolled"}) == {
        "filter_period": ["year"],
        "rows_back": "indicators?indicator=IR2.1",
        "rows_figure": "enrolled",
    }
