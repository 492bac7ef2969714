"""A day typed in a form: its year is said before and after, and none is moved silently."""

from __future__ import annotations

from datetime import timedelta

import pytest

from components.language import i18n
from tests.cast import today
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, rows
from tests.pages.phone import Phone

PAGE = "work/record_intervention.py"


def typing(day: str, language: str = "fr") -> Phone:
    phone = Phone(PAGE, language)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_day", "other")
    phone.write("intervention_day_text", day)
    return phone


@pytest.mark.fault("T4")
@pytest.mark.parametrize("language", LANGUAGES)
def test_tomorrow_without_its_year_is_refused(seen: None, language: str) -> None:
    tomorrow = today() + timedelta(days=1)
    phone = typing(f"{tomorrow.day}/{tomorrow.month}", language)
    assert i18n.day(tomorrow) in phone.said
    assert i18n.t("entry.day.write_the_year") in phone.said
    phone.press("intervention_save")
    assert rows() == []
    assert i18n.t("error.in_the_future") in phone.said


@pytest.mark.fault("T4")
def test_the_day_is_said_before_and_after_saving(seen: None) -> None:
    day = today() - timedelta(days=2)
    phone = typing(f"\u200f{day.day}–{day.month}")
    assert i18n.day(day) in phone.said
    phone.press("intervention_save")
    assert [row.happened_on for row in rows()] == [day]
    assert f"Date\xa0: {i18n.day(day)}" in phone.app.success[0].value


@pytest.mark.fault("T5")
def test_a_day_without_its_year_filters_the_entries(seen: None) -> None:
    phone = Phone("work/entries.py")
    day = today() - timedelta(days=2)
    phone.write("entries_start", f"{day.day}/{day.month}")
    assert not phone.app.error
    assert i18n.day(day) in phone.said
