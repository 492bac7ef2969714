"""Whatever is sent to an input class: the right value, or a sentence that is in the catalogue."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pydantic import BaseModel

from components.language.catalogue import LANGUAGES, messages
from db.codes import Role
from db.errors import InvalidInput
from db.inputs import case_codes
from db.inputs.accounts import NewAccount, PasswordReset
from db.inputs.cases import CaseInput
from db.inputs.days import calendar_day
from db.inputs.group_people import GroupPeopleInput
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.normalisation import normalised, search_key, username
from db.inputs.parse import a_date, decimal_number, hour, validated, whole_number
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.inputs.training import StatusInput, TrainingCorrection, TrainingInput
from db.inputs.trust import RefusalInput, TrustInput, checked_answers

MODELS: tuple[type[BaseModel], ...] = (
    CaseInput, InterventionInput, InterventionCorrection, PlacementInput, PlacementCorrection,
    RetentionInput, TrainingInput, TrainingCorrection, StatusInput, RefusalInput, TrustInput,
    GroupPeopleInput,
)  # fmt: skip
#: One or more of each kind that has broken some system of this sort.
KNOWN = (
    "", " ", "\u00a0", "\u200b", "\u200f", "\u202e3/2/2026\u202c", "x" * 10_000, "9" * 10_000,
    "3/2/2026", "٣/٢/٢٠٢٦", "۳/۲/۲۰۲۶", "３／２／２０２６", "30/2/2026", "30 février", "29/2/2027",
    "3/2/1890", "3/2/2090", "1/1/0001", "31/12/9999", "0/0/0000", "1890", "2090", "٢٠٢٦", "-1",
    "−5", "- 5", "1e309", "1E5", "NaN", "inf", "-0", "0x10", "1_000", "½", "3²", "٣٫٥", "12,5",
    "1’250", "24:00", "9h60", "14h30", "٩:٣٠", "😀", "👩‍👩‍👧", "e\u0301", "\x00", "a\x00b",
    "\ud800",
    "'; DROP TABLE cases; --", "1 OR 1=1", "<script>alert(1)</script>", "<b>", "&amp;", "{count}",
    "%s", "=1+1", "+1", "@SUM(A1)", "-2+3", "“234–5678”", "« N’Diaye »",
    "[12:03, 3/2/2026] Ali: ok",
    "1.\tNom\u00a0: …\r\n", "null", "None", "true", "[]", "{}", "../../etc/passwd",
)  # fmt: skip
OTHERS: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, -(10**400), 1e309, float("nan"), 1.5, [], {}, ["1"], {"a": 1},
    date(1890, 1, 1), date(2090, 1, 1), time(3), b"x", object(),
)  # fmt: skip
TEXTS = some.sampled_from(KNOWN) | some.text(max_size=30)
ANYTHING = TEXTS | some.sampled_from(OTHERS) | some.integers() | some.floats()
AT_LENGTH = settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
BRIEF = settings(AT_LENGTH, max_examples=40)

each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def is_told(refused: InvalidInput) -> bool:
    """Whether each problem has its sentence in every language."""
    keys = [problem.key for problem in refused.problems.values()]
    return bool(keys) and all(key in messages(each) for key in keys for each in LANGUAGES)


def takes_it_or_says_why(model: type[BaseModel], data: some.DataObject) -> None:
    names = list(model.model_fields)
    raw = data.draw(some.fixed_dictionaries({}, optional=dict.fromkeys(names, ANYTHING)))
    try:
        made = validated(model, raw)
        if isinstance(made, TrustInput):
            checked_answers(made)
    except InvalidInput as refused:
        assert is_told(refused), refused.problems


@each_model
@settings(BRIEF, max_examples=10)
@given(data=some.data())
def test_an_input_class_takes_it_or_says_why(model: type[BaseModel], data: some.DataObject) -> None:
    takes_it_or_says_why(model, data)


@pytest.mark.long
@each_model
@AT_LENGTH
@given(data=some.data())
def test_an_input_class_takes_it_or_says_why_long(
    model: type[BaseModel], data: some.DataObject
) -> None:
    takes_it_or_says_why(model, data)


@each_model
def test_each_known_value_in_every_field(model: type[BaseModel]) -> None:
    for value in (*KNOWN, *OTHERS):
        try:
            validated(model, dict.fromkeys(model.model_fields, value))
        except InvalidInput as refused:
            assert is_told(refused), (value, refused.problems)


@BRIEF
@given(TEXTS)
def test_one_spelling_is_final_and_seen(text: str) -> None:
    read = normalised(text)
    assert normalised(read) == read == read.strip()
    assert "\x00" not in read
    read.encode()
    assert search_key(search_key(text)) == search_key(text)
    assert len(username(text)) <= 60


@BRIEF
@given(ANYTHING)
def test_a_reader_gives_its_kind_or_a_value_error(value: Any) -> None:
    kinds = {whole_number: int, decimal_number: float, hour: time, calendar_day: date}
    for reader, kind in kinds.items():
        try:
            assert isinstance(reader(value), kind)
        except ValueError:
            continue


@BRIEF
@given(TEXTS, TEXTS)
def test_an_account_and_a_code(name: str, other: str) -> None:
    PasswordReset(name, other, "new", "new")
    case_codes.is_valid(case_codes.normal(name))
    made = (lambda: NewAccount(name, other, Role.AGENT), lambda: a_date(other, "expires_on"))
    for attempt in made:
        try:
            attempt()
        except InvalidInput as refused:
            assert is_told(refused)
