"""The shapes draw what they are given, in its own words and order, and nothing else."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import pytest

from components.cards.charts import colours, shapes, theme
from components.cards.charts.theme import Spec

ENGLISH = ("January", "February", "March", "Jan ", "Feb ", "Mar ", "%b", "%B")
LONG = "Toutes les personnes sont traitées de la même manière, quelle que soit leur nationalité."


TIPS = shapes.Tips("Mois", "Agence", "Part de n")
CDI = {"CDI": "#18457F"}


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows]


def interval(**more: Any) -> pd.DataFrame:
    row = {"label": "Rabat", "value": 60.0, "lower": 40.0, "upper": 80.0, "note": "n = 25"}
    return pd.DataFrame([row | {"quiet": False} | more])


LINE = pd.DataFrame({"label": ["الرباط"], "series": ["CDI"], "value": [2], "text": ["2"]})
DAYS = LINE.assign(start="2026-01-05", end="2026-03-01")
#: One drawing of each shape, of a single row.
DRAWN: dict[str, Callable[[], Spec]] = {
    "bars": lambda: shapes.bars(LINE, unit="Personnes", place="Type"),
    "stacked": lambda: shapes.stacked(
        LINE, unit="Personnes", order=["الرباط"], colours=CDI, tips=TIPS
    ),
    "intervals": lambda: shapes.intervals(interval(label="الرباط"), unit="%", place="Agence"),
    "timeline": lambda: shapes.timeline(
        DAYS, place="Agent·e", first="2026-01-01", last="2026-03-31", ticks={"2026-03-01": "mars"}
    ),
}
each_shape = pytest.mark.parametrize("name", DRAWN)


def drawn(name: str) -> Spec:
    return DRAWN[name]()


def test_every_shape_is_drawn_here() -> None:
    functions = inspect.getmembers(shapes, inspect.isfunction)
    own = {name: each for name, each in functions if each.__module__ == shapes.__name__}
    returning = {name for name, each in own.items() if each.__annotations__["return"] == "Spec"}
    assert returning == set(DRAWN)


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


@pytest.mark.parametrize(("most", "ticks"), [(1, [0, 1]), (2, [0, 1, 2]), (3, None), (0, None)])
def test_no_whole_number_stands_twice_on_an_axis(most: int, ticks: list[int] | None) -> None:
    rows = pd.DataFrame({"label": ["a"], "series": "CDI", "value": [most], "text": ""})
    axes = (
        shapes.bars(rows, unit="", place="")["layer"][0]["encoding"]["x"],
        shapes.stacked(rows, unit="", order=["a"], colours=CDI, tips=TIPS)["encoding"]["x"],
    )
    assert [each["axis"].get("values") for each in axes] == [ticks] * 2


def test_parts_keep_the_order_and_the_colours_they_are_given() -> None:
    given = {"Tanger": "#111111", "Rabat": "#222222", "Casablanca": "#333333"}
    rows = pd.DataFrame({"label": "a", "series": list(given), "value": 1})
    spec = shapes.stacked(rows, unit="", order=["a"], colours=given, tips=TIPS)
    scale = spec["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == given


def test_a_long_label_is_broken_into_lines_and_nothing_of_it_is_lost() -> None:
    lines = theme.wrapped(LONG).split("\n")
    assert max(map(len, lines)) <= theme.LINE_LENGTH and " ".join(lines) == LONG
    high = shapes.bars(
        pd.DataFrame({"label": [LONG, "b"], "value": 1, "text": "1"}),
        unit="Personnes",
        place="Type",
    )
    short = shapes.bars(
        pd.DataFrame({"label": ["a", "b"], "value": 1, "text": "1"}), unit="Personnes", place="Type"
    )
    assert high["height"] > short["height"]


def test_a_hidden_share_has_no_number_in_the_chart() -> None:
    hidden = interval(value=None, lower=None, upper=None, note="moins de 10 réponses", quiet=True)
    (row,) = rows_of(shapes.intervals(hidden, unit="%", place="Agence"))
    assert [row[name] for name in ("value", "lower", "upper")] == [None] * 3
    assert row["note"] == "moins de 10 réponses"


def test_where_no_row_has_a_dot_no_axis_promises_one() -> None:
    few = interval(value=None, lower=None, upper=None, note="1 sur 1", quiet=True)
    layers = shapes.intervals(few, unit="%", place="Agence")["layer"]
    assert [layer["encoding"]["x"] for layer in layers] == [{"value": 0}]
    both = pd.concat([few, interval(label="Tanger")])
    drawn = shapes.intervals(both, unit="%", place="Agence")["layer"]
    assert any(layer["encoding"]["x"].get("title") == "%" for layer in drawn)


def test_few_answers_are_drawn_in_grey() -> None:
    drawn_in = [
        rows_of(shapes.intervals(interval(quiet=quiet), unit="%", place="Agence"))[0]["colour"]
        for quiet in (True, False)
    ]
    assert drawn_in == [colours.FEW, colours.FIGURE]


@pytest.mark.parametrize("value", [0.0, 20.0, 50.0, 90.0, 100.0])
def test_n_is_written_once_beside_every_dot(value: float) -> None:
    spec = shapes.intervals(interval(value=value), unit="%", place="Agence")
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
    spec = shapes.intervals(
        interval(value=-12.0, lower=-40.0), unit="points", place="Agence", domain=(-100, 100)
    )
    assert {"at": 0} in rows_of(spec)
    assert '"domain": [-100, 100]' in json.dumps(spec)


def test_the_mean_of_all_is_a_light_band_behind_the_dots() -> None:
    spec = shapes.intervals(interval(), unit="%", place="Agence", band=(45.0, 55.0))
    assert {"low": 45.0, "high": 55.0} in rows_of(spec)
    assert spec["layer"][0]["mark"]["type"] == "rect"


def test_words_stand_where_a_bar_is_not_shown_and_take_no_room_after_the_others() -> None:
    rows = pd.DataFrame({"label": ["a", "b"], "value": [15, None], "text": ["15", "masqué"]})
    spec = shapes.bars(rows, unit="Personnes", place="Type", step=5)
    bar, _, absent = spec["layer"]
    assert [each["transform"][0]["filter"] for each in (bar, absent)] == [
        "isValid(datum.value)",
        "!isValid(datum.value)",
    ]
    alone = shapes.bars(rows.head(1), unit="Personnes", place="Type", step=5)["layer"][0]
    assert bar["encoding"]["x"]["scale"] == alone["encoding"]["x"]["scale"]
    assert bar["encoding"]["x"]["axis"]["tickMinStep"] == 5


@pytest.mark.fault("T8")
def test_a_tooltip_says_place_series_value_unit_and_share_of_n() -> None:
    rows = pd.DataFrame({"label": ["Rabat", "Casa"], "series": ["CDI", "CDD"], "value": [3, 1]})
    spec = shapes.stacked(rows, unit="Personnes", order=["Rabat"], colours=CDI, tips=TIPS)
    titles = [each["title"] for each in spec["encoding"]["tooltip"]]
    assert titles == ["Mois", "Agence", "Personnes", "Part de n"]
    assert [row["share"] for row in rows_of(spec)] == [0.75, 0.25]


@pytest.mark.fault("T8")
@each_shape
def test_no_tooltip_leaves_a_value_without_a_name(name: str) -> None:
    assert titles_of(drawn(name)) and all(each.strip() for each in titles_of(drawn(name)))


def titles_of(spec: object) -> list[str]:
    """The names of all tooltips within a specification."""
    if isinstance(spec, list):
        return [title for each in spec for title in titles_of(each)]
    if not isinstance(spec, dict):
        return []
    tips = spec.get("tooltip", [])
    own = [each["title"] for each in tips] if isinstance(tips, list) else []
    return own + [
        title for key, each in spec.items() if key != "tooltip" for title in titles_of(each)
    ]


def test_a_line_of_a_legend_keeps_its_colon_on_its_side() -> None:
    """Charts run from the left: an Arabic line by itself does not."""
    (lines,) = json.loads(theme._lines(["دون خبر: مغادرة"], 40)).values()
    assert lines == ["\u2068دون خبر: مغادرة\u2069"]


def test_the_line_of_no_difference_crosses_no_words() -> None:
    rows = interval(value=-2.0, lower=-9.0, upper=5.0)
    for domain, strokes in (((-30, 30), [colours.PAPER] * 3 + [None] * 3), ((0, 100), [None] * 3)):
        spec = shapes.intervals(rows, unit="points", place="Agence", domain=domain)
        words = [each["mark"] for each in spec["layer"] if each["mark"].get("dy") == -10]
        assert [each.get("stroke") for each in words] == strokes
