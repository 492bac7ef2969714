"""A release for software has the shape of its schema, and every file says the page's cells."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st
from jsonschema import Draft202012Validator

from components.cards import downloads, workbooks
from components.language import i18n
from components.language.catalogue import LANGUAGES, Language
from components.releases import cards as release_cards
from components.releases import citing, package, words
from components.releases import files as release_files
from components.releases.listed import listed
from components.releases.words import ReleasedTable
from tests.components.releases.made import a_release, of_every_kind
from tests.read_back import table_of, workbook
from tests.source import ROOT

pytestmark = pytest.mark.usefixtures("sqlite_engine")
SCHEMA = json.loads((ROOT / "docs" / "release.schema.json").read_text(encoding="utf-8"))
SHAPE = Draft202012Validator(SCHEMA)
#: The cells of a table by their labels: numbers in their order, or the mark in words.
Said = dict[tuple[str, ...], list[object]]


@pytest.fixture(params=LANGUAGES)
def language(
    request: pytest.FixtureRequest, sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> Language:
    monkeypatch.setitem(st.session_state, "language", request.param)
    spoken: Language = request.param
    return spoken


def made(tables: list[ReleasedTable]) -> dict[str, Any]:
    """The file as its reader has it."""
    found: dict[str, Any] = json.loads(
        package.written(package.of(a_release(), tables, ["It says."]))
    )
    return found


def test_it_has_the_shape_of_its_schema_and_says_the_rules(language: Language) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    found = made(listed(of_every_kind()).tables)
    assert list(SHAPE.iter_errors(found)) == []
    assert found["language"] == language
    assert found["name"] == "amudu-release-2-edition-3"
    assert found["rules"] == {"threshold": 10, "base": 5, "least_total": 15, "least_answers": 30}
    assert found["homepage"].endswith("/released?release_number=2&edition=3")
    assert found["release"]["period_end"] == "2026-06-30"
    assert found["release"]["series"] == 2
    named = {table["name"]: table for table in found["resources"]}
    assert list(named) == [
        *("totals", "registrations.agency", "registrations.sex"),
        *("enrolments.kind_by_agency", "trust.t1.3"),
    ]
    assert named["registrations.sex"]["data"][:2] == [
        {"row": "F", "value": 600, "mark": "published"},
        {"row": "M", "value": None, "mark": "hidden"},
    ]
    rules = {each["name"]: each for each in named["trust.t1.3"]["schema"]["fields"]}
    assert (rules["value"]["unit"], rules["n"]["unit"], rules["n"]["roundedTo"]) == (
        *("percent", "answers"),
        5,
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row.update(value=7, mark="hidden"),
        lambda row: row.update(value=None, mark="published"),
        lambda row: row.update(true_value=7),
        lambda row: row.update(mark="small"),
    ],
)
@pytest.mark.usefixtures("sqlite_engine")
def test_the_schema_refuses_what_no_release_may_say(
    spoil: Callable[[dict[str, object]], None],
) -> None:
    found = made(of_every_kind())
    assert SHAPE.is_valid(found)
    spoil(found["resources"][0]["data"][0])
    assert not SHAPE.is_valid(found)


def test_every_field_of_the_data_is_described_and_its_codes_have_labels(
    language: Language,
) -> None:
    for table in made(of_every_kind())["resources"]:
        fields = {field["name"]: field for field in table["schema"]["fields"]}
        for row in table["data"]:
            assert list(row) == list(fields)
            for name, field in fields.items():
                codes = [each["value"] for each in field.get("categories", [])]
                assert not codes or row[name] in codes
        keys = [tuple(row[key] for key in table["schema"]["primaryKey"]) for row in table["data"]]
        assert len(set(keys)) == len(keys)


def test_page_csv_workbook_and_json_say_the_same_cells(language: Language) -> None:
    tables = listed(of_every_kind()).tables
    sheets = release_files.sheets(tables)
    about = release_files.about(a_release(), [])
    pages = list(workbook(workbooks.xlsx_bytes(sheets, about, rtl=False)).values())[1:]
    resources = made(tables)["resources"]
    assert len(tables) == len(pages) == len(resources)
    for table, page, resource in zip(tables, pages, resources, strict=True):
        stored = of_cells(table)
        csv = table_of(downloads.csv_bytes(release_files.numbers(table), language), language)
        assert of_rows(table, csv.astype(object).to_numpy().tolist()) == stored
        assert of_rows(table, page.rows[1:]) == stored
        assert of_json(resource) == stored
        assert of_screen(table) == {
            key: [i18n.number(each) if isinstance(each, int) else each for each in values]
            for key, values in stored.items()
        }


def of_cells(table: ReleasedTable) -> Said:
    """What is stored, in the language's labels."""
    return {
        _key(row["label"], row["column_label"]): (
            [int(row[name]) for name in _numbers(table)]
            if row["mark"] == "published"
            else [row["text"]]
        )
        for row in table.rows.to_dict("records")
    }


