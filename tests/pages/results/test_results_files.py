"""Every file of every results page is read back as its reader would open it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.cards import card as cards
from components.cards.cells import headings
from components.language.catalogue import Language, translate
from components.reads import reference
from db.models import Agency
from db.store.engine import writing
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results_page import fill, open_page
from tests.read_back import (
    formulas_in,
    libreoffice,
    opened_by_libreoffice,
    table_of,
    workbook,
)

PAGES = ("overview", "placements", "training", "trust")
OWN = {"filter_period": "own", "filter_from": "1/1/2026", "filter_to": "30/6/2026"}
Taken = Callable[[], dict[str, bytes]]
Tables = dict[str, pd.DataFrame]

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.fixture
def made_of(monkeypatch: pytest.MonkeyPatch) -> Tables:
    """The tables of the cards that a page has drawn, by their keys."""
    seen: Tables = {}
    show = cards.show

    def shown(card: cards.Card, context: Callable[[cards.Card], Sequence[str]]) -> None:
        seen[card.key] = card.table
        show(card, context)

    monkeypatch.setattr(cards, "show", shown)
    return seen


def with_all_tables(name: str, language: str, seen: Tables, **widgets: Any) -> AppTest:
    """The page with the files of each of its cards drawn."""
    open_page(name, language, **widgets)
    return open_page(name, language, **widgets, **{f"view_{key}": "table" for key in seen})


@pytest.fixture
def nasty(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rabat's name is a formula to who opens a file with another separator."""
    monkeypatch.setattr(reference.agencies, "_found", {})
    with writing() as session:
        agency = session.get_one(Agency, CAST.rabat)
        agency.short_name = agency.name_ar = "Rabat;=1+1"


@pytest.mark.long
@pytest.mark.fault("F1")
@pytest.mark.fault("F2")
@pytest.mark.usefixtures("nasty")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_file_of_a_page_is_read_back(
    signed_in: SignedIn, name: str, language: Language, made_of: Tables, taken: Taken
) -> None:
    fill()
    signed_in(CAST.manager)
    app = with_all_tables(name, language, made_of)
    assert not app.exception
    files = taken()
    assert len(files) == len(app.get("download_button"))
    kinds = [file.rpartition(".")[2] for file in files]
    assert kinds.count("csv") == kinds.count("xlsx") == kinds.count("txt") >= 3
    known = {str(headings(table)) for table in made_of.values()}
    for file, data in files.items():
        if file.endswith(".csv"):
            read = table_of(data, language)
            assert str(list(read.columns)) in known
            assert formulas_in(data) == []
        elif file.endswith(".xlsx"):
            numbers, about = workbook(data).values()
            assert "<f>" not in numbers.raw + about.raw and "hyperlink" not in numbers.raw
            assert str(numbers.rows[0]) in known
            said = {cell for row in about.rows for cell in row}
            assert {translate(language, f"file.{each}") for each in ("live", "exact")} <= said
            assert ('rightToLeft="1"' in numbers.raw) is (language == "ar")
        elif file.endswith(".txt"):
            assert translate(language, "file.cite") in data.decode("utf-8-sig")


@pytest.mark.long
@pytest.mark.fault("F1")
def test_the_numbers_of_a_card_come_back_as_they_are(
    signed_in: SignedIn, made_of: Tables, taken: Taken
) -> None:
    fill()
    signed_in(CAST.manager)
    with_all_tables("trust", "fr", made_of)
    read = table_of(csv_of("trust-t1", taken()), "fr")
    wanted = made_of["trust_t1"].map(as_french)
    assert read.map(str).to_dict() == wanted.to_dict()
    with_all_tables("overview", "fr", made_of)
    read = table_of(csv_of("interventions", taken()), "fr")
    pd.testing.assert_frame_equal(read, made_of["interventions"], check_dtype=False)
    assert read.iloc[:, 1:].dtypes.eq("int64").all() and read.iloc[:, 1:].to_numpy().sum() == 6


def as_french(cell: object) -> str:
    """A cell of a column that holds marks too: pandas keeps its numbers as they are written."""
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def csv_of(subject: str, files: dict[str, bytes]) -> bytes:
    (data,) = [data for name, data in files.items() if re.match(rf"amudu_{subject}_.*\.csv", name)]
    return data


@pytest.mark.long
@pytest.mark.fault("F3")
@pytest.mark.parametrize(
    ("account", "widgets", "end"),
    [
        (CAST.manager, OWN, "2026-01_2026-06"),
        (CAST.manager, OWN | {"filter_agency": [CAST.rabat]}, "2026-01_2026-06_rabat"),
        (CAST.agent_rabat, OWN | {"filter_sex": ["F"]}, "2026-01_2026-06_rabat_women"),
    ],
)
def test_a_file_is_named_by_its_card_period_and_filters(
    signed_in: SignedIn,
    made_of: Tables,
    taken: Taken,
    account: int,
    widgets: dict[str, Any],
    end: str,
) -> None:
    fill()
    signed_in(account)
    names: list[str] = []
    for name in PAGES:
        made_of.clear()
        with_all_tables(name, "fr", made_of, **widgets)
        names += [file for file in taken() if file.endswith(".xlsx")]
    assert len(names) == len(set(names))
    uncut = end.removesuffix("_women")
    assert all(file.endswith((f"_{end}.xlsx", f"_{uncut}.xlsx")) for file in names)
    assert [file for file in names if not re.fullmatch(r"amudu_[a-z0-9_.-]+", file)] == []


#: Where LibreOffice is not installed there is no such test: none is ever skipped.
if libreoffice() is not None:

    @pytest.mark.long
    @pytest.mark.usefixtures("nasty")
    @pytest.mark.parametrize("language", ["fr", "en", "ar"])
    @pytest.mark.parametrize("name", PAGES)
    def test_libreoffice_finds_numbers_and_no_formula(
        signed_in: SignedIn,
        name: str,
        language: Language,
        made_of: Tables,
        taken: Taken,
        tmp_path: Path,
    ) -> None:
        fill()
        signed_in(CAST.manager)
        with_all_tables(name, language, made_of)
        for file, data in taken().items():
            if file.endswith((".csv", ".xlsx")):
                formulas, numbers = opened_by_libreoffice(data, file, language, tmp_path)
                # A table of postings holds names and days only.
                assert formulas == 0, file
                assert numbers > 0 or "postings" in file, file
