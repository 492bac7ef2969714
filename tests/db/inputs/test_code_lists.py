"""Which codes rules depend on is known, and a label cannot break a screen."""

from __future__ import annotations

import inspect
import re
from enum import StrEnum

import pytest

from db import codes
from db.errors import InvalidInput
from db.inputs.code_lists import (
    CLOSED,
    LISTS,
    OPEN,
    OWN,
    WORDED,
    NewCode,
    code_for,
    is_ruled,
)
from db.inputs.parse import validated
from db.measures.indicators import INDICATORS
from seed_data import code_lists
from tests.source import files, name_of, texts

ROWS = code_lists.rows()
IN_FILE = {name: {row["code"] for row in ROWS if row["list"] == name} for name in LISTS}
#: What the code names that are no enum, by their list.
CONSTANTS = {
    "AGE_BAND": codes.AGE_BANDS,
    "AGE_BAND_RELEASE": codes.RELEASED_AGE_BANDS,
    "CONTRACT_TYPE": {code for some in codes.CONTRACTS.values() for code in some},
    "TRUST_ITEM": codes.TRUST_ITEMS,
    "ANSWER_0_3": {str(each) for each in (0, 1, 2, 3, *codes.NO_ANSWER)},
    "INTERVENTION_TYPE": {*codes.GROUP_TYPES, codes.REGISTRATION, codes.POSITIONING},
    "VOID_REASON": {codes.UNDO},
    "INDICATOR": {*INDICATORS},
}
#: Texts of the code that only look like a code: names of lists and columns, and words of its own.
NO_CODES = {
    "db/actions/trust.py LANGUAGE", "db/inputs/cases.py LANGUAGE",
    "db/inputs/interventions.py LANGUAGE", "db/inputs/code_lists.py LANGUAGE",
    "db/inputs/code_lists.py MEASURE", "db/queries/code_uses.py LANGUAGE",
    "db/actions/places.py LANGUAGE", "db/actions/postings.py LANGUAGE",
    "db/actions/self_completion.py LANGUAGE", "db/actions/consents.py LANGUAGE",
    "db/actions/contacts.py LANGUAGE", "db/codes.py ABSENT",
    # The report for the donor, not who pays.
    "db/inputs/reports.py DONOR", "db/models/reports.py DONOR",
    # The groups of a release: whoever was in a course of a retired kind stays in its group.
    *(
        f"db/inputs/release_groups.py {kind}"
        for kind in ("NONE", "EN_CEF", "EN_CFA", "OFPPT", "TAEHIL", "RPL", "LANGUAGE", "LITERACY")
    ),
}  # fmt: skip


def enums() -> dict[str, set[str]]:
    """The values of each enum of ``db.codes`` that says which list it is."""
    found = {}
    for _, enum in inspect.getmembers(codes, inspect.isclass):
        said = re.match(r"List ``(\w+)``", enum.__doc__ or "")
        if issubclass(enum, StrEnum) and said:
            found[said[1]] = {each.value for each in enum}
    return found


def test_every_list_of_the_file_is_known_as_open_or_closed() -> None:
    assert sorted(LISTS) == sorted({row["list"] for row in ROWS})
    assert not set(OPEN) & set(CLOSED)


def test_every_code_of_an_enum_or_a_constant_is_bound_to_its_rule() -> None:
    known = enums()
    assert {"SEX", "TRAINING_STATUS", "AGENCY_MEASURE"} <= set(known)
    loose = [
        (name, code)
        for name, some in [*known.items(), *CONSTANTS.items()]
        for code in some
        if not is_ruled(name, code)
    ]
    assert loose == []


def test_a_list_that_is_an_enum_is_closed_and_holds_the_same_codes() -> None:
    for name, values in enums().items():
        assert name in CLOSED
        assert IN_FILE[name] == values


def test_a_code_that_the_code_of_the_program_names_is_bound_to_its_rule() -> None:
    """A new rule about a code names it: then the code must not be retired."""
    lists_of = {code: {r["list"] for r in ROWS if r["code"] == code} for code in map(_code, ROWS)}
    named = {
        f"{name_of(path)} {text}"
        for path in files("db")
        if "migrations" not in name_of(path)
        for text in texts(path)
        if re.fullmatch(r"[A-Z][A-Z0-9_.]+", text) and text in lists_of
    }
    free = {
        each
        for each in named
        if not any(is_ruled(name, each.split()[1]) for name in lists_of[each.split()[1]])
    }
    assert sorted(free - NO_CODES) == []


def _code(row: dict[str, str]) -> str:
    return row["code"]


def test_every_bound_code_exists() -> None:
    assert [(n, code) for n, some in OPEN.items() for code in some - IN_FILE[n]] == []
    assert set(WORDED) <= set(CLOSED)


def test_codes_that_a_programme_adds_look_like_no_code_of_the_file() -> None:
    assert [row["code"] for row in ROWS if row["code"].startswith(OWN)] == []


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("By bus", "P_BY_BUS"),
        ("Café & thé", "P_CAFE_THE"),
        ("الحافلة", "P_CODE"),
        ("A very long label that goes on", "P_A_VERY_LONG_LABEL"),
    ],
)
def test_a_code_is_made_from_a_label(label: str, code: str) -> None:
    assert code_for(label, frozenset()) == code
    second = code_for(label, frozenset({code}))
    assert second != code and second.endswith("_2") and len(second) <= 20
    assert code_for(label, frozenset({code, second})) not in {code, second}


def made(**other: str) -> NewCode:
    raw = {"list": "MODE", "label_fr": "Bus", "label_en": "Bus", "label_ar": "حافلة", **other}
    return validated(NewCode, raw)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("", "error.needed"),
        ("x" * 101, "error.text_long"),
        ("*Bus*", "error.label_signs"),
        ("{institution}", "error.label_signs"),
        ("{0.__class__}", "error.label_signs"),
        ("{", "error.label_signs"),
        ("un :material/home:", "error.label_signs"),
    ],
)
def test_a_label_that_a_screen_could_not_show_is_refused(label: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        made(label_fr=label)
    assert refused.value.problems["label_fr"].key == key


def test_a_label_is_read_in_one_spelling() -> None:
    assert made(label_fr="  L’autre \u200fbus ").label_fr == "L'autre bus"


def test_the_survey_keeps_its_fill_ins_in_all_languages() -> None:
    with pytest.raises(InvalidInput) as refused:
        made(list="TRUST_ITEM", label_fr="Avez-vous confiance en {institution} ?")
    assert [each.key for each in refused.value.problems.values()] == ["error.label_fill_ins"]


def test_every_label_of_the_file_would_be_accepted() -> None:
    for row in ROWS:
        labels = {name: row[name] for name in ("label_fr", "label_en", "label_ar")}
        validated(NewCode, {"list": row["list"], **labels})
