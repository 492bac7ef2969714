"""Anything typed is read in one spelling, in every input class and every field of the screen."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
from collections.abc import Iterator
from typing import Any, get_type_hints

import pytest
from pydantic import BaseModel

from db.codes import Role
from db.inputs import case_codes
from db.inputs.accounts import NewAccount, PasswordReset
from db.inputs.normalisation import InputModel, normalised, search_key, username
from db.inputs.parse import validated
from db.inputs.records import Correction, Submission
from tests.source import ROOT, calls, files, name_of

#: What in a dataclass of ``db.inputs`` is no typed text, and why.
NOT_TYPED = {
    "PasswordChange.current": "a password: each character counts",
    "PasswordChange.new": "a password: each character counts",
    "PasswordChange.again": "a password: each character counts",
    "PasswordReset.new": "a password: each character counts",
    "PasswordReset.again": "a password: each character counts",
    "FirstAdministrator.new": "a password: each character counts",
    "FirstAdministrator.again": "a password: each character counts",
    "FirstAdministrator.language": "chosen from a list",
    "NewAccount.language": "chosen from a list",
    "DraftInput.form": "named by the page",
    "DraftInput.writer": "made by the page",
    "DraftInput.mark": "made by the program",
    "Doubt.name": "named by the rule",
    "Groups.agency": "a level, checked when it is made",
    "Groups.sex": "a level, checked when it is made",
    "Groups.age": "a level, checked when it is made",
    "Groups.kind": "a level, checked when it is made",
    "PersonWord.code": "read from a word of the search, which is typed text",
    "PersonWord.name": "read from a word of the search, which is typed text",
    "PersonWord.phone": "read from a word of the search, which is typed text",
    "Wrong.text": "read as a cell of what was pasted",
    "_Line.text": "read as a cell of what was pasted",
    "FreezeInput.submission_id": "made by the page",
    "FreezeInput.digest": "made by the page",
    "IndicatorFilter.code": "chosen from a list",
    "PlaceFilter.code": "chosen from a list",
    "ReportOf.report": "chosen from a list",
    "RowFilter.figure": "named by the address, checked against the table of figures",
    "Stated.source": "read as a cell of what was typed",
}
#: The one text field, and what is no text that anybody types.
TEXT_FIELD, HIDDEN_FIELD = "components/fields/text.py", "components/saving/hidden_field.py"
FIELDS = {"text_input", "text_area", "number_input", "date_input", "time_input", "chat_input"}


@pytest.mark.fault("T5")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("٢٣٤٥ ۲۳۴ ２３", "2345 234 23"),
        ("\u200f234\u2013567\u200e", "234-567"),
        ("a\u200bb\u00adc\ufeff\u2066d\u2069", "abcd"),
        ("\u00a0a\u2009\u202f b\t\nc\u3000", "a b c"),
        ("N’Diaye N‘D Nʼd N´d", "N'Diaye N'D N'd N'd"),
        ("“a” « b »", '"a" " b "'),
        ("‐‑‒–—―−", "-------"),
        ("ＡＢ－１２", "AB-12"),
        ("e\u0301", "é"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("½ m²", "½ m²"),
        ("a\x00b\ud800c\x1bd", "abcd"),
        ("", ""),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    assert normalised(text) == expected
    assert normalised(expected) == expected


@pytest.mark.fault("T5")
@pytest.mark.parametrize(
    "written",
    [
        "{a}-{b}",
        "{a}–{b}",
        "{a} {b}",
        "{a}\u2009{b}",
        "\u200f{a}‑{b}\u200e",
        "« {a}-{b} »",
        "‘{a}.{b}’",
    ],
)
def test_a_code_of_a_card_and_a_one_time_code(written: str) -> None:
    code = case_codes.make()
    typed = written.format(a=code[:3], b=code[3:])
    wide = typed.translate({ord("0") + digit: chr(0x660 + digit) for digit in range(10)})
    assert case_codes.normal(wide) == code
    assert PasswordReset("manager", wide.lower(), "new", "new").code == code


@pytest.mark.fault("T5")
@pytest.mark.parametrize(
    "typed", ["Agent.Rabat", " agent.rabat\u200f", "“agent.rabat”", "ａｇｅｎｔ．ｒａｂａｔ"]
)
def test_a_user_name(typed: str) -> None:
    assert username(typed) == "agent.rabat"
    assert NewAccount(typed, "N’Diaye\u00a0", Role.AGENT).username == "agent.rabat"
    assert NewAccount(typed, "N’Diaye\u00a0", Role.AGENT).display_name == "N'Diaye"


@pytest.mark.fault("E13")
@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("elodie", "Élodie"), ("émilie", "Zahra-Émilie"), ("n’diaye", "N'Diaye"),
        ("NDIAYE", "N'Diaye"), ("zahra emilie", "Zahra-Émilie"), ("احمد", "أحمد"),
        ("فاطمه", "فاطمة"), ("ليلي", "ليلى"), ("مُحَمَّد", "محمد"), ("محـــمد", "محمد"),
        ("strasse", "Straße"),
    ],
)  # fmt: skip
def test_a_search_finds_a_name(search: str, name: str) -> None:
    assert search_key(search) in search_key(name)


def classes() -> Iterator[type[Any]]:
    """Every class of ``db.inputs``."""
    for path in files("db/inputs"):
        module = importlib.import_module(f"db.inputs.{path.stem}".removesuffix(".__init__"))
        for _, found in inspect.getmembers(module, inspect.isclass):
            if found.__module__ == module.__name__:
                yield found


@pytest.mark.fault("T5")
def test_every_input_class_reads_what_was_typed_first() -> None:
    models = [each for each in classes() if issubclass(each, BaseModel)]
    assert len(models) > 10
    assert [each.__name__ for each in models if not issubclass(each, InputModel)] == []


@pytest.mark.fault("T5")
def test_every_text_of_a_dataclass_is_read_or_is_not_typed() -> None:
    texts = {
        f"{each.__name__}.{field.name}"
        for each in classes()
        if dataclasses.is_dataclass(each)
        for field in dataclasses.fields(each)
        if get_type_hints(each)[field.name] is str
    }
    read = {"NewAccount.username", "NewAccount.display_name"}
    read |= {"FirstAdministrator.username", "FirstAdministrator.display_name"}
    read |= {"PasswordReset.username", "PasswordReset.code"}
    assert texts == read | set(NOT_TYPED)


@pytest.mark.fault("T5")
def test_no_field_of_a_form_drops_what_is_too_long_to_be_pasted() -> None:
    """Streamlit takes nothing of it, and the field stays as it was: its input class says so."""
    limited = {
        name_of(path)
        for path in files("components", "pages")
        for call in calls(path)
        if any(each.arg == "max_chars" for each in call.keywords)
    }
    # A search of so many words finds nobody.
    assert limited == {"components/records/people/finding.py"}


def test_every_field_on_screen_is_the_one_text_field_or_a_password() -> None:
    others = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in files("components", "pages")
        if str(path.relative_to(ROOT)) not in (TEXT_FIELD, HIDDEN_FIELD)
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in FIELDS
        and not _is_password(call)
    ]
    assert others == []


def _is_password(call: ast.Call) -> bool:
    said = {each.arg: each.value for each in call.keywords}
    kind = said.get("type")
    return isinstance(kind, ast.Constant) and kind.value == "password"


def test_what_the_page_made_is_compared_as_it_was_sent() -> None:
    assert validated(Submission, {"submission_id": "a  b"}).submission_id == "a  b"
    assert validated(Correction, {"id": 1, "seen": "[1,  2]\n"}).seen == "[1,  2]\n"
    assert validated(Correction, {"id": "١", "reason": "\u200fA B"}).reason == "A B"
