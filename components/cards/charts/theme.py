"""Colours, sizes and fonts of every chart, so that a set of cards reads as one."""

from __future__ import annotations

import copy
import json
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from components.cards.charts.colours import INK, LINE, SOFT
from components.cards.charts.native import KEY, Native

# Each part of a chart would be checked against the schema, and the whole once more: a quarter of
# what it costs. The tests check the whole of every shape.
disable_debug_mode()

#: A finished Vega-Lite specification: what JSON can hold.
Spec = dict[str, Any]
Chart = alt.Chart | alt.LayerChart | alt.FacetChart
FONT = "system-ui, 'Noto Sans', 'Noto Sans Arabic', sans-serif"
LABEL_LIMIT = 220
ROW = 28
LINE_LENGTH = 24
#: A line of a legend under bars that a phone has little room for beside their names.
SHORT_LENGTH = 14
#: The mean width in pixels of a letter of 12 pixels, in any of the three languages.
LETTER = 7
#: What is left beside the longest names, for what takes more or less height by it. Asked of the
#: container: fitting a chart changes ``width`` after its height was worked out, and what it then
#: grows by is cut off. ``width`` stands in it so that it is asked again when the container changes.
ROOM = f"(containerSize()[0] - {LETTER * LINE_LENGTH + 24} + 0 * width)"


#: As ``configure_*`` would write it; each call of those copies the whole chart first.
CONFIG: Spec = {
    "view": {"continuousWidth": 300, "continuousHeight": 300, "strokeWidth": 0},
    "axis": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": LABEL_LIMIT,
    },
    "legend": {
        "labelColor": INK,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "orient": "bottom",
        "labelLimit": LABEL_LIMIT,
        "title": None,
    },
    "font": FONT,
    "background": "transparent",
}
PADDING = {"left": 7, "right": 11, "top": 5, "bottom": 5}


def finished(chart: Chart, native: Native, *, height: int = 260) -> Spec:
    """The Vega-Lite specification, sized to its card and in the house's look; ``native``: the same
    for a workbook."""
    spec: Spec = chart.to_dict(validate=False)
    return spec | {
        "config": copy.deepcopy(CONFIG),
        "width": "container",
        "height": height,
        # Only the width is fitted: a long legend makes the card taller, not the bars smaller.
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": PADDING,
        KEY: native,
    }


def part_colours(colours: Mapping[str, str]) -> alt.Color:
    """The colour of each part of a bar, by its name; a long name takes several lines."""
    order = list(colours)
    lines, short = (_lines(order, letters) for letters in (LINE_LENGTH, SHORT_LENGTH))
    narrow = LETTER * LINE_LENGTH + 24
    return alt.Color(
        "series:N",
        sort=order,
        scale=alt.Scale(domain=order, range=list(colours.values())),
        legend=alt.Legend(
            title=None,
            columns=_legend_columns(order),
            labelExpr=f"({ROOM} < {narrow} ? {short} : {lines})[datum.label]",
        ),
    )


def _lines(names: list[str], letters: int) -> str:
    """Each name on its lines, as an object that a chart looks them up in; an Arabic line keeps its
    colon and its brackets on their side."""
    return json.dumps(
        {name: [isolated(line) for line in wrapped(name, letters).split("\n")] for name in names},
        ensure_ascii=False,
    )


def room_for(texts: Iterable[str], most: float) -> alt.Scale:
    """From nought to beyond the longest bar, so that the longest text fits after it at any width.

    Vega makes room for such a text when it first draws, and not again when a phone is turned.
    """
    pixels = LETTER * max(map(len, texts), default=0) + 8
    end = f"{most if most > 0 else 1} * width / max(width - {pixels}, width / 4)"
    return alt.Scale(domainMin=0, domainMax=alt.ExprRef(end), nice=False)


def count_axis(most: float, step: int = 1) -> alt.Axis:
    """An axis of whole numbers; up to two, each is listed, or Vega would write some twice."""
    named = list(range(int(most) + 1)) if 0 < most < 3 else alt.Undefined
    return alt.Axis(tickMinStep=step, format="d", values=named)


def _legend_columns(series: list[str]) -> alt.ExprRef:
    """Two names side by side where there is room for both."""
    letters = min(max(map(len, series), default=0), LINE_LENGTH)
    return alt.ExprRef(f"{ROOM} < {2 * (LETTER * letters + 24)} ? 1 : 2")


def wrapped(label: str, letters: int = LINE_LENGTH) -> str:
    """A long label on several lines, so that nothing of it is cut."""
    return "\n".join(textwrap.wrap(label, letters, break_long_words=False))


def isolated(text: str) -> str:
    """As ``components.language.plain`` says it, which charts know nothing of: they run from the
    left, whatever the page does."""
    return f"\u2068{text}\u2069"


def labels_height(labels: list[str], row: int = ROW) -> int:
    """Room for rows whose labels may take several lines."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    return max(2, len(labels)) * max(row, lines * 15 + 10) + 10


def rows_axis(order: list[str]) -> alt.Y:
    """Rows in one order, their labels on as many lines as they need."""
    axis = alt.Axis(ticks=False, domain=False, labelExpr="split(datum.label, '\\n')")
    return alt.Y("label:N", sort=order, scale=alt.Scale(domain=order), title=None, axis=axis)
