"""The list of entries on a desktop, and the way back to it: page, filters and place."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from components.language.catalogue import Language, translate
from tests.at_length import then_by_night
from tests.browser import axe
from tests.browser.conftest import Visit
from tests.browser.test_keyboard import walk_to
from tests.browser.visitor import Visitor
from tests.cast import PASSWORD

ROW_PX = 35
ACTIONS = "[class*=st-key-entries_change_]"


def go(visitor: Visitor, name: str) -> None:
    """By the menu."""
    visitor.page.locator(f"[data-testid=stSidebar] a[href$='{name}']").first.click()
    visitor.page.wait_for_url(re.compile(rf"/{name}\b"))
    visitor.settled()


def says(visitor: Visitor, page: str, **asked: str) -> None:
    """Wait for the address."""

    def is_there(url: str) -> bool:
        parts = urlsplit(url)
        return parts.path == f"/{page}" and parse_qs(parts.query) == {
            name: [value] for name, value in asked.items()
        }

    visitor.page.wait_for_url(is_there)
    visitor.settled()


def chosen(visitor: Visitor, key: str) -> str:
    return visitor.at(key).locator("button[aria-checked=true]").first.inner_text()


@pytest.mark.long
@pytest.mark.fault("S3")
@pytest.mark.parametrize("language", then_by_night("ar", "fr", "en"))
def test_a_desktop_gets_a_table_and_a_phone_gets_cards(visit: Visit, language: Language) -> None:
    desk = visit("manager", language=language, at="entries")
    desk.shows("entries_table")
    assert axe.findings(desk) == []
    desk.page.locator(".st-key-entries_table .dvn-scroller").first.click(
        position={"x": 15, "y": 50}
    )
    expect(desk.page.locator(ACTIONS).first).to_be_visible()
    desk.page.mouse.move(5, 5)
    desk.settled()
    assert axe.findings(desk) == []
    phone = visit("manager", "phone", language=language, at="entries")
    expect(phone.page.locator(ACTIONS).first).to_be_visible()
    expect(phone.at("entries_table")).to_have_count(0)
    assert not phone.wide()


@pytest.mark.long
@pytest.mark.fault("S3")
def test_a_row_is_opened_and_the_table_left_by_keyboard(visit: Visit) -> None:
    desk = visit("manager", at="entries")
    walk_to(desk, "entries_table")
    for key in ("ArrowDown", "Shift+Space"):
        desk.page.keyboard.press(key)
    expect(desk.page.locator(ACTIONS).first).to_be_visible()
    desk.settled()
    # Not by Escape, which lets go of the row and closes the entry.
    walk_to(desk, "entries_opened", most=20)


@pytest.mark.long
@pytest.mark.fault("E7")
def test_the_way_back_a_reload_and_a_link_lead_to_the_same_list(visit: Visit) -> None:
    manager = visit("manager", at="entries")
    manager.pick("entries_kind", translate("fr", "entries.kind.training"))
    manager.write("entries_search", "femme")
    says(manager, "entries", entries_kind="Formations")
    go(manager, "overview")
    manager.page.go_back()
    says(manager, "entries", entries_kind="Formations")
    assert chosen(manager, "entries_kind") == "Formations"
    expect(manager.at("entries_search").locator("input")).to_have_value("femme")
    manager.page.reload()
    says(manager, "entries", entries_kind="Formations")
    assert chosen(manager, "entries_kind") == "Formations"


@pytest.mark.long
@pytest.mark.fault("E7")
def test_what_was_asked_for_before_signing_in_opens_with_its_filters(visit: Visit) -> None:
    manager = visit()
    manager.sign_in("manager", PASSWORD, at="entries?entries_kind=Formations&entries_after=7")
    says(manager, "entries", entries_kind="Formations", entries_after="7")
    assert chosen(manager, "entries_kind") == translate("fr", "entries.kind.training")


@pytest.mark.long
@pytest.mark.fault("E7")
def test_results_keep_their_filters_from_page_to_page_and_on_the_way_back(visit: Visit) -> None:
    manager = visit("manager", at="overview")
    first, second = (translate("fr", f"filter.period.{code}") for code in ("half", "year"))
    manager.pick("filter_period", first)
    says(manager, "overview", filter_period=first)
    go(manager, "training")
    says(manager, "training", filter_period=first)
    manager.pick("filter_period", second)
    says(manager, "training", filter_period=second)
    manager.page.go_back()
    says(manager, "overview", filter_period=first)
    assert chosen(manager, "filter_period") == first
    manager.page.reload()
    says(manager, "overview", filter_period=first)
    go(manager, "placements")
    says(manager, "placements", filter_period=first)


@pytest.mark.long
@pytest.mark.fault("E7")
def test_accounts_are_found_again_on_the_way_back(visit: Visit) -> None:
    administrator = visit("admin", at="accounts")
    administrator.write("accounts_search", "casa")
    go(administrator, "account")
    administrator.page.go_back()
    says(administrator, "accounts")
    expect(administrator.at("accounts_search").locator("input")).to_have_value("casa")
    expect(administrator.page.locator("[class*=st-key-accounts_line_]")).to_have_count(1)
