"""Every colour has one meaning, and any eye can tell those that stand side by side."""

from __future__ import annotations

import itertools
import math
import re

import pytest

from components.cards.charts import colours
from tests.source import ROOT

#: Colours that are parts of one bar.
TOGETHER = (colours.STATES, colours.KINDS, colours.ANSWERS, colours.PATH)
ALONE = (colours.FIGURE, colours.BESIDE, colours.FEW, colours.EDGE, colours.SOFT, colours.INK)

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


def contrast(first: str, second: str) -> float:
    """As WCAG 2 counts it."""
    dark, light = sorted(map(_luminance, (first, second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.fault("S2")
@pytest.mark.parametrize("eye", BLIND)
@pytest.mark.parametrize("family", TOGETHER)
def test_no_two_parts_of_a_bar_are_alike_to_any_eye(family: dict[str, str], eye: str) -> None:
    """Red-, green- and blue-blind (Machado 2009)."""
    alike = [
        pair
        for pair in itertools.combinations(family.values(), 2)
        if _apart(*(_lab(each, BLIND[eye]) for each in pair)) < 20
    ]
    assert alike == []


@pytest.mark.fault("S2")
def test_no_colour_has_two_meanings() -> None:
    told = [colours.FEW, *(each for family in TOGETHER for each in family.values())]
    near = [
        pair
        for pair in itertools.combinations(told, 2)
        if _apart(*(_lab(each, SAME) for each in pair)) < 8
    ]
    assert near == []


@pytest.mark.fault("S2")
def test_what_is_late_is_the_one_warm_state() -> None:
    warm = [name for name, each in colours.STATES.items() if _lab(each, SAME)[1] > 30]
    assert warm == ["late"]


@pytest.mark.parametrize("colour", ALONE)
def test_a_mark_that_stands_alone_is_seen_on_paper(colour: str) -> None:
    assert contrast(colour, colours.PAPER) >= 3


@pytest.mark.parametrize("shade", colours.SHADES)
def test_ink_is_read_on_every_cell_of_a_matrix(shade: str) -> None:
    assert contrast(colours.INK, shade) >= 7


@pytest.mark.fault("S2")
def test_no_chart_and_no_page_picks_a_colour_of_its_own() -> None:
    drawing = [*(ROOT / "components" / each for each in ("cards/charts", "results", "releases"))]
    found = [
        path.name
        for folder in drawing
        for path in folder.rglob("*.py")
        if path.name != "colours.py" and re.search(r"#[0-9A-Fa-f]{6}", path.read_text("utf-8"))
    ]
    assert found == []
