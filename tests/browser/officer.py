"""What an administrator and a manager do at their desk, screen by screen, from the first day on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from playwright.sync_api import TimeoutError, expect

from tests.browser.visitor import PATIENCE, Visitor
from tests.empty import PERSON, PROGRAMME

SETUP_CODE = re.compile(r"Code of its set-up page, good for 24 hours: (\S+)")
AGENCY, ORGANISATION = 0, 1
AGENT, MANAGER, PARTNER = 0, 1, 2
PASSWORD = "sept petits bateaux verts"


def select(visitor: Visitor, key: str, text: str) -> None:
    """Choose from a long list by typing the beginning of what is wanted; a list that a page drawn
    anew has closed is opened again."""
    field, option = visitor.at(key).locator("input").first, visitor.page.get_by_role("option")
    for is_last in (False, True):
        field.click()
        field.fill(text)
        # Enter before the list is there would choose nothing.
        try:
            option.filter(has_text=text).first.click(timeout=PATIENCE if is_last else PATIENCE / 4)
            break
        except TimeoutError:
            if is_last:
                raise
    visitor.settled()


def touch(visitor: Visitor, key: str, inside: str = "button", text: str = "") -> None:
    """The first thing whose key begins so; a number that nobody knows follows."""
    found = visitor.page.locator(f"[class*=st-key-{key}] {inside}")
    found.filter(has_text=text).first.click()
    visitor.settled()


def set_up(admin: Visitor, starts_on: date, ends_on: date) -> None:
    """The code of the console, the programme, the first administrator."""
    admin.open()
    (code,) = SETUP_CODE.findall(admin.server.said())
    admin.write("setup_code", code)
    admin.press("setup_open")
    programme = {"name": PROGRAMME["name"], "institution": PROGRAMME["institution"]}
    days = {"starts_on": f"{starts_on:%d/%m/%Y}", "ends_on": f"{ends_on:%d/%m/%Y}"}
    person = {"display_name": PERSON["display_name"], "username": PERSON["username"]}
    password = {"new_password": PASSWORD, "again": PASSWORD}
    admin.fill("setup_", programme | days | person | password)
    admin.at("setup_submit").locator("button").click()
    admin.page.wait_for_url(re.compile(r"/getting-ready$"), timeout=PATIENCE)
    admin.settled()


def add_place(
    admin: Visitor, kind: int, written: Mapping[str, str], chosen: Mapping[str, str]
) -> None:
    """An agency or an organisation; its page says that it was added."""
    admin.open("places")
    admin.choose("places_which", kind)
    admin.press("places_add")
    admin.fill("places_add_", written)
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
    admin.fill("create_", {"username": username, "name": name})
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
    password = {"new_password": PASSWORD, "again": PASSWORD}
    visitor.fill("reset_", {"username": username, "code": code} | password)
    visitor.at("reset_submit").locator("button").click()
    expect(visitor.at("signin")).to_have_count(0, timeout=PATIENCE)
    visitor.settled()


def post(manager: Visitor, agent: str, agency: str, starts_on: date) -> None:
    """An agent is posted without an end."""
    manager.open("postings")
    manager.press("postings_add")
    select(manager, "postings_new_account", agent)
    select(manager, "postings_new_agency", agency)
    manager.write("postings_new_starts_on", f"{starts_on:%d/%m/%Y}")
    manager.press("postings_new_submit")
    expect(manager.at("postings_new_submit")).to_have_count(0)


def end_posting(manager: Visitor, agent: str, last_day: date) -> None:
    """The posting has a last day from now on."""
    manager.open("postings")
    touch(manager, "postings_open_", text=agent)
    form = manager.page.locator("[class*=st-key-postings_end_]")
    field = form.locator("input[type=text]").first
    field.fill(f"{last_day:%d/%m/%Y}")
    field.blur()
    manager.settled()
    touch(manager, "postings_end_", "button[kind=primary]")
    expect(form).to_have_count(0)


def paste_register(manager: Visitor, months: Iterable[date], day: date) -> None:
    """The numbers of the first agency's own register, as a spreadsheet has them."""
    lines = [f"{month:%m/%Y}\t{1200 + at}\t{40 + at}" for at, month in enumerate(months)]
    manager.open("register-counts")
    manager.press("register_paste")
    area = manager.page.locator("textarea")
    area.fill("\n".join(lines))
    area.press("Control+Enter")
    manager.press("register_read")
    said = {"source": "Note de l'agence", "noted_on": f"{day:%d/%m/%Y}"}
    manager.fill("register_", said)
    manager.press("register_save")
    expect(manager.at("register_save")).to_have_count(0)


def freeze(manager: Visitor) -> None:
    """The newest of the periods that are offered."""
    manager.open("releases")
    manager.at("releases_checked").locator("label").click()
    manager.settled()
    manager.press("releases_freeze")
    manager.shows("releases_line_1")
