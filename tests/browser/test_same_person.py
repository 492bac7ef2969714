"""A person who comes twice: noticed before the save, put together, and taken apart again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.at_length import then_by_night
from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

NEW = {"fr": "Nouvelle personne", "ar": "شخص جديد"}
#: Two spellings of a name that no other journey has, nor the other language.
NAMES = {
    "fr": ("Zoubaïda Korogossi", "Korogosi Zubeida"),
    "ar": ("حليمة ياميسانغو", "Halima Yamissango"),
}


def entered(phone: Visitor, language: str, name: str) -> None:
    phone.open("record-intervention")
    phone.choose("intervention_type", 0)
    phone.pick("intervention_case", NEW[language])
    phone.choose("intervention_sex", 0)
    phone.write("intervention_birth_year", "1971")
    first, family = name.split()
    phone.write("intervention_first_name", first)
    phone.write("intervention_family_name", family)
    phone.press("intervention_save")


def code_of(phone: Visitor) -> str:
    phone.shows("intervention_next")
    (code,) = re.findall(r"\b[2-9A-Z]{3}-[2-9A-Z]{4}\b", phone.text())
    return str(code)


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("ar", "fr"))
def test_who_comes_twice_is_noticed_put_together_and_taken_apart(
    visit: Visit, language: str
) -> None:
    phone = visit("agent.rabat", at="my-day", size="phone", language=language)
    one, other = NAMES[language]
    entered(phone, language, one)
    kept = code_of(phone)
    entered(phone, language, other)
    phone.shows("intervention_none_of_them")
    assert kept in phone.text()
    assert not phone.wide()
    assert findings(phone) == []
    phone.press("intervention_none_of_them")
    phone.press("intervention_save")
    merged = code_of(phone)

    phone.open(f"people?case={kept.replace('-', '')}")
    phone.at("person_same_box").locator("summary").click()
    phone.page.locator("[class*=st-key-person_same_code_] input").fill(merged)
    phone.press("person_same_compare")
    phone.shows("person_same_form")
    assert not phone.wide()
    assert findings(phone) == []
    phone.press("person_same_merge")
    undo = phone.page.locator("[class*=st-key-person_same_undo_] button")
    expect(undo).to_be_visible()

    phone.open(f"people?case={merged.replace('-', '')}")
    expect(phone.page.locator("h2").first).to_contain_text(kept)
    undo.click()
    expect(undo).to_have_count(0)
    phone.open(f"people?case={merged.replace('-', '')}")
    expect(phone.page.locator("h2").first).to_contain_text(merged)
