"""The shapes draw what they are given, in its own words and order, and nothing else."""

from __future__ import annotations

import inspect
import itertools
import json
import math
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import pytest

from components.cards.charts import shapes, theme
from components.cards.charts.theme import Spec

ENGLISH = ("January", "February", "March", "Jan ", "Feb ", "Mar ", "%b", "%B")
MONTHS = ["janv. 2026", "févr. 2026", "mars 2026"]
LONG = "Toutes les personnes sont traitées de la même manière, quelle que soit leur nationalité."


TIPS = shapes.Tips("Mois", "Agence", "Part de n")


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows]


def interval(**more: Any) -> pd.DataFrame:
    row = {"label": "Rabat", "value": 60.0, "lower": 40.0, "upper": 80.0, "note": "n = 25"}
    return pd.DataFrame([row | {"quiet": False} | more])


def monthly(series: list[str]) -> dict[str, Any]:
    rows = pd.DataFrame({"month": MONTHS[:1] * len(series), "series": series, "value": 1})
    return shapes.monthly(rows, unit="Événements", months=MONTHS, series=series, tips=TIPS)


LINE = pd.DataFrame({"label": ["الرباط"], "series": ["CDI"], "value": [2], "text": ["2"]})
DAYS = LINE.assign(start="2026-01-05", end="2026-03-01")
#: One drawing of each shape, of a single row.
DRAWN: dict[str, Callable[[], Spec]] = {
    "monthly": lambda: monthly(["الرباط"]),
    "gaps": lambda: shapes.monthly(
        pd.DataFrame({"month": MONTHS[:1], "series": ["الرباط"], "value": [1]}),
        unit="Personnes",
        months=MONTHS,
        series=["الرباط"],
        tips=TIPS,
        unfinished=MONTHS[-1:],
        gaps=shapes.Gaps("Non reçu", [(MONTHS[1], "Casablanca")]),
    ),
    "bars": lambda: shapes.bars(LINE, unit="Personnes"),
    "stacked": lambda: shapes.stacked(
        LINE, unit="Personnes", order=["الرباط"], series=["CDI"], tips=TIPS
    ),
    "intervals": lambda: shapes.intervals(interval(label="الرباط"), unit="%"),
    "timeline": lambda: shapes.timeline(
        DAYS, first="2026-01-01", last="2026-03-31", ticks={"2026-03-01": "mars"}
    ),
}
each_shape = pytest.mark.parametrize("name", DRAWN)


def drawn(name: str) -> Spec:
    return DRAWN[name]()


def test_every_shape_is_drawn_here() -> None:
    functions = inspect.getmembers(shapes, inspect.isfunction)
    own = {name: each for name, each in functions if each.__module__ == shapes.__name__}
    returning = {name for name, each in own.items() if each.__annotations__["return"] == "Spec"}
    assert returning == set(DRAWN) - {"gaps"}


@each_shape
def test_a_shape_is_what_vega_lite_understands(name: str) -> None:
    alt.Chart.from_dict(drawn(name), validate=True)


@each_shape
def test_a_single_row_is_drawn_with_its_own_words(name: str) -> None:
    assert any("الرباط" in str(row.values()) for row in rows_of(drawn(name)))


@each_shape
def test_no_month_is_named_by_the_chart_library(name: str) -> None:
    written = json.dumps(drawn(name), ensure_ascii=False)
    assert [word for word in ENGLISH if word in written] == []


@each_shape
def test_a_chart_is_as_wide_as_its_card_and_its_legend_takes_no_height_from_it(name: str) -> None:
    spec = drawn(name)
    assert spec["width"] == "container" and spec["autosize"]["type"] == "fit-x"


def test_months_stand_in_the_order_of_the_year_and_all_of_them() -> None:
    axis = monthly(["Rabat"])["encoding"]["x"]
    assert axis["type"] == "ordinal"
    assert axis["sort"] == axis["scale"]["domain"] == MONTHS


@pytest.mark.parametrize(("most", "ticks"), [(1, [0, 1]), (2, [0, 1, 2]), (3, None), (0, None)])
def test_no_whole_number_stands_twice_on_an_axis(most: int, ticks: list[int] | None) -> None:
    rows = pd.DataFrame({"label": ["a"], "series": "CDI", "value": [most], "text": ""})
    axes = (
        shapes.bars(rows, unit="")["layer"][0]["encoding"]["x"],
        shapes.stacked(rows, unit="", order=["a"], series=["CDI"], tips=TIPS)["encoding"]["x"],
        shapes.monthly(rows.assign(month="m"), unit="", months=["m"], series=["CDI"], tips=TIPS)[
            "encoding"
        ]["y"],
    )
    assert [each["axis"].get("values") for each in axes] == [ticks] * 3


def test_series_keep_the_order_they_are_given_in() -> None:
    colour = monthly(["Tanger", "Rabat", "Casablanca"])["encoding"]["color"]
    assert colour["scale"]["domain"] == ["Tanger", "Rabat", "Casablanca"]


def test_long_months_are_named_in_steps() -> None:
    months = [f"m{number}" for number in range(48)]
    rows = pd.DataFrame({"month": months[:1], "series": ["Rabat"], "value": [1]})
    spec = shapes.monthly(rows, unit="", months=months, series=["Rabat"], tips=TIPS)
    assert len(spec["encoding"]["x"]["axis"]["values"]) <= 8


def test_a_long_label_is_broken_into_lines_and_nothing_of_it_is_lost() -> None:
    lines = theme.wrapped(LONG).split("\n")
    assert max(map(len, lines)) <= theme.LINE_LENGTH and " ".join(lines) == LONG
    high = shapes.bars(
        pd.DataFrame({"label": [LONG, "b"], "value": 1, "text": "1"}), unit="Personnes"
    )
    short = shapes.bars(
        pd.DataFrame({"label": ["a", "b"], "value": 1, "text": "1"}), unit="Personnes"
    )
    assert high["height"] > short["height"]


