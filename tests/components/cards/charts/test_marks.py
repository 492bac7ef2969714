"""Events are bands with their name, in the rows that they are of, and no chart changes without."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import pandas as pd
import pytest

from components.cards.charts import before_after, months, paths
from components.cards.charts.marks import DayMark, Mark, least_width
from components.cards.charts.months import Months, Words, monthly, small_multiples
from components.cards.charts.theme import Spec

COLUMNS = ["janv. 2026", "févr. 2026", "mars 2026"]
WORDS = Words("Personnes", "Agence", "Mois", "Total", "Non reçu", "Événement", "Quand")
ROWS = pd.DataFrame(
    {"month": COLUMNS * 2, "series": ["Rabat"] * 3 + ["Oujda"] * 3, "value": [1, 2, 3, 4, 0, 5]}
).astype({"value": "Int64"})
MARKS = [
    Mark("Ramadan", "18 févr. – 19 mars 2026", COLUMNS[1:]),
    Mark("Grève", "3 mars 2026", COLUMNS[2:], "Oujda"),
    Mark("Fermeture", "3 mars 2026", COLUMNS[2:], "Fès"),
]


def small(marks: list[Mark]) -> Spec:
    columns = Months(COLUMNS, (), marks)
    return small_multiples(ROWS, months=columns, order=["Rabat", "Oujda"], words=WORDS)


def around(marks: list[Mark]) -> Spec:
    rows = ROWS.assign(expected=float("nan"), pale=False)
    places = [before_after.Row(each, "") for each in ("Rabat", "Oujda")]
    return before_after.around_a_day(rows, months=COLUMNS, places=places, words=WORDS, marks=marks)


def rows_with(spec: Spec, name: str) -> list[dict[str, object]]:
    return [row for rows in spec["datasets"].values() for row in rows if row.get("event") == name]


@pytest.mark.parametrize(
    "draw",
    [lambda marks: monthly(ROWS, months=Months(COLUMNS, (), marks), words=WORDS), small, around],
    ids=["monthly", "small", "around"],
)
def test_a_chart_with_events_is_vega_lite(draw: Callable[[list[Mark]], Spec]) -> None:
    spec = draw(MARKS)
    alt.Chart.from_dict(spec, validate=True)
    assert rows_with(spec, "Ramadan")


def test_an_event_of_one_place_stands_in_its_row() -> None:
    for spec in (small(MARKS), around(MARKS)):
        assert {row["row"] for row in rows_with(spec, "Grève")} == {"Oujda"}
        assert {row["row"] for row in rows_with(spec, "Ramadan")} == {"Rabat", "Oujda"}
        assert rows_with(spec, "Fermeture") == []


def test_names_that_would_meet_stand_below_each_other() -> None:
    spec = monthly(ROWS, months=Months(COLUMNS, (), MARKS), words=WORDS)
    lanes = {row["event"]: row["lane"] for rows in spec["datasets"].values() for row in rows
             if "event" in row}  # fmt: skip
    assert lanes == {"Ramadan": 0, "Grève": 0, "Fermeture": 1}


def test_no_bar_hides_a_name() -> None:
    spec = monthly(ROWS, months=Months(COLUMNS, (), MARKS), words=WORDS)
    heights = [
        each["encoding"]["y"]["value"] for each in spec["layer"] if each["mark"]["type"] == "text"
    ]
    assert heights == [-26, -14]


def test_without_events_a_chart_is_what_it_was() -> None:
    assert len(small([])["layer"]) == 4
    assert small([])["height"] == months.ROW * 2 + 8


def test_days_of_an_event_are_a_band_on_a_line() -> None:
    actual = pd.DataFrame(
        {"day": ["2026-01-31"], "value": [3], "text": ["3"], "label": ["31 janv."],
         "lower": [None], "upper": [None]}
    )  # fmt: skip
    planned = pd.DataFrame(columns=["day", "value", "text", "label", "is_target"])
    spec = paths.path(
        actual,
        planned,
        ticks={"2026-01-01": "janv. 2026", "2026-03-01": "mars 2026"},
        words=paths.Words("Personnes", "Jour", "Réel", "Cible", "Événement", "Quand"),
        marks=[DayMark("Grève", "3 janv.", "2026-01-03", "2026-01-04")],
    )
    alt.Chart.from_dict(spec, validate=True)
    assert rows_with(spec, "Grève")


@pytest.mark.parametrize("make", [small, around])
def test_bands_are_first_and_leave_the_axis_and_the_gaps_of_the_bars(
    make: Callable[[list[Mark]], Spec],
) -> None:
    spec = make(MARKS)
    axes = [
        layer["encoding"]["x"]
        for kind in ("rect", "bar")
        for layer in spec["layer"]
        if layer["mark"]["type"] == kind
    ]
    assert len(axes) == 2 and axes[0] == axes[1]
    assert (axes[0]["scale"]["paddingInner"], axes[0]["axis"]["labelAngle"]) == (0.1, 0)


def test_names_that_no_line_keeps_apart_go_from_a_narrow_chart() -> None:
    """Two names on one line, two of twelve months apart: 7 letters and a space of 5.5 pixels
    need 264."""
    year = [str(each) for each in range(12)]
    rows = pd.DataFrame(
        [("2", "Ramadan", True), ("3", "Ramadan", False), ("4", "Grève", True)],
        columns=["month", "event", "first"],
    ).assign(row="Rabat", lane=0)
    assert least_width(rows, year) == pytest.approx(264)
    assert least_width(rows.assign(lane=[0, 0, 1]), year) == 0
    apart = rows.assign(row=["Rabat", "Rabat", "Oujda"])
    assert least_width(apart, year) == 0


def test_no_letters_are_slanted_for_arabic_has_none() -> None:
    assert "italic" not in str(monthly(ROWS, months=Months(COLUMNS, (), MARKS), words=WORDS))
    assert "italic" not in str(small(MARKS)) + str(around(MARKS))
