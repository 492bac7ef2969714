"""What a manager reads of every released cell: what is published, what is true, why hidden."""

from __future__ import annotations

import pandas as pd
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from components.language.catalogue import LANGUAGES, Language, translate
from components.releases import words as release_view
from tests.components.releases.test_truth import PERSONS, SHARES

pytestmark = pytest.mark.fault("S9")


def opened(language: Language = "fr") -> AppTest:
    """The view of two tables: one of persons, one of the survey."""

    def page() -> None:
        import streamlit as st

        from components.releases import truth_table
        from tests.components.releases.test_truth import TRUTHS
        from tests.components.releases.test_truth_table import tables

        truth_table.show(tables(), TRUTHS, 10, "seen")
        st.write("drawn")

    app = AppTest.from_function(page, default_timeout=120)
    app.session_state["language"] = language
    app.run()
    assert not app.exception
    return app


def tables() -> list[release_view.ReleasedTable]:
    shares = SHARES.assign(table="trust.T1.3", lower=40, upper=60, n=65)
    persons = PERSONS.assign(lower=None, upper=None, n=None)
    cells = pd.concat([persons, shares], ignore_index=True)
    return release_view.tables(cells.astype({"value": "Int64", "n": "Int64"}), 5)


def shown(app: AppTest) -> pd.DataFrame:
    found: pd.DataFrame = app.dataframe[0].value
    return found


@pytest.mark.usefixtures("sqlite_engine")
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_tables_are_one_with_marks_true_values_and_reasons(language: Language) -> None:
    app = opened(language)
    assert len(app.expander) == 0
    rows = shown(app)
    assert len(rows) == len(PERSONS) + len(SHARES)
    marks = rows[translate(language, "releases.mark")]
    assert marks.tolist()[:4] == [
        translate(language, f"releases.mark.{mark}") for mark in PERSONS["mark"]
    ]
    assert rows[translate(language, "release.column.true")].tolist() == [
        *(9, 51, 0, 60),
        *(32, 12, 32),
    ]
    assert rows[translate(language, "release.column.true_n")].tolist()[4:] == [64, 16, 64]
    few = translate(language, "release.reason.few", few=30)
    assert rows[translate(language, "release.column.reason")].tolist()[4:] == ["", few, ""]
    assert app.dataframe[0].proto.alt


@pytest.mark.usefixtures("sqlite_engine")
def test_a_share_is_told_with_interval_and_n_and_a_hidden_one_not_at_all() -> None:
    published = shown(opened("en"))["Released"].tolist()
    assert published[:4] == ["", "", "", "60"]
    assert published[4:6] == ["50% (40% to 60%), n ≈ 65", ""]


@pytest.mark.usefixtures("sqlite_engine")
def test_cells_are_found_by_indicator_mark_and_word(sqlite_engine: sa.Engine) -> None:
    app = opened()
    app.selectbox(key="seen_measure").select("wage").run()
    assert set(shown(app)["Valeur réelle"]) == {9, 51, 0, 60}
    app.button_group(key="seen_marks").select("hidden").run()
    assert set(shown(app)["Valeur réelle"]) == {9, 51}
    app.text_input(key="seen_search").set_value("CASABLANCA couvre").run()
    assert shown(app)["Valeur réelle"].tolist() == [51]
    app.text_input(key="seen_search").set_value("nowhere").run()
    assert not app.dataframe
