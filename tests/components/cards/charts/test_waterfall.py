"""From the mean to the agency's own number by steps, and bars with the mean's mark."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.cards.charts.beside import bars_beside
from components.cards.charts.waterfall import waterfall


def test_steps_are_vega_lite_and_may_go_below_nought() -> None:
    rows = pd.DataFrame(
        {
            "label": ["Moyenne", "Jours", "Part", "Rabat"],
            "start": [0.0, 3.0, -1.0, 0.0],
            "end": [3.0, -1.0, 2.0, 2.0],
            "text": ["3", "-4", "+3", "2"],
            "is_sum": [True, False, False, True],
        }
    )
    spec = waterfall(rows, unit="Personnes", place="Chiffre")
    alt.Chart.from_dict(spec, validate=True)
    assert spec["layer"][1]["encoding"]["x"]["scale"]["domainMin"] == -1


def test_a_mean_has_a_mark_where_there_is_one() -> None:
    rows = pd.DataFrame(
        {"label": ["Reçues", "Inscrites"], "value": [3, 2], "mean": [4.5, None], "text": ["3", "2"]}
    )
    spec = bars_beside(rows, unit="Personnes", place="Chiffre", mean_of="Moyenne")
    alt.Chart.from_dict(spec, validate=True)
    (drawn,) = spec["datasets"].values()
    assert [row["furthest"] for row in drawn] == [4.5, 2]
