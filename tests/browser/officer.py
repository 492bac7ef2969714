"""What an administrator and a manager do at their desk, step by step, from the first day on."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

AGENCY, ORGANISATION = 0, 1
AGENT, MANAGER, PARTNER = 0, 1, 2
PASSWORD = "sept petits bateaux verts"


def select(visitor: Visitor, key: str, text: str) -> None:
    """Choose from a long list by typing the beginning of what is wanted."""
    field = visitor.at(key).locator("input").first
    field.click()
    field.fill(text)
    visitor.page.keyboard.press("Enter")
    visitor.settled()


def add_place(admin: Visitor, kind: int, *, chosen: dict[str, str], **written: str) -> None:
    """An agency or an organisation; its page says that it was added."""
    admin.open("places")
    admin.choose("places_which", kind)
    admin.press("places_add")
    for field, text in written.items():
        admin.write(f"places_add_{field}", text)
    for field, text in chosen.items():
        select(admin, f"places_add_{field}", text)
    admin.press("places_add_submit")
    expect(admin.at("places_add_submit")).to_have_count(0)
    expect(admin.page.get_by_text(written["name"]).first).to_be_visible()


def invite(
    admin: Visitor, role: int, username: str, name: str, organisation: str | None = None
) -> str:
    """A new account; the one-time code that its owner is handed."""
    admin.open("accounts")
    admin.press("accounts_create")
    admin.choose("create_role", role)
    admin.write("create_username", username)
    admin.write("create_name", name)
    if organisation:
        select(admin, "create_organisation", organisation)
    admin.press("create_submit")
    admin.shows("slip_screen")
    code = admin.at("slip_screen").locator("[data-testid=stCode] code").inner_text().strip()
    admin.press("accounts_code_noted")
    return code


def come_with_code(visitor: Visitor, username: str, code: str) -> None:
    """The first password by the code, on the sign-in page, which leads home."""
    visitor.open()
    visitor.press("signin_code")
    visitor.write("reset_username", username)
    visitor.write("reset_code", code)
    visitor.write("reset_new_password", PASSWORD)
    visitor.write("reset_again", PASSWORD)
    visitor.at("reset_submit").locator("button").click()
    expect(visitor.at("signin")).to_have_count(0, timeout=20_000)
    visitor.settled()


def post(admin: Visitor, agent: str, agency: str, starts_on: str) -> None:
    """An agent is posted without an end."""
    admin.open("postings")
    admin.press("postings_add")
    select(admin, "postings_new_account", agent)
    select(admin, "postings_new_agency", agency)
    admin.write("postings_new_starts_on", starts_on)
    admin.press("postings_new_submit")
    expect(admin.at("postings_new_submit")).to_have_count(0)
