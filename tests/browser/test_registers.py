"""A manager pastes three years of an agency's register, on a phone, and the chart follows."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from components.language.catalogue import Language, translate_plural
from tests.at_length import then_by_night
from tests.browser import axe
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.visitor import Visitor

MONTHS = [date(2023 + at // 12, at % 12 + 1, 1) for at in range(36)]
TABLE = "\n".join(f"{month:%m/%Y}\t{1200 + at}\t{at}" for at, month in enumerate(MONTHS))


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("ar", "fr", "en"))
def test_three_years_are_pasted_on_a_phone(
    visit: Visit, own_server: Server, language: Language
) -> None:
    phone = visit("manager", "phone", language=language, at="register-counts", of=own_server)
    phone.at("register_paste").locator("summary").click()
    area = phone.page.locator("textarea")
    area.fill(TABLE)
    area.press("Control+Enter")
    phone.press("register_read")
    expect(phone.at("register_save")).to_be_visible()
    assert axe.findings(phone) == []
    for key, said in (("source", "Note du 3 mars"), ("noted_on", "3/3/2026")):
        field = phone.at(f"register_{key}").locator("input")
        field.fill(said)
        field.press("Enter")
        phone.settled()
    phone.press("register_save")
    saved = translate_plural(language, "register.saved", 72, agency="", count=72).strip(": ")
    expect(phone.page.get_by_text(saved)).to_be_visible()
    assert own_server.ask("SELECT count(*) FROM agency_counts") == [72]


def type_in_first(desk: Visitor, text: str) -> None:
    """In the first month of the first column, whose field opens with the second touch."""
    grid = desk.page.locator("[class*=st-key-register_grid] .dvn-scroller").first
    grid.dblclick(position={"x": 250, "y": 35 + 17})
    field = desk.page.locator("#portal textarea")
    field.fill(text)
    field.press("Enter")
    expect(field).to_have_count(0)
    desk.settled()


@pytest.mark.long
def test_a_cell_is_typed_in_the_grid(visit: Visit, own_server: Server) -> None:
    desk = visit("manager", at="register-counts", of=own_server)
    type_in_first(desk, "1 2x")
    expect(desk.page.get_by_text("«\xa01 2x\xa0»")).to_be_visible()
    type_in_first(desk, "14")
    expect(desk.page.get_by_text("«\xa01 2x\xa0»")).to_have_count(0)
    for key, said in (("source", "Note du 3 mars"), ("noted_on", "3/3/2026")):
        field = desk.at(f"register_{key}").locator("input")
        field.fill(said)
        field.press("Enter")
        desk.settled()
    desk.press("register_save")
    expect(desk.at("register_save")).to_have_count(0)
    assert own_server.ask("SELECT value FROM agency_counts") == [14]
