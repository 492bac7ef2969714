"""The merges of yearly tables: every code has its group, and groups stand in one order."""

from __future__ import annotations

import pytest

from db.codes import RELEASED_AGE_BANDS, OutcomeType, Sex
from db.errors import InvalidInput
from db.inputs.parse import validated
from db.inputs.release_groups import LEVELS, Groups, GroupsChoice
from seed_data.code_lists import rows

COURSES = [row["code"] for row in rows() if row["list"] == "TRAINING_TYPE"]
RAW = {"agency": "EACH", "sex": "TWO", "age": "TWO", "kind": "NONE", "seen": "", "reason": "wide"}


def test_groups_are_read_as_they_were_stored() -> None:
    for breakdown, levels in LEVELS.items():
        for level in levels:
            groups = Groups(**{breakdown: level})
            assert Groups.read(groups.stored()) == groups
            assert (breakdown in groups.shown) is (level != "NONE")


@pytest.mark.parametrize("stored", ["", "EACH,TWO,THREE", "EACH,TWO,THREE,FOUR", "A,B,C,D"])
def test_other_groups_are_refused(stored: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        Groups.read(stored)


def test_women_stand_beside_men_and_others() -> None:
    of_sex = Groups().of("registrations", "sex", [sex.value for sex in Sex])
    assert of_sex == {"F": "F", "M": "MX", "X": "MX"}


@pytest.mark.parametrize(
    ("level", "measure", "groups"),
    [
        ("THREE", "enrolments", ["T_VOC", "T_LANG", "T_OTHER"]),
        ("TWO", "enrolments", ["T_VOC", "T_REST"]),
        ("THREE", "placements", ["WAGE", "W_LEARN", "W_OWN"]),
        ("TWO", "placements", ["WAGE", "W_REST"]),
    ],
)
def test_kinds_have_their_groups_in_one_order(level: str, measure: str, groups: list[str]) -> None:
    codes = [*OutcomeType] if measure == "placements" else COURSES
    for order in (codes, codes[::-1]):
        found = Groups(kind=level).of(measure, "kind", [str(code) for code in order])
        assert list(dict.fromkeys(found.values())) == groups


def test_a_kind_that_a_programme_adds_is_among_the_others() -> None:
    assert Groups().of("enrolments", "kind", ["P_SEWING"]) == {"P_SEWING": "T_OTHER"}


def test_ages_merge_once_and_agencies_never() -> None:
    assert list(Groups(age="TWO").of("wage", "age", RELEASED_AGE_BANDS).values()) == [
        "15-24", "25+", "25+"
    ]  # fmt: skip
    assert Groups().of("registrations", "agency", ["A", "B"]) == {"A": "A", "B": "B"}


@pytest.mark.parametrize("field", LEVELS)
def test_a_choice_is_one_of_the_levels(field: str) -> None:
    assert validated(GroupsChoice, RAW).groups.stored() == "EACH,TWO,TWO,NONE"
    with pytest.raises(InvalidInput) as refused:
        validated(GroupsChoice, RAW | {field: "ALL"})
    assert set(refused.value.problems) == {field}
