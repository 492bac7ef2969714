"""What a hand is to reach next is in view, and a chosen thing under the mouse can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.steps import CASE


@pytest.mark.long
def test_a_new_persons_fields_follow_at_once_and_what_is_chosen_is_legible(
    visit: Visit, of_file: Server
) -> None:
    phone = visit("agent.rabat", "phone", of=of_file, at="record-intervention")
    phone.choose("intervention_type", 0)
    phone.pick("intervention_case", CASE)
    chosen = phone.at("intervention_case").locator("button", has_text=CASE).first
    chosen.hover()
    assert findings(phone) == []
    phone.pick("intervention_case", "Nouvelle personne")
    pills = phone.at("intervention_case").locator("button[data-variant]")
    assert pills.count() == 2
    box, field = pills.last.bounding_box(), phone.at("intervention_sex").bounding_box()
    assert box and field and field["y"] - (box["y"] + box["height"]) < 120
    phone.press("intervention_show_known")
    assert pills.count() > 2
    assert phone.at("intervention_case").locator("[data-selected]").count() == 2


@pytest.mark.long
def test_the_way_out_is_in_view_of_whoever_has_the_longest_menu(
    visit: Visit, of_file: Server
) -> None:
    desk = visit("manager", "low", of=of_file)
    desk.open("people")
    box = desk.at("signout").bounding_box()
    assert box and box["y"] + box["height"] <= 700


@pytest.mark.long
def test_each_page_of_a_phones_menu_stands_apart_from_the_next(
    visit: Visit, of_file: Server
) -> None:
    phone = visit("agent.rabat", "phone", of=of_file, at="people")
    phone.page.get_by_test_id("stExpandSidebarButton").click()
    names = phone.page.get_by_test_id("stSidebarNavLink").locator("p")
    names.first.wait_for()
    # It is drawn as wide as it is to be, little by little.
    phone.settled()
    phone.page.wait_for_function("() => !document.getAnimations().length")
    boxes = [box for each in names.all() if (box := each.bounding_box())]
    assert max(box["height"] for box in boxes) > min(box["height"] for box in boxes)
    for upper, lower in pairwise(boxes):
        assert lower["y"] - (upper["y"] + upper["height"]) >= 5
