"""The results pages at every size, enlarged, in the dark and on paper: read at a glance, whole."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ViewportSize

from components.language.catalogue import translate
from db.codes import Role
from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.shots import USERS
from tests.browser.visitor import Visitor

PAGES = ("overview", "placements", "training", "trust")
SMALL: ViewportSize = {"width": 1366, "height": 768}
LARGE: ViewportSize = {"width": 1920, "height": 1080}
A4: ViewportSize = {"width": 718, "height": 1047}
#: The top of each card of the first row of charts, and the bottom of what is seen of the page.
TOPS = """() => [...document.querySelectorAll('.st-key-cards > *')].map(
  (card) => card.getBoundingClientRect().top)"""
#: What a page shows of what it should hide on paper, and charts that are cut off there.
ON_PAPER = """() => {
  const shown = (name) => [...document.querySelectorAll(name)].some(
    (each) => each.getClientRects().length > 0);
  const hidden = ['[data-testid=stSidebar]', '[data-testid=stHeader]', '.st-key-filters',
    '.st-key-bar', '[class*="st-key-foot_"]', '[class*="st-key-card_"] > [class*="st-key-view_"]',
    '[class*="st-key-card_"] > [class*="st-key-rows_"]'].filter(shown);
  const cut = [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg')].filter((svg) => {
    const card = svg.closest('[class*="st-key-card_"]').getBoundingClientRect();
    return svg.getBoundingClientRect().right > card.right + 1;
  }).length;
  const white = getComputedStyle(document.querySelector('.stApp')).backgroundColor;
  return {hidden, cut, white, wide: document.documentElement.scrollWidth > innerWidth + 1};
}"""


def at(manager: Visitor, size: ViewportSize, page: str) -> None:
    manager.page.set_viewport_size(size)
    manager.open(page)


@pytest.mark.long
@pytest.mark.fault("S1")
@pytest.mark.fault("S7")
@pytest.mark.fault("S11")
@pytest.mark.fault("S12")
@pytest.mark.parametrize(("page", "charts"), [(page, 2) for page in PAGES[1:]] + [("overview", 3)])
def test_a_page_is_read_by_day_enlarged_large_and_on_paper(
    visit: Visit, full: Server, page: str, charts: int
) -> None:
    manager = visit(USERS[Role.MANAGER], language="fr", of=full)
    at(manager, SMALL, page)
    stands_above_the_fold(manager, page, charts)
    assert findings(manager) == []
    assert not manager.wide()
    assert not is_wide_enlarged(manager)
    manager.page.evaluate("document.documentElement.style.fontSize = ''")
    manager.resized(LARGE)
    leaves_no_hole(manager)
    manager.resized(A4)
    is_whole_on_paper(manager, page)


def stands_above_the_fold(manager: Visitor, page: str, charts: int) -> None:
    """Its name in the tab, what each chart says above the fold, a narrow menu."""
    assert manager.page.title() == f"{translate('fr', f'page.{page}')} · Amudu"
    tops = manager.page.evaluate(TOPS)
    assert len(tops) == charts
    # Of 768: what each chart says stands above the fold.
    assert [top for top in tops if not 0 < top < 640] == []
    box = manager.page.locator("[data-testid=stSidebar]").bounding_box()
    assert box is not None and box["width"] <= SMALL["width"] / 6


def leaves_no_hole(manager: Visitor) -> None:
    """Each row of cards is as wide as the others."""
    for key in ("cards", "cards_more"):
        rows: dict[int, float] = {}
        for card in manager.page.locator(f".st-key-{key} [class*='st-key-card_']").all():
            box = card.bounding_box()
            assert box is not None
            top = round(box["y"])
            rows[top] = max(rows.get(top, 0), box["x"] + box["width"])
        assert max(rows.values()) - min(rows.values()) < 2


def is_wide_enlarged(manager: Visitor) -> bool:
    """Whether a page moves sideways in letters of twice the size."""
    manager.page.evaluate("document.documentElement.style.fontSize = '200%'")
    manager.settled()
    manager.drawn()
    return manager.wide()


@pytest.mark.long
def test_every_results_page_can_be_read_in_the_dark_and_enlarged_from_right_to_left(
    visit: Visit, full: Server
) -> None:
    manager = visit(USERS[Role.MANAGER], language="ar", of=full)
    manager.page.emulate_media(color_scheme="dark")
    problems = []
    for page in PAGES:
        at(manager, SMALL, page)
        problems += [f"{page}: {each}" for each in findings(manager, is_dark=True)]
        if is_wide_enlarged(manager):
            problems.append(f"{page}: enlarged, it moves sideways")
    assert problems == []


def is_whole_on_paper(manager: Visitor, page: str) -> None:
    """Its title, its filters and whole charts."""
    manager.page.emulate_media(media="print", color_scheme="dark")
    manager.settled()
    seen = manager.page.evaluate(ON_PAPER)
    assert seen == {"hidden": [], "cut": 0, "white": "rgb(255, 255, 255)", "wide": False}
    words = manager.page.locator(".st-key-results_head").inner_text()
    assert translate("fr", f"page.{page}") in words and re.search(r"Du .* au .*\d{4}", words)
    sheets = manager.page.pdf(format="A4").count(b"/Type /Page\n")
    assert 1 <= sheets <= 5
