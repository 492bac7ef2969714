"""What a manager reads beside released cells, and how much of a release counts as hidden."""

from __future__ import annotations

import pandas as pd
import pytest
import streamlit as st

from components.language.catalogue import translate
from components.releases.truth import (
    Hidden,
    beside,
    hidden_in,
    say_how_much_is_hidden,
    summed,
    worst,
)
from components.releases.words import ReleasedTable

SHARES = pd.DataFrame(
    {
        "table": "trust.T1.3",
        "row": ["RABAT", "CASA", "TOTAL"],
        "column": "-",
        "mark": ["published", "hidden", "published"],
        "value": [50, None, 50],
    }
)
PERSONS = pd.DataFrame(
    {
        "table": "wage.agency",
        "row": ["RABAT", "CASA", "TANGER", "TOTAL"],
        "column": "-",
        "mark": ["hidden", "hidden", "na", "published"],
        "value": [None, None, None, 60],
    }
)
TRUTHS = pd.DataFrame(
    [
        ("trust.T1.3", "RABAT", "TRUSTING", 32, ""),
        ("trust.T1.3", "RABAT", "N", 64, ""),
        ("trust.T1.3", "CASA", "TRUSTING", 12, "few"),
        ("trust.T1.3", "CASA", "N", 16, "few"),
        ("trust.T1.3", "TOTAL", "TRUSTING", 32, ""),
        ("trust.T1.3", "TOTAL", "N", 64, ""),
        ("wage.agency", "RABAT", "-", 9, "small"),
        ("wage.agency", "CASA", "-", 51, "cover"),
        ("wage.agency", "TANGER", "-", 0, ""),
        ("wage.agency", "TOTAL", "-", 60, ""),
    ],
    columns=["table", "row", "column", "value", "reason"],
)


def table(code: str, rows: pd.DataFrame) -> ReleasedTable:
    return ReleasedTable(code=code, title=code, headline="", unit="", rows=rows, base=5)


def test_trust_stands_beside_its_own_true_counts() -> None:
    rows = beside(table("trust.T1.3", SHARES), TRUTHS).set_index("row")
    assert rows[["true", "true_n", "reason"]].loc[["CASA"]].values.tolist() == [[12, 16, "few"]]
    assert len(rows) == 3


def test_totals_and_what_cannot_exist_are_no_hidden_cells() -> None:
    found = hidden_in(table("wage.agency", PERSONS), TRUTHS)
    assert (found.hidden_cells, found.cells) == (2, 2)
    assert (found.hidden_persons, found.persons) == (60, 60)


def test_trust_counts_among_what_is_hidden() -> None:
    found = hidden_in(table("trust.T1.3", SHARES), TRUTHS)
    assert (found.hidden_cells, found.cells) == (1, 2)
    assert (found.hidden_persons, found.persons) == (16, 80)


def of(title: str, cells: int, hidden_cells: int, persons: int, hidden_persons: int) -> Hidden:
    return Hidden(
        title=title,
        cells=cells,
        hidden_cells=hidden_cells,
        persons=persons,
        hidden_persons=hidden_persons,
    )


def test_a_cell_weighs_the_same_in_every_table() -> None:
    small, large, empty = of("", 3, 3, 10, 9), of("", 20, 2, 90, 1), of("", 0, 0, 0, 0)
    whole = summed([small, large, empty])
    assert (whole.share_of_cells, whole.share_of_persons) == (5 / 23, 0.1)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written on the screen, in its order."""
    found = list[str]()
    for name in ("write", "info", "warning"):
        monkeypatch.setattr(st, name, lambda text, **_: found.append(text))
    return found


def test_where_most_is_lost_is_named(said: list[str]) -> None:
    say_how_much_is_hidden([table("wage.agency", PERSONS)], TRUTHS)
    shares, warning = said
    assert "100" in shares
    assert translate("fr", "releases.too_much_hidden") in warning and "wage.agency" in warning


def test_where_nobody_was_nothing_is_said_to_be_lost(said: list[str]) -> None:
    rows = PERSONS.assign(mark="hidden", value=None)
    nobody = TRUTHS.assign(value=0)
    say_how_much_is_hidden([table("wage.agency", rows)], nobody)
    assert said == [translate("fr", "releases.nothing_to_count")]
    assert worst([of("empty", 9, 9, 0, 0)]) == []


def test_persons_alone_make_a_table_one_of_the_worst() -> None:
    few_cells, fine = of("persons", 10, 4, 100, 80), of("fine", 10, 4, 100, 20)
    all_hidden, more = of("all", 3, 3, 20, 20), of("more", 4, 4, 40, 40)
    half, other = of("half", 2, 1, 4, 2), of("other", 10, 6, 90, 5)
    named = worst([few_cells, fine, all_hidden, half, more, other])
    assert [each.title for each in named] == ["more", "all", "persons"]
