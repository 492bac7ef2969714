"""The way back: an entry of the history for each page seen, and for each thing that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.source import ROOT

SCRIPT = ROOT / "components" / "routes" / "history.js"
#: A touch on one of these pushes as Streamlit does: one address after the other.
PAGE = """<script>{script}</script>
<button id="filter" data-to="?period=half">
<button id="empty" data-to="/overview">
<button id="page" data-to="/training ?period=half">
<button id="leave" data-to="/overview /training ?period=half">
<button id="rows" data-to="/overview /overview?rows=1 /rows?rows=1">
<script>
  for (const each of document.querySelectorAll("button")) each.onclick = () =>
    setTimeout(() => each.dataset.to.split(" ").forEach((to) => history.pushState(0, "", to)));
</script>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    body = PAGE.replace("{script}", SCRIPT.read_text(encoding="utf-8"))
    opened.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
    opened.goto("http://amudu.test/overview")
    yield opened
    opened.close()


@pytest.fixture
def touch(page: Page) -> Callable[..., None]:
    def touched(*names: str) -> None:
        for name in names:
            page.click(f"#{name}")
            page.evaluate("() => new Promise((done) => setTimeout(done))")

    return touched


def way_back(page: Page) -> list[str]:
    """The addresses that the way back leads to, the last one first."""
    found = []
    for _ in range(page.evaluate("history.length") - 2):  # the first is that of an empty tab
        page.evaluate("() => new Promise((done) => { onpopstate = done; history.back(); })")
        found.append(page.url.removeprefix("http://amudu.test"))
    return found


def test_a_page_that_fills_its_filters_is_one_entry(page: Page, touch: Callable[..., None]) -> None:
    touch("page")
    assert page.url.endswith("/training?period=half")
    assert way_back(page) == ["/overview"]


def test_the_emptied_address_of_a_page_that_is_left_is_none(
    page: Page, touch: Callable[..., None]
) -> None:
    touch("filter", "leave")
    assert way_back(page) == ["/overview?period=half", "/overview"]


def test_what_is_chosen_at_once_on_arriving_is_an_entry(
    page: Page, touch: Callable[..., None]
) -> None:
    touch("filter")
    assert way_back(page) == ["/overview"]


def test_filters_emptied_by_hand_before_leaving_are_an_entry(
    page: Page, touch: Callable[..., None]
) -> None:
    touch("filter", "empty", "page")
    assert way_back(page) == ["/overview", "/overview?period=half", "/overview"]


def test_the_words_of_the_next_page_beside_the_old_one_are_no_entry(
    page: Page, touch: Callable[..., None]
) -> None:
    touch("filter", "rows")
    assert page.url.endswith("/rows?rows=1")
    assert way_back(page) == ["/overview?period=half", "/overview"]
