"""A bar of a path ends in those who are still there, and every part can be found by its name."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.cards.charts import native
from components.cards.charts.steps import parts, steps
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then

NAMES = {"on": "plus loin", "side": "à côté", "under_way": "encore en chemin"}
ROWS = pd.DataFrame(
    {
        "label": ["Premier contact", "Formation", "Stage"],
        "value": [10, 3, 0],
        "under_way": pd.array([4, None, None], dtype="Int64"),
        "side": [False, True, False],
        "text": ["10 · 100 %", "3 · 30 %", "0 · 0 %"],
        "days": pd.array([None, 12, None], dtype="Int64"),
    }
)


def drawn(beside: Then | None = None) -> Spec:
    return steps(ROWS, unit="Personnes", place="Étape", names=NAMES, days="Jours", beside=beside)


def test_who_is_still_there_stands_at_the_end_of_the_bar_and_nobody_twice() -> None:
    made = parts(ROWS, NAMES)
    assert made[["label", "series", "start", "end"]].to_numpy().tolist() == [
        ["Premier contact", "plus loin", 0, 6],
        ["Premier contact", "encore en chemin", 6, 10],
        ["Formation", "à côté", 0, 3],
    ]
    assert made["value"].sum() == ROWS["value"].sum()
    assert "Premier contact · encore en chemin" in list(made["part"])


def test_a_spreadsheet_draws_the_medians_on_a_scale_of_their_own() -> None:
    alt.Chart.from_dict(drawn(), validate=True)
    same = native.of(drawn())
    assert same is not None
    persons, days = same["panels"]
    assert [each["name"] for each in persons["series"]] == list(NAMES.values())
    assert days["unit"] == "Jours" and days["series"][0]["values"] == [None, 12, None]


def test_the_number_after_a_bar_leaves_room_for_the_mark() -> None:
    beside = Then("un an avant", pd.DataFrame({"label": ["Stage"], "value": [7.0]}))
    spec = drawn(beside)
    rows = next(each for each in spec["datasets"].values() if "after" in each[0])
    assert {each["label"]: each["after"] for each in rows} == {
        "Premier contact": 10, "Formation": 3, "Stage": 7,
    }  # fmt: skip
