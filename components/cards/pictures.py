"""Pictures of a chart; the only importer of vl-convert.

An upgrade must keep: drawing without a network, a title of several lines as one ``<text>`` with a
``<tspan>`` a line (it is taken apart here), and a PNG of such an SVG.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Literal

from components.cards.charts.theme import Spec

Kind = Literal["png", "svg"]
KINDS: tuple[Kind, ...] = ("png", "svg")
#: A longer line of a picture would be cut off, and would narrow its plot.
LINE_LENGTH = 95
#: A text of several lines; from right to left they would be drawn over each other.
_LINES = re.compile(r"<text([^>]*)>((?:<tspan[^>]*>[^<]*</tspan>)+)</text>")
_LINE = re.compile(r'<tspan(?: x="[^"]*")?(?: dy="([^"]*)")?>([^<]*)</tspan>')


def warm_up() -> None:
    """The first picture of a process holds all its threads for a second: before anybody waits."""
    picture({"mark": "point"}, [""], "png", rtl=False)


def picture(spec: Spec, notes: Sequence[str], kind: Kind, *, rtl: bool) -> bytes:
    """The chart under the notes, the first as its title, if any; needs no network."""
    import vl_convert

    drawn = json.loads(json.dumps(spec))
    drawn |= {
        "width": 720,
        "background": "white",
        "padding": 16,
        "title": _title(notes, rtl=rtl) if notes else None,
    }
    svg = _LINES.sub(_apart, vl_convert.vegalite_to_svg(drawn, allowed_base_urls=[]))
    return svg.encode() if kind == "svg" else vl_convert.svg_to_png(svg, scale=2)


def _title(notes: Sequence[str], *, rtl: bool) -> dict[str, object]:
    """The first note as the title, the others below it, on as many lines as they need."""
    title, *lines = ([*textwrap.wrap(note, LINE_LENGTH)] or [""] for note in notes)
    if rtl:
        title, *lines = ([f"\u202b{line}\u202c" for line in note] for note in (title, *lines))
    return {
        "text": title,
        "subtitle": [part for line in lines for part in line],
        "anchor": "end" if rtl else "start",
        "offset": 12,
    }


def _apart(several: re.Match[str]) -> str:
    """Each line as a text of its own."""
    texts, down = [], 0.0
    for dy, line in _LINE.findall(several[2]):
        down += float(dy or 0)
        texts.append(f'<text{several[1]} y="{down:g}">{line}</text>')
    return "".join(texts)