def _numbers(table: ReleasedTable) -> list[str]:
    return ["value", "lower", "upper", "n"] if table.is_trust else ["value"]


def _key(*labels: str) -> tuple[str, ...]:
    return tuple(label for label in labels if label)


def of_rows(table: ReleasedTable, rows: list[list[object]]) -> Said:
    """Of a file: labels first, then numbers; what is empty was not written."""
    labels = 2 if table.has_columns else 1
    return {
        tuple(map(str, row[:labels])): [_number(cell) for cell in row[labels:] if cell == cell]
        for row in rows
    }


def _number(cell: object) -> object:
    text = str(cell).removesuffix(".0")
    return int(text) if text.isdigit() else cell


def of_screen(table: ReleasedTable) -> Said:
    rows = release_cards.shown_table(table).to_numpy().tolist()
    labels = 2 if table.has_columns else 1
    return {tuple(row[:labels]): [cell for cell in row[labels:] if cell != ""] for row in rows}


def of_json(resource: dict[str, Any]) -> Said:
    """By the labels of its own categories."""
    labels = {
        field["name"]: {each["value"]: each["label"] for each in field["categories"]}
        for field in resource["schema"]["fields"]
        if "categories" in field
    }
    numbers = [f["name"] for f in resource["schema"]["fields"] if f["type"] == "integer"]
    return {
        tuple(labels[key][row[key]] for key in resource["schema"]["primaryKey"]): (
            [row[name] for name in numbers]
            if row["mark"] == "published"
            else [labels["mark"][row["mark"]]]
        )
        for row in resource["data"]
    }


def test_a_name_that_a_spreadsheet_would_run_is_safe_in_every_file(language: Language) -> None:
    tables = listed(of_every_kind()).tables
    rows = tables[1].rows
    rows["label"] = ["=1+1", *rows["label"][1:]]
    (field, *_) = made(tables)["resources"][1]["schema"]["fields"]
    assert field["categories"][0]["label"] == "'=1+1"


def test_a_column_is_there_only_where_a_table_has_two_ways(language: Language) -> None:
    named = {table["name"]: table for table in made(of_every_kind())["resources"]}
    two, one = named["enrolments.kind_by_agency"], named["registrations.sex"]
    assert two["schema"]["primaryKey"] == ["row", "column"]
    assert one["schema"]["primaryKey"] == ["row"]
    assert all("column" in row for row in two["data"])
    assert not any("column" in row for row in one["data"])


def test_it_was_frozen_on_the_day_of_the_programme_not_of_the_server() -> None:
    release = a_release(frozen_at=datetime(2026, 7, 31, 23, 30, tzinfo=UTC))
    found = json.loads(package.written(package.of(release, [], [])))
    assert found["release"]["frozen_on"] == "2026-08-01"
    assert i18n.day(date(2026, 8, 1)) in words.rules_line(release)
    assert i18n.day(date(2026, 8, 1)) in citing.citation(release)
