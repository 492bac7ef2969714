"""Screens of the programme on a phone: nothing cut off, and each control drawn in its place."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit

#: Where the knob of a toggle is in its track, from 0 (where a line begins) to 1.
KNOB = """() => {
  const track = document.querySelector(
    "[data-testid=stCheckbox] label:has([role=switch]) > div:not([data-testid])");
  const [whole, knob] = [track, track.firstElementChild].map((e) => e.getBoundingClientRect());
  const from = (knob.left + knob.right) / 2 - whole.left;
  const share = from / whole.width;
  return document.documentElement.dir === "rtl" ? 1 - share : share;
}"""
#: Words of which a part is off the screen, or hidden by what they stand in.
CUT = """(key) => {
  const words = document.querySelectorAll(`.st-key-${key} :is(button p, span)`);
  return [...words].filter((each) => {
    const box = each.getBoundingClientRect();
    const isCut = getComputedStyle(each).overflowX === "hidden"
      && each.scrollWidth > each.clientWidth + 1;
    return box.width && (isCut || box.left < 0 || box.right > innerWidth);
  }).map((each) => each.textContent);
}"""


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_knob_of_a_toggle_stays_in_its_track(visit: Visit, language: str) -> None:
    administrator = visit("admin", "phone", language=language, at="places")
    assert 0.1 < administrator.page.evaluate(KNOB) < 0.5
    administrator.page.locator("[data-testid=stCheckbox] label").first.click()
    administrator.settled()
    administrator.page.wait_for_function(f"() => ({KNOB})() > 0.5")
    assert administrator.page.evaluate(KNOB) < 0.9


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_choice_of_the_programmes_room_is_cut_off(visit: Visit, language: str) -> None:
    administrator = visit("admin", "phone", language=language, at="accounts")
    assert administrator.page.evaluate(CUT, "accounts_state") == []
    administrator.open("lists")
    administrator.press("lists_big")
    administrator.shows("big_types_types")
    assert administrator.page.evaluate(CUT, "big_types_types") == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_needs_attention_is_read_to_its_end(visit: Visit, language: str) -> None:
    manager = visit("manager", "phone", language=language, at="overview")
    manager.shows("attention")
    assert manager.at("attention").locator("a").count() > 0
    assert manager.page.evaluate(CUT, "attention") == []


@pytest.mark.long
def test_a_long_name_of_a_choice_is_read_to_its_end(visit: Visit) -> None:
    agent = visit("agent.rabat", "phone", at="courses")
    agent.press("courses_add")
    agent.shows("course_new_type")
    assert agent.page.evaluate(CUT, "course_new_type") == []