def test_a_hidden_share_has_no_number_in_the_chart() -> None:
    hidden = interval(value=None, lower=None, upper=None, note="moins de 10 réponses", quiet=True)
    (row,) = rows_of(shapes.intervals(hidden, unit="%"))
    assert [row[name] for name in ("value", "lower", "upper")] == [None] * 3
    assert row["note"] == "moins de 10 réponses"


def test_few_answers_are_drawn_in_grey() -> None:
    colours = [
        rows_of(shapes.intervals(interval(quiet=quiet), unit="%"))[0]["colour"]
        for quiet in (True, False)
    ]
    assert colours == [theme.QUIET, theme.ACCENT]


@pytest.mark.parametrize("value", [0.0, 20.0, 50.0, 90.0, 100.0])
def test_n_is_written_once_beside_every_dot(value: float) -> None:
    spec = shapes.intervals(interval(value=value), unit="%")
    tests = [
        layer["transform"][-1]["filter"]
        for layer in spec["layer"]
        if layer["mark"].get("dy") == -10
    ]
    shown = [test for test in tests if _holds(test, value)]
    assert len(shown) == 1


def _holds(test: str, value: float) -> bool:
    low, high = (float(part.split()[-1]) for part in test.split("&&"))
    return low <= value < high


def test_a_difference_stands_around_the_line_of_no_difference() -> None:
    spec = shapes.intervals(interval(value=-12.0, lower=-40.0), unit="points", domain=(-100, 100))
    assert {"at": 0} in rows_of(spec)
    assert '"domain": [-100, 100]' in json.dumps(spec)


def test_the_mean_of_all_is_a_light_band_behind_the_dots() -> None:
    spec = shapes.intervals(interval(), unit="%", band=(45.0, 55.0))
    assert {"low": 45.0, "high": 55.0} in rows_of(spec)
    assert spec["layer"][0]["mark"]["type"] == "rect"


def test_words_stand_where_a_bar_is_not_shown_and_take_no_room_after_the_others() -> None:
    rows = pd.DataFrame({"label": ["a", "b"], "value": [15, None], "text": ["15", "masqué"]})
    spec = shapes.bars(rows, unit="Personnes", step=5)
    bar, _, absent = spec["layer"]
    assert [each["transform"][0]["filter"] for each in (bar, absent)] == [
        "isValid(datum.value)",
        "!isValid(datum.value)",
    ]
    alone = shapes.bars(rows.head(1), unit="Personnes", step=5)["layer"][0]
    assert bar["encoding"]["x"]["scale"] == alone["encoding"]["x"]["scale"]
    assert bar["encoding"]["x"]["axis"]["tickMinStep"] == 5


def test_no_two_colours_are_alike_to_any_eye() -> None:
    """Red-, green- and blue-blind (Machado 2009), for the six that most charts need."""
    alike = [
        (name, first, second)
        for name, matrix in BLIND.items()
        for first, second in itertools.combinations(theme.CATEGORIES[:6], 2)
        if _apart(_lab(first, matrix), _lab(second, matrix)) < 18
    ]
    assert alike == []


Matrix = tuple[tuple[float, float, float], ...]
SAME: Matrix = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
BLIND = {
    "none": SAME,
    "red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _lab(colour: str, matrix: Matrix) -> tuple[float, float, float]:
    light = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    seen = [sum(row[i] * light[i] for i in range(3)) for row in matrix]
    x, y, z = (
        _root(sum(part * each for part, each in zip(row, seen, strict=True)) / white)
        for row, white in (
            ((0.4124, 0.3576, 0.1805), 0.9505),
            ((0.2126, 0.7152, 0.0722), 1),
            ((0.0193, 0.1192, 0.9505), 1.089),
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _root(part: float) -> float:
    return float(max(part, 0) ** (1 / 3)) if part > 0.008856 else 7.787 * part + 16 / 116


def _apart(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    return math.dist(first, second)
    return sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5


@pytest.mark.fault("T8")
def test_a_tooltip_says_place_series_value_unit_and_share_of_n() -> None:
    rows = pd.DataFrame({"label": ["Rabat", "Casa"], "series": ["CDI", "CDD"], "value": [3, 1]})
    drawn = (
        shapes.stacked(rows, unit="Personnes", order=["Rabat"], series=["CDI"], tips=TIPS),
        shapes.monthly(
            rows.assign(month=rows["label"]), unit="Personnes", months=[], series=[], tips=TIPS
        ),
    )
    for spec in drawn:
        titles = [each["title"] for each in spec["encoding"]["tooltip"]]
        assert titles == ["Mois", "Agence", "Personnes", "Part de n"]
        assert [row["share"] for row in rows_of(spec)] == [0.75, 0.25]


@pytest.mark.fault("T2")
def test_a_month_that_is_not_over_is_lighter() -> None:
    spec = drawn("gaps")["layer"][0]["encoding"]["opacity"]
    assert spec["condition"]["test"] == {"field": "month", "oneOf": MONTHS[-1:]}
    assert spec["condition"]["value"] < spec["value"] == 1


@pytest.mark.fault("T3")
def test_a_gap_is_marked_and_says_what_is_missing() -> None:
    spec = drawn("gaps")
    assert {"month": MONTHS[1], "what": "Casablanca"} in rows_of(spec)
    assert spec["layer"][1]["encoding"]["tooltip"][1]["title"] == "Non reçu"
