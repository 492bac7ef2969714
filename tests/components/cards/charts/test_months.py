"""Months in their order, all of them; small rows on one scale; gaps that are no noughts."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import pytest

from components.cards.charts.months import LIGHTER, Months, Words, monthly, small_multiples
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then

MONTHS = ["janv. 2026", "févr. 2026", "mars 2026"]
WORDS = Words("Personnes", "Agence", "Mois", "Total", "Non reçu")
ROWS = pd.DataFrame(
    {
        "month": [MONTHS[0], MONTHS[0], MONTHS[1], MONTHS[2]],
        "series": ["Rabat", "Oujda", "Rabat", "Rabat"],
        "value": pd.array([2, 8, None, 4], dtype="Int64"),
    }
)
COLUMNS = Months(MONTHS, MONTHS[-1:])


def small(rows: pd.DataFrame = ROWS) -> Spec:
    return small_multiples(rows, months=COLUMNS, order=["Rabat", "Oujda"], words=WORDS)


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows]


def bars_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in rows_of(spec) if "top" in row]


@pytest.mark.parametrize(
    "spec", [monthly(ROWS, months=COLUMNS, words=WORDS), small()], ids=["monthly", "small"]
)
def test_a_chart_of_months_is_what_vega_lite_understands(spec: Spec) -> None:
    alt.Chart.from_dict(spec, validate=True)
    assert spec["width"] == "container"


def test_months_stand_in_the_order_of_the_year_and_all_of_them() -> None:
    axis = monthly(ROWS, months=COLUMNS, words=WORDS)["layer"][0]["encoding"]["x"]
    assert axis["sort"] == axis["scale"]["domain"] == MONTHS


@pytest.mark.parametrize("words", [WORDS])
def test_no_whole_number_stands_twice_on_the_axis_of_one_place(words: Words) -> None:
    rows = pd.DataFrame({"month": MONTHS[:1], "series": ["Rabat"], "value": [2]})
    spec = monthly(rows, months=COLUMNS, words=words)
    assert spec["encoding"]["y"]["axis"]["values"] == [0, 1, 2]


def test_the_axis_of_noughts_begins_at_its_foot() -> None:
    rows = pd.DataFrame({"month": MONTHS, "series": "Rabat", "value": 0})
    y = monthly(rows, months=COLUMNS, words=WORDS)["encoding"]["y"]
    assert (y["scale"]["domain"], y["axis"]["values"]) == ([0, 1], [0, 1])


@pytest.mark.fault("T7")
def test_places_stand_side_by_side_on_one_scale_each_with_its_sum() -> None:
    heights = {(row["series"], row["month"]): row["base"] - row["top"] for row in bars_of(small())}
    assert heights["Oujda", MONTHS[0]] == pytest.approx(4 * heights["Rabat", MONTHS[0]])
    ends = [(row["base"], row["text"]) for row in rows_of(small()) if row["month"] == "Total"]
    assert ends == [(0.0, "6"), (1.0, "8")]


def test_rows_are_named_from_the_top_in_the_order_given() -> None:
    (axis,) = {
        layer["encoding"]["y"]["axis"]["labelExpr"]
        for layer in small()["layer"]
        if "axis" in layer["encoding"]["y"]
    }
    assert axis == '[["Rabat"], ["Oujda"]][datum.value]'


@pytest.mark.fault("T3")
def test_a_gap_is_marked_and_is_no_nought() -> None:
    for spec in (small(), monthly(ROWS, months=COLUMNS, words=WORDS)):
        ring = spec["layer"][-1]
        assert ring["mark"]["type"] == "point"
        assert [each["title"] for each in ring["encoding"]["tooltip"]] == ["Mois", "Non reçu"]
        rings = spec["datasets"][ring["data"]["name"]]
        assert [(row["month"], row["series"]) for row in rings] == [(MONTHS[1], "Rabat")]
    assert (MONTHS[1], "Rabat") not in {(row["month"], row["series"]) for row in bars_of(small())}


@pytest.mark.fault("T2")
def test_a_month_that_is_not_over_is_lighter() -> None:
    light = {row["month"]: row["opacity"] for row in bars_of(small())}
    assert light == {MONTHS[0]: 1.0, MONTHS[2]: LIGHTER} and LIGHTER < 1


def test_nothing_received_at_all_draws_rows_without_bars() -> None:
    spec = small(ROWS.assign(value=pd.array([None] * 4, dtype="Int64")))
    assert bars_of(spec) == []
    alt.Chart.from_dict(spec, validate=True)


@pytest.mark.fault("S10")
def test_the_name_of_a_month_takes_two_lines_and_never_touches_the_next() -> None:
    axis = monthly(ROWS, months=COLUMNS, words=WORDS)["layer"][0]["encoding"]["x"]["axis"]
    assert axis["labelExpr"] == "split(datum.label, ' ')"
    assert axis["labelOverlap"] == "greedy" and axis["labelSeparation"] > 0


BESIDE = Then(
    "un an avant",
    pd.DataFrame({"month": MONTHS[:2], "series": ["Rabat", "Oujda"], "value": [30.0, 4.5]}),
)


def of_nothing() -> list[Spec]:
    """Charts without a bar: the line alone is drawn."""
    none = ROWS[:0]
    return [
        monthly(none, months=COLUMNS, words=WORDS, beside=BESIDE),
        small_multiples(none, months=COLUMNS, order=["Rabat"], words=WORDS, beside=BESIDE),
    ]


@pytest.mark.long
def test_a_line_over_a_bar_is_on_the_scale_of_the_bars_named_and_in_the_workbook() -> None:
    whole = monthly(ROWS, months=COLUMNS, words=WORDS, beside=BESIDE)
    rows = small_multiples(
        ROWS, months=COLUMNS, order=["Rabat", "Oujda"], words=WORDS, beside=BESIDE
    )
    for spec in (whole, rows, *of_nothing()):
        alt.Chart.from_dict(spec, validate=True)
        tips = [each for layer in spec["layer"] for each in layer["encoding"].get("tooltip", [])]
        assert {"field": "other", "title": "un an avant", "type": "quantitative"} in tips
    lines = {row["series"]: row["line"] for row in rows_of(rows) if "line" in row}
    assert lines["Oujda"] == pytest.approx(1 - (0 - lines["Rabat"]) * 4.5 / 30)
    assert all(row["base"] - row["top"] < -lines["Rabat"] for row in bars_of(rows))
    panels = rows["usermeta"]["panels"]
    told = [[each["values"] for each in panel["series"][1:]] for panel in panels]
    assert told == [[[30.0, None, None]], [[None, 4.5, None]]]
    assert [each["name"] for each in whole["usermeta"]["panels"][0]["series"]][1] == "un an avant"
