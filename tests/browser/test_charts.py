"""Nothing of a chart is cut off on a phone, however it is turned, in any language."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize

from components.visit.navigation import open_to
from db.codes import Role
from tests.at_length import then_by_night
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.shots import USERS
from tests.browser.visitor import SIZES, Visitor

RESULTS = ("overview", "placements", "training", "trust")
#: Words of a chart that lie outside its picture, even by a part of a letter.
CUT_OFF = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg')].flatMap(
  (svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter((text) => {
      const box = text.getBoundingClientRect();
      return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
    }).map((text) => text.textContent);
  })"""
CHARTS = "() => document.querySelectorAll('[data-testid=stVegaLiteChart] svg').length"


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("fr", "ar", "en", at_length=2))
@pytest.mark.parametrize(
    ("role", "pages"), [(Role.MANAGER, RESULTS), (Role.PARTNER, ("released",))]
)
def test_no_word_of_a_chart_is_cut_off(
    full: Server, visit: Visit, role: Role, pages: tuple[str, ...], language: str
) -> None:
    assert set(pages) <= {screen.name for screen in open_to(role)}
    visitor = visit(USERS[role], "phone", language=language, of=full)
    found = [f"{page}: {words}" for page in pages for words in cut_off(visitor, page)]
    assert found == []


def cut_off(visitor: Visitor, page: str) -> list[str]:
    """Upright, on its side, and upright again."""
    visitor.open(page)
    visitor.drawn()
    upright = SIZES["phone"]
    found = visitor.page.evaluate(CUT_OFF)
    assert visitor.page.evaluate(CHARTS) > 2
    sideways: ViewportSize = {"width": 640, "height": 360}
    for size in (sideways, upright):
        visitor.resized(size)
        found += visitor.page.evaluate(CUT_OFF)
    return list(found)
