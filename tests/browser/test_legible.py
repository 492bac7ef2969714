"""Every page at a desk in French and on a phone in Arabic: usable by all, nothing sticks out."""

from __future__ import annotations

import re

import pytest

from components.language.catalogue import translate
from components.visit.navigation import SCREENS, open_to
from db.codes import Role
from db.inputs import case_codes
from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.test_results_pages import PAGES
from tests.browser.visitor import SIZES, Visitor
from tests.cast import USERNAMES

#: Latin letters that an Arabic page may hold: names, codes and files.
LATIN = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
NAMES_KEPT = {
    "Amudu", "ANAPEC", "CNSS", "CEF", "Yacoub", "CSV", "XLSX", "PNG", "SVG", "PDF",
    "Excel", "Word", "Rabat", "Tanger", "Casablanca", "Agent", "agent", "casablanca", "rabat",
    "Manager", "Partner", "Admin", "manager", "partner", "admin", "Chrome", "Linux", "Closed",
    "closed",
    "Français", "English", "Ministère", "verified",
}  # fmt: skip


#: Who looks at a page that several roles may open: another at a desk than on a phone.
AT_A_DESK = (Role.MANAGER, Role.ADMINISTRATOR, Role.AGENT, Role.PARTNER)
ON_A_PHONE = AT_A_DESK[::-1]


#: Looked at on the demo, at a desk, by day and in the dark: ``test_results_pages.py``.
ON_THE_DEMO: dict[tuple[Role, ...], tuple[str, ...]] = {AT_A_DESK: PAGES, ON_A_PHONE: ()}


def pages_of(role: Role, order: tuple[Role, ...]) -> list[str]:
    """The pages that this role is the first to open."""
    before = order[: order.index(role)]
    seen = {screen.name for each in before for screen in open_to(each)} | {*ON_THE_DEMO[order]}
    return [screen.name for screen in open_to(role) if screen.name not in seen]


def look(visitor: Visitor, name: str) -> list[str]:
    visitor.open(name)
    problems = [f"{name}: {each}" for each in findings(visitor)]
    if visitor.page.viewport_size == SIZES["desktop"]:
        visitor.page.emulate_media(color_scheme="dark")
        visitor.settled()
        problems += [f"{name}, dark: {each}" for each in findings(visitor, is_dark=True)]
        visitor.page.emulate_media(color_scheme="light")
    if visitor.wide():
        problems.append(f"{name}: the page moves sideways")
    return problems


@pytest.mark.long
def test_the_sign_in_form_is_legible(visit: Visit) -> None:
    nobody = visit(size="phone", language="ar")
    assert look(nobody, "") == []
    assert nobody.page.evaluate("() => document.documentElement.dir") == "rtl"


@pytest.mark.long
@pytest.mark.parametrize("order", [AT_A_DESK, ON_A_PHONE])
def test_every_page_is_looked_at(order: tuple[Role, ...]) -> None:
    looked = [*ON_THE_DEMO[order], *(name for role in order for name in pages_of(role, order))]
    assert sorted(looked) == sorted({screen.name for role in Role for screen in open_to(role)})


@pytest.mark.long
@pytest.mark.parametrize("role", AT_A_DESK)
def test_every_page_is_legible_at_a_desk(visit: Visit, role: Role) -> None:
    visitor = visit(USERNAMES[role], "desktop", language="fr")
    assert [each for name in pages_of(role, AT_A_DESK) for each in look(visitor, name)] == []


@pytest.mark.long
@pytest.mark.parametrize("role", ON_A_PHONE)
def test_every_page_is_legible_on_a_phone_and_speaks_arabic(visit: Visit, role: Role) -> None:
    visitor = visit(USERNAMES[role], "phone", language="ar")
    problems = []
    for name in pages_of(role, ON_A_PHONE):
        problems += look(visitor, name)
        problems += not_arabic(visitor, name)
    assert problems == []


def not_arabic(visitor: Visitor, name: str) -> list[str]:
    """What the page says in other letters, but for names."""
    html = visitor.page.locator("html")
    assert (html.get_attribute("dir"), html.get_attribute("lang")) == ("rtl", "ar")
    # A command is written as it is typed, and the name of an icon is drawn.
    visitor.page.locator("[data-testid=stMain] :is(code, span[role=img])").evaluate_all(
        "all => all.forEach(each => each.style.display = 'none')"
    )
    text = visitor.page.locator("[data-testid=stMain]").inner_text()
    title = next(each for each in SCREENS if each.name == name).text
    assert translate("ar", title) in visitor.text()
    if name in IN_EVERY_LANGUAGE:
        return []
    found = set(LATIN.findall(NO_WORD.sub("", text))) - NAMES_KEPT
    return [f"{name}: {each}" for each in sorted(found)]


#: Pages that show what is written in each language side by side.
IN_EVERY_LANGUAGE = {"lists"}
#: A material icon is a word of small letters to the page, a picture to the eye; a case has a code.
NO_WORD = re.compile(
    rf"^\s*[a-z_0-9]+\s*$|\b[a-z]+_[a-z_]+\b|\b[{case_codes.ALPHABET}]{{3}}-[{case_codes.ALPHABET}]{{4}}\b",
    re.MULTILINE,
)
