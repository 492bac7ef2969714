"""A manager pastes a table of targets from a spreadsheet, mends the cell that is named, and reads
where the indicator stands; whoever needs a screen reader can follow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Position, expect

from components.language.catalogue import translate
from tests.browser import axe
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.cast import ago

CODE = "IR2.1"
DAY = f"{ago(100):%d/%m/%Y}"
#: Baseline with its day and source, and the first target: of the programme and two agencies.
TABLE = "\n".join(f"{value}\t{DAY}\tRegistre\t{target}" for value, target in (
    ("20", "1 250"), ("7", "douze"), ("0", "40")))  # fmt: skip
WRONG = f"«\xa0douze\xa0» {translate('fr', 'error.target_number')}"


#: Within the column of the baseline's value and the first row, in pixels from the table's corner.
FIRST: Position = {"x": 230, "y": 52}
#: A paste goes where the focus is.
FOCUSED = "() => document.activeElement?.closest('[class*=st-key-targets_grid]')"


def paste(desk: Visitor, text: str) -> None:
    """Into the first cell that can be typed in, and those after it and below."""
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    grid = desk.page.locator("[class*='st-key-targets_grid'] .dvn-scroller")
    grid.click(position=FIRST)
    desk.page.wait_for_function(FOCUSED)
    desk.page.keyboard.press("Control+V")
    desk.shows("targets_save")
    desk.settled()


@pytest.mark.long
def test_targets_are_pasted_and_a_wrong_cell_is_named(visit: Visit, own_server: Server) -> None:
    desk = visit("manager", "desktop", at=f"targets?indicator={CODE}", of=own_server)
    paste(desk, TABLE)
    expect(desk.page.get_by_text(WRONG)).to_be_visible()
    assert axe.findings(desk) == []
    desk.press("targets_save")
    assert own_server.count("indicator_targets") == 0
    desk.press("targets_discard")
    # Discarding draws another grid: a paste into the one before it would go with it.
    expect(desk.at("targets_save")).to_have_count(0)
    paste(desk, TABLE.replace("douze", "12"))
    expect(desk.page.get_by_text(WRONG)).to_have_count(0)
    desk.press("targets_save")
    own_server.comes_to_hold(3, "indicator_targets")
    assert own_server.count("indicator_baselines") == 3
    desk.open(f"indicators?indicator={CODE}")
    desk.shows("indicator_periods")
    assert "1 250" in desk.text().replace("\u202f", " ").replace("\xa0", " ")
    assert axe.findings(desk) == []
    desk.press("indicators_back")
    desk.shows("indicators_key")
    assert axe.findings(desk) == []
