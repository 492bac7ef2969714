"""A matrix writes every number, and sums none."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from components.cards.charts.matrix import matrix
from components.cards.charts.theme import Spec

ROWS = pd.DataFrame(
    {
        "label": ["Contrat vu", "Contrat vu", "Parole"],
        "series": ["Casa Aïn Sebaâ", "Apprentissage", "Casa Aïn Sebaâ"],
        "value": [3, 0, 1],
    }
)


def drawn(rows: pd.DataFrame = ROWS) -> Spec:
    return matrix(
        rows,
        unit="Événements",
        order=["Contrat vu", "Parole"],
        columns=["Casa Aïn Sebaâ", "Apprentissage"],
        places=("Preuve", "Agence"),
    )


def test_every_cell_is_written_and_named() -> None:
    alt.Chart.from_dict(drawn(), validate=True)
    (rows,) = drawn()["datasets"].values()
    assert [row["text"] for row in rows] == ["3", "0", "1"]
    titles = [each["title"] for each in drawn()["layer"][0]["encoding"]["tooltip"]]
    assert titles == ["Preuve", "Agence", "Événements"]


@pytest.mark.fault("T7")
def test_agencies_are_columns_in_the_order_given() -> None:
    scale = drawn()["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert scale == ["Casa Aïn\nSebaâ", "Apprentissage"]


def test_a_text_stands_instead_of_its_value() -> None:
    (rows,) = drawn(ROWS.assign(text=["3 · 75 %", "0", "1"]))["datasets"].values()
    assert rows[0]["text"] == "3 · 75 %"
