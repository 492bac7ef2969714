"""A picture holds its chart and its words, none cut and none laid over another."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
import vl_convert

import app as server
from components.cards.charts import shapes
from components.cards.pictures import picture


@pytest.mark.long
def test_no_word_of_a_long_note_is_cut_and_the_plot_keeps_its_width() -> None:
    rows = pd.DataFrame({"label": ["a"], "value": [12], "text": ["12"]})
    long = " ".join(f"mot{number}" for number in range(60))
    drawn, short = (
        picture(shapes.bars(rows, unit="x", place="Type"), notes, "svg", rtl=False).decode()
        for notes in ([long, long], ["a", "b"])
    )
    assert all(drawn.count(word) == 2 for word in (">mot0 ", "mot59<"))
    plot = re.compile(r'class="background" aria-hidden="true" d="M0,0h([0-9]+)')
    assert plot.findall(drawn)[0] == plot.findall(short)[0]


@pytest.mark.long
def test_the_first_picture_is_drawn_before_anybody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds the whole process, so the server draws one before it answers anybody."""
    done: list[str] = []

    def noted(name: str) -> None:
        drawing = getattr(vl_convert, name)

        def draw(*given: Any, **more: Any) -> Any:
            done.append(name)
            return drawing(*given, **more)

        monkeypatch.setattr(vl_convert, name, draw)

    noted("vegalite_to_svg")
    noted("svg_to_png")
    monkeypatch.setattr(server, "prepare", lambda: None)
    monkeypatch.setattr(server, "quieten", lambda: None)

    async def start() -> list[str]:
        async with server.lifespan(server.app):
            return list(done)

    with ThreadPoolExecutor(1) as alone:  # a browser of another test has a loop in this thread
        drawn = alone.submit(asyncio.run, start()).result()
    assert drawn == ["vegalite_to_svg", "svg_to_png"]


@pytest.mark.parametrize("agency", ["Rabat Akkari", "الرباط العكاري"])
def test_a_picture_carries_its_words_in_its_own_language(agency: str) -> None:
    rows = pd.DataFrame({"label": [agency], "value": [12], "text": ["12"]})
    spec = shapes.bars(rows, unit="Personnes", place="Type")
    notes = ["Le titre", "La note · n = 12", "Du 1er janvier au 30 juin 2026"]
    drawn = picture(spec, notes, "svg", rtl=False).decode()
    assert all(words in drawn for words in (agency, *notes))
    assert picture(spec, notes, "png", rtl=False).startswith(b"\x89PNG")


def test_each_line_of_a_picture_is_a_text_of_its_own() -> None:
    """Lines of one text are laid over each other in a PNG when they are Arabic."""
    rows = pd.DataFrame({"label": ["الوكالة " * 9], "value": [12], "text": ["12"]})
    notes = ["التدخلات " * 30, "الأحداث", "المعطيات"]
    drawn = picture(shapes.bars(rows, unit="x", place="Type"), notes, "svg", rtl=True).decode()
    texts = ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - ours
    lines = [each for each in texts if "ا" in (each.text or "")]
    assert "\u202bالأحداث\u202c" in drawn
    assert "<tspan" not in drawn and len(lines) >= 8
    assert len({(each.get("transform"), each.get("y")) for each in lines}) == len(lines)


def test_a_picture_asks_no_other_host_for_anything() -> None:
    spec = {"data": {"url": "https://elsewhere.example/rows.json"}, "mark": "point"}
    with pytest.raises(ValueError, match="elsewhere"):
        picture(spec, [""], "svg", rtl=False)


def test_making_a_picture_leaves_the_kept_chart_as_it_was() -> None:
    spec = shapes.bars(
        pd.DataFrame({"label": ["a"], "value": [1], "text": ["1"]}), unit="x", place="Type"
    )
    picture(spec, ["titre"], "svg", rtl=True)
    assert spec["width"] == "container" and "title" not in spec
