"""What may be said of a programme."""

from __future__ import annotations

from typing import Any

import pytest

from db.codes import LANGUAGES
from db.errors import InvalidInput, Problem
from db.inputs.parse import validated
from db.inputs.programme import NewProgramme, ProgrammeSettings
from tests.empty import PROGRAMME

SETTINGS: dict[str, Any] = {
    **PROGRAMME, "languages": "fr,ar", "release_threshold": "10", "release_base": "5",
    "trust_hidden_below": "10", "trust_indicative_below": "30", "draft_days": "30",
    "backup_days": "7", "match_names": True,
}  # fmt: skip


def refused(**other: Any) -> dict[str, Problem]:
    with pytest.raises(InvalidInput) as found:
        validated(ProgrammeSettings, {**SETTINGS, **other})
    return found.value.problems


def test_numbers_are_read_as_they_are_typed() -> None:
    wanted = validated(
        ProgrammeSettings, {**SETTINGS, "release_threshold": "١٥", "draft_days": " 14 "}
    )
    assert (wanted.release_threshold, wanted.draft_days) == (15, 14)
    assert wanted.columns()["languages"] == "fr,ar"


@pytest.mark.parametrize(
    ("field", "typed", "key"),
    [
        ("release_threshold", "4", "error.number_range"),
        ("release_threshold", "101", "error.number_range"),
        ("release_threshold", "dix", "error.whole_number_form"),
        ("release_threshold", "", "error.needed"),
        ("release_base", "4", "error.number_range"),
        ("release_base", "6", "error.threshold_rounds"),
        ("trust_hidden_below", "9", "error.number_range"),
        ("trust_indicative_below", "5", "error.number_range"),
        ("draft_days", "0", "error.number_range"),
        ("draft_days", "91", "error.number_range"),
        ("backup_days", "0", "error.number_range"),
        ("languages", "", "error.language_needed"),
        ("languages", [], "error.language_needed"),
        ("languages", ["fr", "xx"], "error.unknown_choice"),
        ("languages", ["fr", "fr"], "error.unknown_choice"),
        ("time_zone", "Mars/Olympus", "error.unknown_choice"),
        ("ends_on", "1/1/2020", "error.programme_ends_first"),
        ("name", "", "error.needed"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(field: str, typed: object, key: str) -> None:
    assert {name: each.key for name, each in refused(**{field: typed}).items()} == {field: key}


def test_what_is_indicative_begins_where_something_is_shown() -> None:
    found = refused(trust_hidden_below="40")
    assert found == {"trust_indicative_below": Problem("error.indicative_low", least=40)}


def test_a_new_programme_has_all_languages_unless_some_are_chosen() -> None:
    assert validated(NewProgramme, PROGRAMME).languages == LANGUAGES
    some = validated(NewProgramme, {**PROGRAMME, "languages": ["ar", "fr"]})
    assert some.columns()["languages"] == "ar,fr"
