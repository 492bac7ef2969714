"""Two people correct the same entry: the second is told what changed, keeps their text, chooses."""

from __future__ import annotations

from typing import Any

import pytest

from components.fields.dates import OTHER
from components.language import i18n
from components.reads import labels
from db.actions import events, interventions
from db.inputs.interventions import InterventionCorrection
from db.inputs.parse import validated
from db.models import Draft
from db.store.engine import writing
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, the_entry
from tests.pages.entered import stored as rows_of
from tests.pages.phone import Phone

PAGE = "work/entries.py"


def by_the_manager(entry_id: int, **wanted: Any) -> None:
    row = the_entry(entry_id)
    raw = {name: getattr(row, name) for name in ("id", "seen", "type", "mode", "happened_on")}
    raw |= {"language": row.language, "minutes": row.minutes, "reason": "MISTAKE", **wanted}
    with writing() as session:
        interventions.correct(session, validated(InterventionCorrection, raw), by=CAST.manager)


def opened(entry_id: int, language: str = "fr") -> tuple[Phone, str]:
    phone = Phone(PAGE, language)
    phone.choose(f"entries_change_intervention_{entry_id}", "correct")
    return phone, f"correct_intervention_{entry_id}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_is_told_by_whom_and_keeps_what_was_typed(entry: int, language: str) -> None:
    phone, form = opened(entry, language)
    phone.choose(f"{form}_minutes", OTHER)
    phone.write(f"{form}_minutes_text", "17")
    by_the_manager(entry, minutes=90, mode="AGENCY")
    phone.press(f"{form}_save")
    assert the_entry(entry).minutes == 90
    assert "Manager" in phone.said
    mode = {code: labels.label("MODE", code) for code in ("PHONE", "AGENCY")}
    for key, value in (
        ("now", "90"), ("yours", "17"), ("now", mode["AGENCY"]), ("then", mode["PHONE"]),
    ):  # fmt: skip
        assert i18n.t(f"meanwhile.{key}", value=value) in phone.said
    assert phone.app.text_input(key=f"{form}_minutes_text").value == "17"
    phone.press(f"{form}_save")
    row = the_entry(entry)
    assert (row.minutes, row.mode) == (17, "AGENCY"), "what nobody touched here stays as it is"


def test_each_field_is_chosen_by_itself(entry: int) -> None:
    phone, form = opened(entry)
    phone.choose(f"{form}_minutes", OTHER)
    phone.write(f"{form}_minutes_text", "17")
    by_the_manager(entry, minutes=90, mode="AGENCY")
    phone.press(f"{form}_save")
    phone.choose(f"{form}_problems_take_1_minutes", "theirs")
    phone.choose(f"{form}_problems_take_1_mode", "mine")
    phone.press(f"{form}_save")
    assert (the_entry(entry).minutes, the_entry(entry).mode) == (90, "PHONE")


@pytest.mark.parametrize(
    ("choice", "minutes", "mode"), [("mine", 17, "PHONE"), ("theirs", 90, "AGENCY")]
)
def test_all_are_chosen_at_once(entry: int, choice: str, minutes: int, mode: str) -> None:
    phone, form = opened(entry)
    phone.choose(f"{form}_minutes", OTHER)
    phone.write(f"{form}_minutes_text", "17")
    by_the_manager(entry, minutes=90, mode="AGENCY")
    phone.press(f"{form}_save")
    phone.choose(f"{form}_problems_take_1", choice)
    phone.press(f"{form}_save")
    assert (the_entry(entry).minutes, the_entry(entry).mode) == (minutes, mode)


def test_who_is_overtaken_once_more_is_asked_once_more(entry: int) -> None:
    phone, form = opened(entry)
    phone.choose(f"{form}_mode", "FIELD")
    by_the_manager(entry, mode="AGENCY")
    phone.press(f"{form}_save")
    by_the_manager(
        entry, mode="REMOTE" if "REMOTE" in labels.choices("MODE") else "PHONE", minutes=60
    )
    phone.press(f"{form}_save")
    assert the_entry(entry).mode != "FIELD"
    phone.press(f"{form}_save")
    assert the_entry(entry).mode == "FIELD"


def test_a_form_opened_anew_asks_nothing(entry: int) -> None:
    phone, form = opened(entry)
    phone.choose(f"{form}_mode", "FIELD")
    by_the_manager(entry, mode="AGENCY")
    phone.press(f"{form}_save")
    phone.choose(f"entries_change_intervention_{entry}", "void")
    phone.choose(f"entries_change_intervention_{entry}", "correct")
    assert "Manager" not in phone.said
    assert phone.app.button_group(key=f"{form}_mode").value == "AGENCY"


def test_what_was_typed_of_an_entry_struck_out_meanwhile_becomes_a_draft(entry: int) -> None:
    phone, form = opened(entry)
    phone.choose(f"{form}_minutes", OTHER)
    phone.write(f"{form}_minutes_text", "17")
    with writing() as session:
        events.void(session, "intervention", entry, "MISTAKE", by=CAST.manager)
    phone.press(f"{form}_save")
    page = i18n.t("page.record_intervention")
    assert i18n.t("meanwhile.struck_out", page=page) in phone.said
    assert len(rows_of(Draft)) == 1
    again = Phone("work/record_intervention.py")
    assert again.app.button_group(key="intervention_case").value == [PERSON]
    assert again.app.text_input(key="intervention_minutes_text").value == "17"
