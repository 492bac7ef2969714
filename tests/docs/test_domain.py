"""The domain's tables in words are those of the code: what is missing there is known to nobody."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from sqlmodel import SQLModel

from db import models
from db.measures.indicators import INDICATORS
from seed_data import code_lists
from tests.source import ROOT

DOMAIN = (ROOT / "docs/domain.md").read_text(encoding="utf-8")


def section(number: int) -> str:
    """The text under ``## <number>.``."""
    found = re.search(rf"^## {number}\. .*?(?=^## |\Z)", DOMAIN, re.MULTILINE | re.DOTALL)
    assert found, f"no section {number}"
    return found[0]


def cells(text: str) -> list[list[str]]:
    """The rows of a text's table, without its head."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_every_table_of_the_schema_is_listed_with_what_fills_it() -> None:
    assert models.__all__, "the models are imported"
    rows = cells(section(5))
    named = [name.strip("`") for name, _, _ in rows]
    assert sorted(named) == sorted(SQLModel.metadata.tables)
    # Neither a command nor the demo alone: a programme is run in a browser.
    ways = re.compile(r"screen|every form|derived|signing in|the server's start")
    assert [name for name, _, filled in rows if not ways.search(filled)] == []


def test_every_indicator_is_listed_with_its_measure() -> None:
    listed = {code: measure for code, _, _, measure in cells(section(2))}
    assert list(listed) == [
        each["code"] for each in code_lists.rows() if each["list"] == "INDICATOR"
    ]
    measured = {code: cell.strip("`") for code, cell in listed.items() if cell[0] == "`"}
    assert measured == {code: dotted(measure) for code, measure in INDICATORS.items()}


def dotted(measure: Any) -> str:
    """``module.function`` of a measure."""
    function = measure.func if isinstance(measure, partial) else measure
    return f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"


def test_every_code_list_is_named() -> None:
    named = re.findall(r"`([A-Z][A-Z0-9_]+)`", " ".join(row[1] for row in cells(section(4))))
    assert set(named) - {"COOP"} == {each["list"] for each in code_lists.rows()}
