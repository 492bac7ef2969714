"""Charts and tables of shares: what is of few stands there by its counts."""

from __future__ import annotations

import pandas as pd
import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.results import shares
from db.statistics import FEW, share_of
from db.statistics.rounding import FEWEST

COUNTS = [(1, 1), (9, 9), (5, 10), (15, 30)]


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")


def rows() -> pd.DataFrame:
    told = [(*counts, *share_of(*counts)) for counts in COUNTS]
    return pd.DataFrame(told, columns=["numerator", "denominator", *shares.BOUNDS])


def test_a_chart_has_no_dot_and_no_line_of_few() -> None:
    made = shares.chart_rows(rows(), list("abcd"))
    for name in ("value", "lower", "upper"):
        assert made[name].isna().tolist() == [True, True, False, False]
    assert made["value"].tolist()[2:] == [50, 50]
    assert made["note"].tolist() == ["1 sur 1", "9 sur 9", "n = 10", "n = 30"]
    assert made["quiet"].tolist() == [True, True, True, False]


def test_a_table_has_the_counts_of_few_and_no_interval() -> None:
    share, lower, upper = shares.columns(rows()).values()
    assert share == ["1 sur 1", "9 sur 9", 50, 50]
    assert lower == ["—", "—", 24, 33]
    assert upper == ["—", "—", 76, 67]


@pytest.mark.parametrize(
    ("drawn", "is_grey", "is_bare"),
    [([], 0, 0), ([0], 0, 0), ([30], 0, 0), ([29], 1, 0), ([9], 0, 1), ([10, 1], 1, 1)],
)
def test_a_legend_explains_what_is_drawn(drawn: list[int], is_grey: int, is_bare: int) -> None:
    told = shares.legend(drawn)
    assert (translate("fr", "note.grey", few=FEW) in told) is bool(is_grey)
    assert (translate("fr", "note.no_percent", fewest=FEWEST) in told) is bool(is_bare)
