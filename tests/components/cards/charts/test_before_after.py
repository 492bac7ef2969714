"""Months around a day: what was not received and what was not expected is not drawn as nought."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import pytest

from components.cards.charts.before_after import FULL, Axis, Row, around_a_day, curves
from components.cards.charts.colours import INK
from components.cards.charts.months import Words
from components.cards.charts.theme import Spec

MONTHS = ["janv. 2026", "févr. 2026", "mars 2026"]
WORDS = Words("Personnes", "Agence", "Mois", "", "Non reçu")
ROWS = pd.DataFrame(
    [
        ("janv. 2026", "Rabat", 4, None, False),
        ("févr. 2026", "Rabat", None, None, False),
        ("mars 2026", "Rabat", 8, 5.0, True),
        ("mars 2026", "Oujda", 2, None, False),
    ],
    columns=["month", "series", "value", "expected", "pale"],
).astype({"value": "Int64", "expected": float})
PLACES = [Row("Rabat", "+60 % au moins", "mars 2026", "1er mars 2026"), Row("Oujda", "")]
POINTS = pd.DataFrame(
    [("Stage", month, 2.0 * month, month, 4.0 * month) for month in range(4)],
    columns=["series", "month", "value", "lower", "upper"],
)


def drawn() -> Spec:
    return around_a_day(ROWS, months=MONTHS, places=PLACES, words=WORDS)


def curved(*, straight: bool = False) -> Spec:
    words, places = Axis("Type", "Mois depuis", "Part"), [Row("Stage", "6 % à 3 mois")]
    return curves(POINTS, places=places, months=24, words=words, straight=straight)


def rows_with(spec: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    rows = [row for rows in spec["datasets"].values() for row in rows]
    return [row for row in rows if set(names) <= set(row)]


@pytest.mark.parametrize("draw", [drawn, curved])
def test_it_is_what_vega_lite_understands(draw: Callable[[], Spec]) -> None:
    spec = draw()
    alt.Chart.from_dict(spec, validate=True)
    assert spec["width"] == "container" and spec["autosize"]["type"] == "fit-x"


def test_all_places_stand_on_one_scale() -> None:
    heights = {
        (row["series"], row["month"]): row["base"] - row["top"]
        for row in rows_with(drawn(), "top", "opacity")
    }
    assert heights == {
        ("Rabat", "janv. 2026"): pytest.approx(FULL / 2),
        ("Rabat", "mars 2026"): pytest.approx(FULL),
        ("Oujda", "mars 2026"): pytest.approx(FULL / 4),
    }


def test_a_month_not_received_is_a_ring_and_no_bar() -> None:
    rings = [layer for layer in drawn()["layer"] if layer["mark"]["type"] == "point"]
    assert len(rings) == 1
    gaps = [
        row
        for row in rows_with(drawn(), "series", "base")
        if set(row) == {"month", "series", "base"}
    ]
    assert [(row["series"], row["month"]) for row in gaps] == [("Rabat", "févr. 2026")]


def test_the_day_is_an_upright_line_with_its_words_and_only_where_there_is_one() -> None:
    days = rows_with(drawn(), "text", "end")
    assert [(row["month"], row["text"]) for row in days] == [("mars 2026", "1er mars 2026")]


def test_what_was_expected_is_a_broken_line_on_the_same_scale() -> None:
    lines = [each["mark"] for each in drawn()["layer"] if each["mark"]["type"] == "line"]
    assert [each.get("strokeDash") for each in lines] == [None, [4, 3]] and lines[1]["color"] == INK
    (point,) = {row["line"] for row in rows_with(drawn(), "line")}
    assert point == pytest.approx(-FULL * 5 / 8)


def test_months_on_no_side_are_pale() -> None:
    opacity = {row["month"]: row["opacity"] for row in rows_with(drawn(), "top", "opacity")
               if row["series"] == "Rabat"}  # fmt: skip
    assert opacity["mars 2026"] < opacity["janv. 2026"] == 1


def test_names_carry_their_words_each_in_its_own_direction() -> None:
    axis = drawn()["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert axis == '[["Rabat", "\u2068+60 % au moins\u2069"], ["Oujda"]][datum.value]'


def test_what_only_checks_tell_is_drawn_straight_from_one_to_the_next() -> None:
    marks = {each["mark"]["type"]: each["mark"] for each in curved(straight=True)["layer"]}
    assert marks["line"]["interpolate"] == marks["area"]["interpolate"] == "linear"


def test_a_curve_has_steps_within_a_band_that_begins_at_nought() -> None:
    marks = {each["mark"]["type"]: each["mark"] for each in curved()["layer"]}
    assert marks["line"]["interpolate"] == marks["area"]["interpolate"] == "step-after"
    rows = rows_with(curved(), "value_at")
    assert all(row["upper_at"] <= row["value_at"] <= row["lower_at"] <= 0 for row in rows)
    assert rows[-1]["upper_at"] == pytest.approx(-FULL)
