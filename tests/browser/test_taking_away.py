"""A new manager takes the donor's report in three touches, and a page as a workbook in two; the
files say what their pages say."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.read_back import charts, numbers_in, workbook

#: A busy machine draws a chart a second.
LONG = 120_000


def saved(desk: Visitor, key: str) -> tuple[str, bytes]:
    with desk.page.expect_download(timeout=LONG) as found:
        desk.at(key).locator("button").click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


@pytest.mark.long
def test_the_donors_report_takes_three_touches(visit: Visit, full: Server) -> None:
    desk = visit("manager", "desktop", at="overview", of=full)
    desk.page.get_by_role("link", name="Rapports").click()
    desk.shows("reports_files")
    desk.at("reports_donor_docx_make").locator("button").click()
    expect(desk.at("reports_donor_docx_save").locator("button")).to_be_visible(timeout=LONG)
    name, data = saved(desk, "reports_donor_docx_save")
    assert name.startswith("amudu_donor-report_") and name.endswith(".docx")
    word = docx.Document(io.BytesIO(data))
    desk.settled()
    assert axe.findings(desk) == []
    on_screen = desk.text()
    said = [each.text for each in word.paragraphs if numbers_in(each.text)]
    # Charts are named by their sentence; definitions and the matrix are no part to write beside.
    shown = [each for each in said if each in on_screen]
    assert len(shown) >= 10 and "Efficacité" in on_screen
    assert len(word.inline_shapes) >= 5


@pytest.mark.long
def test_a_page_is_a_workbook_in_two_touches(visit: Visit, full: Server) -> None:
    desk = visit("manager", "desktop", at="overview", of=full)
    desk.at("take_page").locator("button").first.click()
    desk.settled()
    name, data = saved(desk, "take_page_xlsx")
    assert name.startswith("amudu_overview_") and len(charts(data)) >= 5
    figures = workbook(data)["Chiffres de tête"].rows
    metrics = [str(numbers_in(each)[0]) for each in desk.page.get_by_test_id("stMetricValue")
               .all_inner_texts() if numbers_in(each)]  # fmt: skip
    in_file = [str(int(row[1])) for row in figures[1:] if isinstance(row[1], float)]
    assert metrics and sorted(metrics) == sorted(in_file)
