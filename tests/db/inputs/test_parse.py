"""A number, a day or an hour written by any of our habits is read as what was meant."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import BaseModel

from db.errors import InvalidInput
from db.inputs.cases import CaseInput
from db.inputs.days import Side, calendar_day
from db.inputs.interventions import InterventionInput
from db.inputs.parse import a_date, decimal_number, hour, validated, whole_number
from db.inputs.placements import PlacementInput
from db.inputs.training import TrainingInput
from db.inputs.trust import RefusalInput

#: Spaces of three kinds, the Swiss apostrophe, a point, a comma, the Arabic thousands sign.
GROUPING = ["", " ", "\u00a0", "\u202f", "'", ".", ",", "٬"]
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]
DAYS = some.dates(date(2000, 1, 1), date(2099, 12, 31))


def in_script(text: str, digits: str) -> str:
    return text.translate(str.maketrans("0123456789", digits))


@settings(max_examples=300, deadline=None)
@given(
    some.integers(0, 99_999_999),
    some.sampled_from(GROUPING),
    some.sampled_from(DIGITS),
    some.text(" "),
)
def test_a_whole_number_is_read_back(number: int, mark: str, digits: str, around: str) -> None:
    written = in_script(f"{number:,}".replace(",", mark), digits)
    assert whole_number(f"{around}{written}{around}") == number


@pytest.mark.parametrize(
    "typed", ["", " ", "1,5", "1.25", "12 5", "1 25", "douze", "1e3", "--3", "½"]
)
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        whole_number(typed)


@settings(max_examples=300, deadline=None)
@given(
    some.integers(0, 999_999),
    some.integers(0, 99),
    some.sampled_from(["", " ", "\u00a0", "\u202f"]),
    some.sampled_from([".", ",", "٫"]),
    some.sampled_from(DIGITS),
)
def test_a_decimal_number_is_read_back(
    whole: int, hundredths: int, mark: str, point: str, digits: str
) -> None:
    written = in_script(f"{whole:,}".replace(",", mark) + f"{point}{hundredths:02}", digits)
    assert decimal_number(written) == pytest.approx(whole + hundredths / 100)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1,234,567", 1234567.0), ("1,234", 1.234)],
)
def test_a_single_mark_is_the_decimal_one_and_groups_are_of_three(
    typed: str, expected: float
) -> None:
    assert decimal_number(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "1,5,x", ",", "5,", "nan", "inf", "1,2,3", "1.2.3", "1 25", "12.34,5", "1.234.5"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        decimal_number(typed)


@settings(max_examples=300, deadline=None)
@given(
    DAYS,
    some.sampled_from(
        ["{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d}-{m}-{s:02}", "{d} {m} {y}", "{y}-{m:02}-{d:02}"]
    ),
    some.sampled_from(DIGITS),
)
def test_a_day_is_read_day_first_in_any_script(day: date, form: str, digits: str) -> None:
    written = form.format(d=day.day, m=day.month, y=day.year, s=day.year % 100)
    assert calendar_day(in_script(written, digits)) == day


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("3/2", date(2026, 2, 3)), ("4/11", date(2025, 11, 4)), ("٣/٢", date(2026, 2, 3))],
)
def test_a_day_without_a_year_is_the_nearest_that_has_passed(typed: str, expected: date) -> None:
    assert calendar_day(typed, date(2026, 2, 3)) == expected


def test_a_day_ahead_without_a_year_is_the_next_one() -> None:
    asked = date(2026, 2, 3)
    assert calendar_day("3/2", asked, Side.AHEAD) == date(2026, 2, 3)
    assert calendar_day("2/9", date(2026, 12, 30), Side.AHEAD) == date(2027, 9, 2)


@pytest.mark.parametrize(
    ("side", "expected"), [(Side.PAST, date(2024, 2, 29)), (Side.AHEAD, date(2028, 2, 29))]
)
def test_the_29th_of_february_is_found_in_its_year(side: Side, expected: date) -> None:
    assert calendar_day("29/2", date(2026, 2, 3), side) == expected


@pytest.mark.parametrize("typed", ["\u200f3/2/2026", "\u20663/2/2026\u2069"])
def test_unseen_marks_of_direction_do_not_matter(typed: str) -> None:
    assert calendar_day(typed) == date(2026, 2, 3)


@pytest.mark.parametrize("typed", ["0", "86400", 0, 86400, 1.5])
def test_a_number_is_no_day(typed: object) -> None:
    raw = {"submission_id": "x", "agency_id": 1, "type": "CV", "mode": "AGENCY"}
    with pytest.raises(InvalidInput) as refused:
        validated(InterventionInput, raw | {"happened_on": typed, "follow_up_on": typed})
    keys = {name: refused.value.problems[name].key for name in ("happened_on", "follow_up_on")}
    assert keys == dict.fromkeys(keys, "error.date_form")


def test_half_a_person_is_no_head_count() -> None:
    raw = {"submission_id": "x", "agency_id": 1, "type": "CV", "mode": "AGENCY"}
    with pytest.raises(InvalidInput) as refused:
        validated(InterventionInput, raw | {"happened_on": "3/2/2026", "women": 1.5})
    assert "women" in refused.value.problems


@pytest.mark.parametrize("typed", ["", "3", "31/2/2026", "3/13/2026", "hier", "3/2", "3 jui 2026"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        a_date(typed, "day")
    assert refused.value.problems["day"].key == "error.date_form"


@settings(max_examples=200, deadline=None)
@given(
    some.times(), some.sampled_from(["{h}h{m:02}", "{h:02}:{m:02}", "{h}.{m:02}", "{h} h {m:02}"])
)
def test_an_hour_is_read_back(at: time, form: str) -> None:
    written = form.format(h=at.hour, m=at.minute)
    assert hour(written) == time(at.hour, at.minute)


@pytest.mark.parametrize(
    ("typed", "expected"), [("9", time(9)), ("14h", time(14)), ("٩:٣٠", time(9, 30))]
)
def test_a_bare_hour_is_the_full_hour(typed: str, expected: time) -> None:
    assert hour(typed) == expected


@pytest.mark.parametrize("typed", ["", "24", "9h60", "midi", "-1"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        hour(typed)


def test_a_problem_names_the_innermost_field() -> None:
    raw = {"submission_id": "x", "agency_id": 1, "type": "CV", "mode": "AGENCY", "happened_on": "?"}
    with pytest.raises(InvalidInput) as refused:
        validated(InterventionInput, raw | {"new_case": {"sex": None, "birth_year": "19o5"}})
    problems = {field: problem.key for field, problem in refused.value.problems.items()}
    assert problems == {
        "happened_on": "error.date_form",
        "sex": "error.needed",
        "birth_year": "error.year_form",
    }


def test_several_problems_of_one_form_come_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(CaseInput, {"birth_year": ""})
    assert {each.key for each in refused.value.problems.values()} == {"error.needed"}
    assert set(refused.value.problems) == {"sex", "birth_year"}


@pytest.mark.parametrize("model", [InterventionInput, PlacementInput, TrainingInput, RefusalInput])
@pytest.mark.parametrize("submission_id", ["", "x" * 37])
def test_a_submission_id_fits_in_its_column(model: type[BaseModel], submission_id: str) -> None:
    with pytest.raises(InvalidInput) as told:
        validated(model, {"submission_id": submission_id})
    assert "submission_id" in told.value.problems
