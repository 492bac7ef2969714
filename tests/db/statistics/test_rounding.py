"""Half goes up, as on a calculator, whatever floats make of it."""

from __future__ import annotations

import re

import pytest

from components.language import i18n
from components.results.common import in_points, percent_cell, share_text
from db.statistics.rounding import half_up, percent, whole
from tests.source import ROOT


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [(10, 16, 63), (1, 8, 13), (57, 200, 29), (9, 200, 5), (29, 200, 15), (6, 11, 55), (5, 8, 63)],
)
def test_a_share_is_rounded_as_a_reader_checks_it(part: int, of: int, shown: int) -> None:
    """57 of 200 is 28.5 %, which floats multiply to 28.499999999999996."""
    assert percent(part / of) == percent_cell(part / of) == shown
    with i18n.speaking("en"):
        assert i18n.percent(part / of) == share_text(part / of) == f"{shown}%"


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(2.5, 0, 3), (-2.5, 0, -3), (0.25, 1, 0.3), (1.005, 2, 1.01), (2.45, 1, 2.5), (7.0, 0, 7)],
)
def test_half_goes_away_from_nought(value: float, digits: int, shown: float) -> None:
    assert half_up(value, digits) == shown


def test_counts_and_points_follow_the_same_rule() -> None:
    assert whole(12.5) == 13
    with i18n.speaking("en"):
        assert in_points(0.625 - 0.5).startswith("+13")
        assert i18n.number(0.25, 1) == "0.3"


def test_nothing_on_screen_is_rounded_by_another_rule() -> None:
    """Charts for spreadsheets keep six digits, which nobody reads."""
    rounding = re.compile(r"(?<![\w.])round\(|\.round\(\)")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "components").rglob("*.py")
        if rounding.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["components/cards/charts/native.py"]
