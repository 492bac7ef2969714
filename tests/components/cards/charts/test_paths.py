"""The line of a figure and its path: what is drawn is what was given, and Vega-Lite takes it."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from components.cards.charts import paths
from components.cards.charts.marks import DayMark
from components.cards.charts.theme import Spec

WORDS = paths.Words("Personnes", "Jour", "Réalisé", "Valeur cible")
TICKS = {"2026-01-01": "janv. 2026", "2026-07-01": "juil. 2026"}


def actual(**more: Any) -> pd.DataFrame:
    row = {"day": "2026-03-31", "value": 12.0, "text": "12", "label": "31 mars 2026"}
    return pd.DataFrame([row | {"lower": None, "upper": None} | more])


def planned(*targets: float) -> pd.DataFrame:
    rows = [
        (f"2026-0{place + 1}-01", value, f"{value:g}", "jour", place > 0)
        for place, value in enumerate((0.0, *targets))
    ]
    return pd.DataFrame(rows, columns=["day", "value", "text", "label", "is_target"])


def marks(spec: Spec) -> list[str]:
    return [layer["mark"]["type"] for layer in spec["layer"]]


def test_a_line_with_its_path_is_a_chart() -> None:
    spec = paths.path(actual(), planned(20, 30), ticks=TICKS, words=WORDS)
    alt.LayerChart.from_dict(spec)
    assert marks(spec) == ["line", "point", "text", "line", "point", "point", "text"]
    told = [row["text"] for rows in spec["datasets"].values() for row in rows]
    assert {"12", "20", "30"} <= set(told)


def test_without_a_path_the_line_stands_alone() -> None:
    spec = paths.path(actual(), planned().iloc[0:0], ticks=TICKS, words=WORDS)
    alt.LayerChart.from_dict(spec)
    assert marks(spec) == ["line", "point", "point", "text"]


def test_a_share_has_its_interval() -> None:
    spec = paths.path(actual(lower=5.0, upper=20.0), planned(30), ticks=TICKS, words=WORDS)
    alt.LayerChart.from_dict(spec)
    assert marks(spec).count("rule") == 1


def test_the_last_number_stands_where_no_target_is() -> None:
    for value, side in ((5.0, 14), (60.0, -12)):
        spec = paths.path(actual(value=value), planned(20, 30, 40, 50), ticks=TICKS, words=WORDS)
        assert spec["layer"][-1]["mark"]["dy"] == side


def test_the_names_of_events_stand_above_the_numbers() -> None:
    events = [
        DayMark(name, "jours", f"2026-0{month}-01", f"2026-0{month}-20")
        for month, name in enumerate(("Ramadan", "Grève"), 2)
    ]
    spec = paths.path(actual(), planned(20, 30), ticks=TICKS, words=WORDS, marks=events)
    alt.LayerChart.from_dict(spec)
    names = [each for each in spec["layer"] if "event" in str(each["encoding"].get("text"))]
    assert [each["encoding"]["y"]["value"] for each in names] == [-48, -36]
