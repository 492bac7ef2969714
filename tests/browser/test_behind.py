"""A manager sees that an agency is behind, asks why, looks at the rows of a figure, is back where
they were, and takes the page as a workbook that says what the page says."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from components.language.catalogue import translate
from tests.browser import axe
from tests.browser.conftest import Visit
from tests.browser.officer import touch
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.read_back import Page, numbers_in, workbook

CARD = "card_interventions"
#: The third period of the choice: not the one that a page begins with.
PERIOD = 3


def first_number(text: str) -> int:
    return numbers_in(text)[0]


def headline(desk: Visitor) -> str:
    """What the card of interventions says."""
    return desk.at(CARD).locator("strong").first.inner_text()


def taken(desk: Visitor) -> dict[str, Page]:
    """The workbook of the page that is open."""
    desk.at("take_page").locator("button").first.click()
    desk.settled()
    with desk.page.expect_download() as found:
        desk.at("take_page_xlsx").locator("button").click()
    return workbook(Path(found.value.path()).read_bytes())


def is_behind_and_why(desk: Visitor) -> str:
    """From the overview to the first agency that is behind; its name."""
    expect(desk.at("attention")).to_contain_text("en retard")
    desk.page.get_by_role("link", name=translate("fr", "page.agencies"), exact=True).click()
    expect(desk.at("answer")).to_contain_text("en retard")
    desk.settled()
    first = desk.at("answer").inner_text().split(":")[1].split(",")[0].strip(" \xa0.")
    touch(desk, "agency_open_")
    expect(desk.at("reasons")).to_contain_text("attendu")
    assert "En retard" in desk.at("answer").inner_text()
    return first


@pytest.mark.long
def test_from_behind_to_why_to_the_rows_and_back_to_a_file(visit: Visit, full: Server) -> None:
    desk = visit("manager", "desktop", at="overview", of=full)
    agency = is_behind_and_why(desk)
    assert agency in desk.at("answer").inner_text()
    assert axe.findings(desk) == []
    desk.choose("filter_period", PERIOD)
    place, said, count = desk.page.url, desk.at("answer").inner_text(), first_number(headline(desk))
    desk.press("rows_interventions")
    desk.shows("rows_words")
    assert agency in desk.at("rows_words").inner_text()
    rows = desk.page.locator("strong", has_text=re.compile(r"\d")).first.inner_text()
    assert count in numbers_in(rows) and count > 0
    desk.press("rows_back_to")
    desk.shows(CARD)
    assert desk.page.url == place
    assert desk.at("answer").inner_text() == said and first_number(headline(desk)) == count
    _the_file_says_what_the_screen_says(desk, agency, count)


def _the_file_says_what_the_screen_says(desk: Visitor, agency: str, count: int) -> None:
    sheets = taken(desk)
    metrics = desk.page.get_by_test_id("stMetricValue").all_inner_texts()
    figures = sheets[translate("fr", "take.figures")].rows[1:]
    assert [first_number(each) for each in metrics] == [row[1] for row in figures[: len(metrics)]]
    followed = desk.at("agency_targets").inner_text()
    assert len(figures) > len(metrics) > 0
    for row in figures[len(metrics) :]:
        assert str(row[0]) in followed and str(row[-1]) in followed
    (monthly,) = [page for name, page in sheets.items() if name.startswith("Interventions")]
    # Below its table a sheet has what its chart is drawn from, under a heading of its own.
    months = takewhile(lambda row: row[0], monthly.rows[1:])
    assert sum(number for row in months if isinstance(number := row[1], float)) == count
    words = str([page.rows for page in sheets.values()])
    assert agency in words
