"""The workbook of a release: a sheet a table by a name of its own, and what one cites it by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
import streamlit as st

from components.cards import workbooks
from components.language.catalogue import LANGUAGES, Language, messages, translate
from components.releases import files as release_files
from db.releases.catalogue import BREAKDOWNS
from db.releases.names import HALF, HALF_BY_AGENCY, TOTAL_ONLY, TOTALS, TWO_WAY
from tests.components.releases.made import a_release, of_every_kind
from tests.read_back import workbook

SAYS = ["One thing.", "Another thing."]
pytestmark = pytest.mark.usefixtures("sqlite_engine")
Speak = Callable[[Language], None]
#: Measures of half-yearly releases of older versions.
OLDER = ("wage", "internship", "apprenticeship", "self_employment")
CODES = [
    TOTALS,
    *(f"{each}.sex" for each in OLDER),
    *(f"{measure}.{each}" for measure in BREAKDOWNS for each in (HALF, HALF_BY_AGENCY, TOTAL_ONLY)),
    *(f"{measure}.{each}" for measure, found in BREAKDOWNS.items() for each in found),
    *(f"{measure}.{TWO_WAY}" for measure, found in BREAKDOWNS.items() if "kind" in found),
    *(f"trust.{item}.{wave}" for wave in (3, 14) for item in ("T1", "D_FAI", "S_SAT")),
]


@pytest.fixture
def speak(sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Speak:
    return lambda language: monkeypatch.setitem(st.session_state, "language", language)


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_follows_a_title_goes_on_with_its_sentence(language: Language) -> None:
    keys = ("headline_total", "headline_hidden", "headline_share", "headline_share_hidden")
    found = [messages(language)[f"release.{key}"] for key in keys]
    said = [form for each in found for form in ([each] if isinstance(each, str) else each)]
    assert [form for form in said if form[0].isupper()] == []


@pytest.mark.fault("F4")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_says_what_when_by_which_rules_how_to_cite_and_whom_to_ask(
    speak: Speak, language: Language
) -> None:
    speak(language)
    about = release_files.about(a_release(), SAYS)
    pages = workbook(workbooks.xlsx_bytes(release_files.sheets(of_every_kind()), about, rtl=False))
    assert next(iter(pages)) == translate(language, "file.about")
    rows = next(iter(pages.values())).rows
    told = {str(row[0]): str(row[1]) for row in rows}
    of = {name: told[translate(language, f"file.{name}")] for name in (
        "what", "period", "edition", "rules", "cite", "contact")}  # fmt: skip
    assert "Amudu" in of["what"] and "2026" in of["period"] and of["edition"] == "3"
    assert "10" in of["rules"] and "5" in of["rules"] and "Amudu" in of["contact"]
    assert all(part in of["cite"] for part in ("Amudu", "2", "3", of["period"]))
    assert told[translate(language, "release.says.title")] == SAYS[0]
    assert SAYS[1] in str(rows)
    address = told[translate(language, "release.address")]
    assert address.endswith("/released?release_number=2&edition=3")
    method = translate(language, "release.method", threshold=10, base=5, least=15, few=30)
    assert method.split(". ")[0] in str(rows)
    for page, table in zip(list(pages)[1:], of_every_kind(), strict=True):
        assert table.title in told[page] and table.headline in told[page]
        assert table.unit in told[page]


@pytest.mark.fault("F4")
def test_figures_of_a_release_are_numbers_and_its_marks_words(speak: Speak) -> None:
    speak("fr")
    about = release_files.about(a_release(), SAYS)
    pages = workbook(workbooks.xlsx_bytes(release_files.sheets(of_every_kind()), about, rtl=False))
    hidden, absent = (translate("fr", f"release.{each}") for each in ("hidden", "not_applicable"))
    assert pages["Inscriptions, agences"].rows[2:] == [
        ["Tanger", absent],
        ["Ensemble", 1250.0],
    ]
    assert pages["Inscriptions, sexe"].rows[1:3] == [["Femmes", 600.0], ["Hommes", hidden]]
    trust = pages["Confiance, vague 3"]
    assert trust.rows[1:] == [["Ensemble", 50.0, 40.0, 60.0, 1265.0], ["Rabat", hidden]]
    assert trust.formats == {"#,##0"}


@pytest.mark.fault("F3")
def test_a_release_is_named_by_number_period_and_edition(speak: Speak) -> None:
    speak("ar")
    name = "amudu_all-tables_2026-01_2026-06_release-2-edition-3"
    assert release_files.name(a_release(), "xlsx") == f"{name}.xlsx"
    assert release_files.name(a_release(), "json") == f"{name}.json"
