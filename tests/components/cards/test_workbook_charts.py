"""Charts of a workbook are the spreadsheet's own, and their numbers are those of the screen's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from components.cards import workbooks
from components.cards.charts import before_after, matrix, months, native, paths, shapes
from components.cards.charts.theme import Spec
from components.cards.workbooks import About, Sheet
from tests.read_back import charts, workbook

NAN = float("nan")
TABLE = pd.DataFrame({"Mois": ["janv.", "févr."], "Rabat": [3, 4]})
WORDS = months.Words("Personnes", "Agence", "Mois", "Attendu", "Non reçu")
ROWS = pd.DataFrame(
    {
        "month": ["janv.", "févr."] * 2,
        "series": ["Rabat", "Rabat", "Casa", "Casa"],
        "value": [3, None, 1, 9],
    }
)
PLACES = [before_after.Row("Rabat", "u", "févr.", "x"), before_after.Row("Casa", "")]


def a_chart_of_each_shape() -> dict[str, Callable[[], Spec]]:
    bars = pd.DataFrame({"label": ["Contact", "Stage"], "value": [40, NAN], "text": ["40", "—"]})
    parts = pd.DataFrame({"label": ["A", "A"], "series": ["x", "y"], "value": [4, 5]})
    dots = pd.DataFrame(
        {
            "label": ["T1", "T2"],
            "value": [50.4, None],
            "lower": [40.0, None],
            "upper": [61.0, None],
            "note": ["n = 30", "masqué"],
            "quiet": [True, False],
        }
    )
    spans = pd.DataFrame(
        {"label": ["Rabat"], "start": ["2026-01-01"], "end": ["2026-03-01"], "text": ["x"]}
    )
    line = pd.DataFrame(
        {"day": ["2026-01-31", "2026-02-28"], "value": [3, 9], "text": ["3", "9"], "label": ""}
    ).assign(lower=None, upper=None)
    planned = line.assign(is_target=[False, True], value=[0, 40])
    around = ROWS.astype({"value": "Int64"}).assign(expected=[2.5, 2.6, NAN, NAN], pale=False)
    steps = pd.DataFrame({"series": "Rabat", "month": [0, 1], "value": [0.0, 10.0]})
    steps = steps.assign(lower=[0.0, 5.0], upper=[0.0, 15.0])
    columns, ticks = months.Months(["janv.", "févr."], ["févr."]), ("2026-01-01", "2026-03-01")
    axis = {each: each for each in ticks}
    return {
        "bars": lambda: shapes.bars(bars, unit="Personnes", place="p"),
        "stacked": lambda: shapes.stacked(
            parts, unit="Placements", order=["A"], colours={"x": "#18457F", "y": "#6EA6DA"},
            tips=shapes.Tips("a", "b", "c"),
        ),
        "intervals": lambda: shapes.intervals(dots, unit="%", place="p"),
        "timeline": lambda: shapes.timeline(
            spans, place="p", first=ticks[0], last=ticks[1], ticks=axis
        ),
        "monthly": lambda: months.monthly(ROWS, months=columns, words=WORDS),
        "small": lambda: months.small_multiples(
            ROWS, months=columns, order=["Rabat", "Casa"], words=WORDS
        ),
        "matrix": lambda: matrix.matrix(
            ROWS.rename(columns={"month": "label"}).fillna(0), unit="Personnes",
            order=["janv.", "févr."], columns=["Rabat", "Casa"], places=("a", "b"),
        ),
        "path": lambda: paths.path(
            line, planned, ticks=axis, words=paths.Words("Personnes", "Jour", "Réalisé", "Cible")
        ),
        "around": lambda: before_after.around_a_day(
            around, months=["janv.", "févr."], places=PLACES, words=WORDS
        ),
        "curves": lambda: before_after.curves(
            steps, places=PLACES[:1], months=12, words=before_after.Axis("p", "Mois", "Part")
        ),
    }  # fmt: skip


def made(spec: Spec, title: str = "Titre", name: str = "Feuille") -> bytes:
    sheet = Sheet(name=name, title=title, table=TABLE, chart=native.of(spec))
    about = About(name="À propos", lines=[("a", "b")], contents="Feuilles")
    return workbooks.xlsx_bytes([sheet], about, rtl=False)


#: By shape: the numbers of each chart of the sheet, series by series, as the spreadsheet keeps
#: them; a blank is a month that nothing was received of.
WANTED: dict[str, list[list[list[Any]]]] = {
    "bars": [[[40.0, None]]],
    "stacked": [[[4.0], [5.0]]],
    "intervals": [[[50.0, None]]],
    "timeline": [[[46023.0], [59.0]]],
    "monthly": [[[4.0, 9.0]]],
    "small": [[[3.0, None]], [[1.0, 9.0]]],
    "matrix": [[[3.0, 0.0], [1.0, 9.0]]],
    "path": [[[3.0, 9.0], [0.0, 40.0]]],
    "around": [[[3.0, None], [2.5, 2.6]], [[1.0, 9.0]]],
    "curves": [[[0.0, 10.0], [0.0, 5.0], [0.0, 15.0]]],
}


@pytest.mark.parametrize("shape", WANTED)
def test_a_chart_of_each_shape_has_its_numbers(shape: str) -> None:
    found = charts(made(a_chart_of_each_shape()[shape]()))
    assert [each.values for each in found] == WANTED[shape]


def test_charts_of_places_have_one_scale() -> None:
    first, second = charts(made(a_chart_of_each_shape()["small"]()))
    scale = re.findall(r"<c:(?:min|max) val=\"\d+\"", first.raw)
    assert scale and scale == re.findall(r"<c:(?:min|max) val=\"\d+\"", second.raw)


def test_the_interval_of_a_share_is_drawn_from_cells() -> None:
    (found,) = charts(made(a_chart_of_each_shape()["intervals"](), name="L'année"))
    assert found.raw.count("<c:numRef>") == 3 and "'L''année'!" in found.raw


@pytest.mark.parametrize("text", ["=1+1", "@cmd|x", "+1"])
def test_no_word_of_a_chart_is_a_formula(text: str) -> None:
    rows = pd.DataFrame({"label": [text], "value": [3], "text": ["3"]})
    data = made(shapes.bars(rows, unit=text, place=text), title=text)
    (found,) = charts(data)
    assert all("!" in each for each in re.findall(r"<c:f>([^<]*)</c:f>", found.raw))
    page = workbook(data)["Feuille"]
    assert "<f>" not in page.raw
    assert not any(str(cell).startswith(text) for row in page.rows for cell in row)


def test_the_browser_is_not_sent_what_a_workbook_needs() -> None:
    from components.cards.card import Card

    spec = a_chart_of_each_shape()["bars"]()
    card = Card(key="k", headline="h", note="n", table=TABLE, spec=spec)
    assert native.KEY in spec and native.KEY not in card.drawn


def test_a_bar_within_one_month_has_no_first_of_a_month_to_begin_at() -> None:
    """A period of ten days ended the page of placements."""
    days = pd.DataFrame({"label": ["Rabat"], "start": ["2026-11-10"], "end": ["2026-11-21"]})
    assert native.spans(days, "Agent·e", [])["panels"][0]["series"][0]["values"] == [11]


def test_half_a_percent_goes_away_from_nought_as_in_the_table() -> None:
    rows = pd.DataFrame({"label": ["a"], "note": ["n = 40"], "quiet": [False], "value": [-2.5],
                         "lower": [-12.5], "upper": [7.5]})  # fmt: skip
    (panel,) = native.with_intervals(rows, "%")["panels"]
    (made,) = panel["series"]
    assert (made["values"], made["lower"], made["upper"]) == ([-3], [-13], [8])
