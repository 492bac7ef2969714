"""What an agent does all day besides entries, without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.test_keyboard import press, walk_to
from tests.browser.visitor import Visitor
from tests.browser.waiting import a_course, known


@pytest.mark.long
def test_a_thing_of_the_day_is_put_off_by_keyboard(visit: Visit, of_file: Server) -> None:
    agent = visit("agent.rabat", "phone", of=of_file)
    line = f"follow_up_{known(agent.server).follow_up}"
    agent.open("my-day")
    press(agent, f"day_more_{line}")
    agent.shows("day_panel")
    press(agent, "day_to_week")
    expect(agent.page.locator(".st-key-day_put_off summary")).to_be_visible()
    expect(agent.at("day_panel")).to_have_count(0)


@pytest.mark.long
def test_a_person_is_found_and_corrected_by_keyboard(visit: Visit, of_file: Server) -> None:
    agent = visit("agent.rabat", "phone", of=of_file)
    who = known(agent.server)
    agent.open("people")
    walk_to(agent, "people_search")
    agent.page.keyboard.type(who.card[:5].lower())
    agent.page.keyboard.press("Enter")
    agent.shows(f"people_{who.id}")
    agent.settled()
    press(agent, f"people_{who.id}")
    expect(agent.page.locator("h2").first).to_contain_text(who.card)
    press(agent, "person_fact_birth_year")
    walk_to(agent, f"person_{who.id}_birth_year_value")
    agent.page.keyboard.press("Control+A")
    agent.page.keyboard.type("1996")
    press(agent, f"person_{who.id}_birth_year_reason", "Space")
    press(agent, "person_fact_save")
    expect(agent.at("person_fact_birth_year").locator("button")).to_contain_text("1996")


@pytest.mark.long
def test_somebody_new_is_entered_by_keyboard_after_a_search(visit: Visit, of_file: Server) -> None:
    agent = visit("agent.rabat", "phone", of=of_file, at="people")
    before = agent.server.count("cases")
    walk_to(agent, "people_search")
    agent.page.keyboard.type("1971")
    agent.page.keyboard.press("Enter")
    agent.shows("people_new")
    agent.settled()
    press(agent, "people_new")
    press(agent, "intervention_type", "Space")
    press(agent, "intervention_sex", "Space")
    press(agent, "intervention_save")
    agent.shows("intervention_next")
    assert agent.server.count("cases") == before + 1


@pytest.mark.long
def test_a_group_is_marked_by_keyboard(visit: Visit, of_file: Server) -> None:
    agent = visit("agent.rabat", "phone", of=of_file)
    course = a_course(agent.server, known(agent.server))
    before = agent.server.count("attendances")
    agent.open("courses")
    press(agent, f"courses_open_{course}")
    _next_part(agent, course)
    press(agent, f"course_marks_{course}_save")
    agent.shows("courses_next")
    assert agent.server.count("attendances") == before + 1


@pytest.mark.long
def test_a_month_is_read_and_taken_along_by_keyboard(visit: Visit, of_file: Server) -> None:
    agent = visit("agent.rabat", "phone", of=of_file)
    known(agent.server)
    agent.open("my-month")
    walk_to(agent, "my_month_pdf")
    with agent.page.expect_download() as taken:
        agent.page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".pdf")
    press(agent, "my_month_days")
    expect(agent.at("my_month_days").locator("table")).to_be_visible()


def _next_part(agent: Visitor, course: int) -> None:
    """From the people of a course to their presence: one choice further."""
    walk_to(agent, f"courses_part_{course}")
    agent.page.keyboard.press("ArrowRight")
    agent.page.keyboard.press("Space")
    agent.settled()
