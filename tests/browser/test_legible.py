"""Every page in French and Arabic, on a phone and a desk: usable by all, and nothing sticks out."""

from __future__ import annotations

import re

import pytest

from components.language.catalogue import translate
from components.visit.navigation import SCREENS, open_to
from db.codes import Role
from db.inputs import case_codes
from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.visitor import SIZES, Visitor
from tests.cast import USERNAMES

#: Latin letters that an Arabic page may hold: names, codes and files.
LATIN = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
NAMES_KEPT = {
    "Amudu", "ANAPEC", "CNSS", "CEF", "Yacoub", "CSV", "XLSX", "PNG", "SVG", "Excel", "Rabat",
    "Casablanca", "Agent", "agent", "casablanca", "rabat", "Manager", "Partner", "Admin",
    "manager", "partner", "admin", "Chrome", "Linux", "Closed", "closed",
    "Français", "English", "Ministère", "verified",
}  # fmt: skip


def look(visitor: Visitor, name: str) -> list[str]:
    visitor.open(name)
    problems = [f"{name}: {each}" for each in findings(visitor)]
    if visitor.page.viewport_size == SIZES["desktop"]:
        visitor.page.emulate_media(color_scheme="dark")
        visitor.settled()
        problems += [f"{name}, dark: {each}" for each in findings(visitor)]
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
def test_the_overview_is_legible(visit: Visit) -> None:
    assert look(visit(USERNAMES[Role.MANAGER], "desktop", language="fr"), "overview") == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("role", list(Role))
def test_every_page_is_legible(visit: Visit, role: Role, size: str, language: str) -> None:
    visitor = visit(USERNAMES[role], size, language=language)
    problems = [each for screen in open_to(role) for each in look(visitor, screen.name)]
    assert problems == []


@pytest.mark.long
@pytest.mark.parametrize("role", [Role.AGENT])
def test_an_arabic_page_runs_from_right_to_left_and_speaks_arabic(visit: Visit, role: Role) -> None:
    check_arabic(visit(USERNAMES[role], "phone", language="ar"), ["my-day", "record-intervention"])


@pytest.mark.long
@pytest.mark.parametrize("role", list(Role))
def test_every_arabic_page_speaks_arabic(visit: Visit, role: Role) -> None:
    visitor = visit(USERNAMES[role], language="ar")
    check_arabic(visitor, [screen.name for screen in open_to(role)])


def check_arabic(visitor: Visitor, names: list[str]) -> None:
    for name in names:
        visitor.open(name)
        html = visitor.page.locator("html")
        assert (html.get_attribute("dir"), html.get_attribute("lang")) == ("rtl", "ar")
        # A command is written as it is typed.
        visitor.page.locator("[data-testid=stMain] code").evaluate_all(
            "all => all.forEach(each => each.style.display = 'none')"
        )
        text = visitor.page.locator("[data-testid=stMain]").inner_text()
        title = next(each for each in SCREENS if each.name == name).text
        assert translate("ar", title) in visitor.text()
        if name not in IN_EVERY_LANGUAGE:
            assert set(LATIN.findall(NO_WORD.sub("", text))) - NAMES_KEPT == set(), name


#: Pages that show what is written in each language side by side.
IN_EVERY_LANGUAGE = {"lists"}
#: A material icon is a word of small letters to the page, a picture to the eye; a case has a code.
NO_WORD = re.compile(
    rf"^\s*[a-z_0-9]+\s*$|\b[a-z]+_[a-z_]+\b|\b[{case_codes.ALPHABET}]{{3}}-[{case_codes.ALPHABET}]{{4}}\b",
    re.MULTILINE,
)
