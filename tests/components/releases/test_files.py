"""The workbook of a release: a sheet a table by a name of its own, and what one cites it by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest
import sqlalchemy as sa
import streamlit as st

from components.cards import workbooks
from components.language.catalogue import LANGUAGES, Language, translate
from components.releases import files as release_files
from components.releases import words as release_view
from db.models import Release
from db.releases.catalogue import BREAKDOWNS
from db.releases.names import HALF, HALF_BY_AGENCY, TOTAL_ONLY, TWO_WAY
from tests.read_back import workbook

pytestmark = pytest.mark.usefixtures("sqlite_engine")
Speak = Callable[[Language], None]
#: Measures of half-yearly releases of older versions.
OLDER = ("wage", "internship", "apprenticeship", "self_employment")
CODES = [
    *(f"{each}.sex" for each in OLDER),
    *(f"{measure}.{each}" for measure in BREAKDOWNS for each in (HALF, HALF_BY_AGENCY, TOTAL_ONLY)),
    *(f"{measure}.{each}" for measure, found in BREAKDOWNS.items() for each in found),
    *(f"{measure}.{TWO_WAY}" for measure, found in BREAKDOWNS.items() if "kind" in found),
    *(f"trust.{item}.{wave}" for wave in (3, 14) for item in ("T1", "D_FAI", "S_SAT")),
]


@pytest.fixture
def speak(sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Speak:
    return lambda language: monkeypatch.setitem(st.session_state, "language", language)


def a_release() -> Release:
    return Release(
        number=2,
        edition=3,
        period_start=date(2026, 1, 1),
        period_end=date(2026, 6, 30),
        threshold=10,
        base=5,
        frozen_by=3,
        submission_id="one",
        frozen_at=datetime(2026, 8, 1, tzinfo=UTC),
    )


def tables() -> list[release_view.ReleasedTable]:
    cells = pd.DataFrame(
        [
            row
            for wave in (3, 4)
            for row in (
                (f"trust.T1.{wave}", "TOTAL", "-", "published", 50, 40, 60, 1265),
                (f"trust.T1.{wave}", "RABAT", "-", "hidden", None, None, None, None),
            )
        ]
        + [
            ("registrations.sex", "TOTAL", "-", "published", 1250, None, None, None),
            ("registrations.sex", "F", "-", "hidden", None, None, None, None),
            ("registrations.sex", "X", "-", "not_applicable", None, None, None, None),
        ],
        columns=["table", "row", "column", "mark", "value", "lower", "upper", "n"],
    ).astype(dict.fromkeys(("value", "lower", "upper", "n"), "Int64"))
    return release_view.tables(cells, 5)


@pytest.mark.fault("F4")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_the_catalogue_has_a_short_name_of_its_own(
    speak: Speak, language: Language
) -> None:
    speak(language)
    names = [release_files.sheet_name(code) for code in CODES]
    assert len(set(names)) == len(CODES)
    assert [each for each in names if len(each) > 31] == []
    assert workbooks.fitting(names) == names


@pytest.mark.fault("F4")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_says_what_when_by_which_rules_how_to_cite_and_whom_to_ask(
    speak: Speak, language: Language
) -> None:
    speak(language)
    about = release_files.about(a_release())
    pages = workbook(workbooks.xlsx_bytes(release_files.sheets(tables()), about, rtl=False))
    assert next(iter(pages)) == translate(language, "file.about")
    rows = next(iter(pages.values())).rows
    told = {str(row[0]): str(row[1]) for row in rows}
    of = {name: told[translate(language, f"file.{name}")] for name in (
        "what", "period", "edition", "rules", "cite", "contact")}  # fmt: skip
    assert "Amudu" in of["what"] and "2026" in of["period"] and of["edition"] == "3"
    assert "10" in of["rules"] and "5" in of["rules"] and "Amudu" in of["contact"]
    assert all(part in of["cite"] for part in ("Amudu", "2", "3", of["period"]))
    method = translate(language, "release.method", threshold=10, base=5, least=15, few=30)
    assert method.split(". ")[0] in str(rows)
    for page, table in zip(list(pages)[1:], tables(), strict=True):
        assert table.title in told[page] and table.headline in told[page]
        assert table.unit in told[page]


@pytest.mark.fault("F4")
def test_figures_of_a_release_are_numbers_and_its_marks_words(speak: Speak) -> None:
    speak("fr")
    about = release_files.about(a_release())
    pages = workbook(workbooks.xlsx_bytes(release_files.sheets(tables()), about, rtl=False))
    hidden, absent = (translate("fr", f"release.{each}") for each in ("hidden", "not_applicable"))
    assert pages["Inscriptions, sexe"].rows[1:] == [
        ["Ensemble", 1250.0],
        ["Femmes", hidden],
        ["Autre ou non précisé", absent],
    ]
    trust = pages["Confiance, vague 3"]
    assert trust.rows[1:] == [["Ensemble", 50.0, 40.0, 60.0, 1265.0], ["Rabat", hidden]]
    assert trust.formats == {"#,##0"}


@pytest.mark.fault("F3")
def test_a_release_is_named_by_number_period_and_edition(speak: Speak) -> None:
    speak("ar")
    name = release_files.name(a_release())
    assert name == "amudu_all-tables_2026-01_2026-06_release-2-edition-3.xlsx"
