"""The list of entries: one's own, what may be corrected, and what stays voided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from components.fields.dates import OTHER
from components.language import i18n
from components.language.catalogue import translate
from db.actions import events
from db.models import Intervention
from db.store.engine import writing
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import met, the_entry
from tests.pages.phone import Phone, SignedIn

PAGE = "work/entries.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_is_voided_with_its_reason_and_stays(entry: int, language: str) -> None:
    phone = Phone(PAGE, language)
    assert "234-5678" in phone.said
    phone.choose(f"entries_change_intervention_{entry}", "void")
    assert phone.app.button(key=f"entries_void_intervention_{entry}").disabled
    phone.choose(f"entries_reason_intervention_{entry}", "WRONG_PERSON")
    phone.press(f"entries_void_intervention_{entry}")
    assert the_entry(entry).void_reason == "WRONG_PERSON"
    assert "~~" in phone.said
    assert not phone.shows(f"entries_change_intervention_{entry}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_is_put_right(entry: int, language: str) -> None:
    phone = Phone(PAGE, language)
    phone.choose(f"entries_change_intervention_{entry}", "correct")
    form = f"correct_intervention_{entry}"
    phone.choose(f"{form}_minutes", OTHER)
    phone.write(f"{form}_minutes_text", "١٥")
    phone.choose(f"{form}_type", "CV")
    phone.press(f"{form}_save")
    row = the_entry(entry)
    assert (row.minutes, row.type, row.mode) == (15, "CV", "PHONE")
    assert row.corrected_at is not None


def test_a_wrong_correction_is_told_beside_its_field(entry: int) -> None:
    phone = Phone(PAGE)
    phone.choose(f"entries_change_intervention_{entry}", "correct")
    tomorrow = today() + timedelta(days=1)
    form = f"correct_intervention_{entry}"
    phone.choose(f"{form}_day", OTHER)
    phone.write(f"{form}_day_text", f"{tomorrow:%d/%m/%Y}")
    phone.press(f"{form}_save")
    assert len(phone.app.container(key=f"{form}_problems_happened_on").error) == 1
    assert i18n.t("entry.day") in phone.told_at_the_button(form)
    assert the_entry(entry).corrected_at is None


def test_a_manager_sees_all_agencies_and_says_why(entry: int, signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    assert "Agent.Rabat" in phone.said
    phone.choose(f"entries_change_intervention_{entry}", "correct")
    form = f"correct_intervention_{entry}"
    phone.choose(f"{form}_mode", "AGENCY")
    phone.press(f"{form}_save")
    assert len(phone.app.container(key=f"{form}_problems_reason").error) == 1
    phone.choose(f"{form}_why", "MISTAKE")
    phone.press(f"{form}_save")
    assert the_entry(entry).mode == "AGENCY"


def test_an_agent_sees_nothing_of_another_ones_entries(entry: int, signed_in: SignedIn) -> None:
    signed_in(CAST.agent_casablanca)
    phone = Phone(PAGE)
    assert "234-5678" not in phone.said
    assert [each.value for each in phone.app.info] == [translate("fr", "entries.none_yet")]
    phone.write("entries_search", "CV")
    assert [each.value for each in phone.app.info] == [translate("fr", "entries.none")]


def test_an_old_entry_is_listed_without_actions(entry: int) -> None:
    with writing() as session:
        row = session.get_one(Intervention, entry)
        row.entered_at -= timedelta(days=8)
    phone = Phone(PAGE)
    assert "234-5678" in phone.said
    assert not phone.shows(f"entries_change_intervention_{entry}")


@pytest.mark.long
def test_days_types_and_pages_narrow_the_list(entry: int) -> None:
    for number in range(51):
        met(submission_id=f"more {number}", type="CV" if number else "ADMIN", happened_on=today())
    phone = Phone(PAGE)
    lines = [each for each in phone.app.markdown if "234-5678" in each.value]
    assert len(lines) == 50
    phone.press("entries_next")
    assert len([each for each in phone.app.markdown if "234-5678" in each.value]) == 2
    phone.press("entries_first")
    yesterday = ago(1)
    phone.write("entries_end", f"{yesterday.day}/{yesterday.month}/{yesterday.year}")
    assert len([each for each in phone.app.markdown if "234-5678" in each.value]) == 1
    phone.write("entries_end", "")
    phone.app.selectbox(key="entries_type_intervention").select("ADMIN")
    phone.run()
    assert len([each for each in phone.app.markdown if "234-5678" in each.value]) == 1


def test_a_voided_entry_says_why(entry: int) -> None:
    with writing() as session:
        session.get_one(Intervention, entry).entered_at += timedelta(seconds=5)
    with writing() as session:
        events.undo(session, "intervention", f"met {CAST.case_rabat}", by=CAST.agent_rabat)
    assert "Retirée juste après la saisie" in Phone(PAGE).said


@pytest.mark.parametrize("account", [CAST.agent_rabat, CAST.partner, CAST.administrator])
def test_who_enters_nothing_finds_no_list(entry: int, signed_in: SignedIn, account: int) -> None:
    signed_in(account)
    assert ("234-5678" in Phone(PAGE).said) is (account == CAST.agent_rabat)


@pytest.mark.fault("E3")
def test_a_reason_once_chosen_cannot_be_emptied(entry: int) -> None:
    phone = Phone(PAGE)
    phone.choose(f"entries_change_intervention_{entry}", "void")
    assert phone.app.button_group(key=f"entries_reason_intervention_{entry}").proto.required
