"""One person from outreach to the check after twelve months: four days, each from My day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from components.language.catalogue import Language
from db.models.base import now
from tests.at_length import then_by_night
from tests.browser import officer
from tests.browser.conftest import Visit, check_log
from tests.browser.moved import MovedServer
from tests.browser.visitor import Visitor

#: The same days in every run, all of them ahead.
YEAR = now().year + 1
MET = date(YEAR, 1, 12)
#: A month later as the form of the first day reckons it.
PLACED = MET + timedelta(days=30)
HALF_YEAR, WHOLE_YEAR = PLACED.replace(month=8), PLACED.replace(year=YEAR + 1)
#: Places among the large types of an entry, and of the choices of its next appointment.
REGISTRATION, FOLLOW_UP, OUTREACH = 1, 7, 8
MONTH = 2
#: Among the next steps of whoever is enrolled.
COMPLETED = 1
NEW = {"fr": "Nouvelle personne", "ar": "شخص جديد"}


@pytest.fixture
def server(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[MovedServer]:
    alone = MovedServer(tmp_path, sqlite_template)
    alone.move_to(MET)
    yield alone
    alone.stop()
    check_log(alone)


def comes_to(agent: Visitor, server: MovedServer, day: date) -> None:
    """The agent begins another day, on My day."""
    server.move_to(day)
    agent.sign_in("agent.rabat", at="my-day")
    agent.shows("day_record")


def met_and_registered(agent: Visitor, language: Language) -> str:
    """Met outside and written down, registered and enrolled in a course; to come again in a month.

    Returns the code of the person.
    """
    agent.press("day_record")
    agent.choose("intervention_type", OUTREACH)
    agent.choose("intervention_scope", 1)
    agent.pick("intervention_case", NEW[language])
    agent.choose("intervention_sex", 0)
    agent.write("intervention_birth_year", "1995")
    agent.press("intervention_save")
    agent.shows("intervention_same_person")
    (code,) = re.findall(r"\b[2-9A-Z]{3}-[2-9A-Z]{4}\b", agent.text())
    agent.press("intervention_same_person")
    agent.choose("intervention_type", REGISTRATION)
    agent.choose("intervention_follow_up", MONTH)
    agent.press("intervention_save")
    agent.press("intervention_to_day")
    agent.press("day_record-training")
    agent.pick("training_case", code)
    agent.choose("training_type", 0)
    agent.press("training_save")
    agent.shows("training_next")
    return str(code)


def comes_as_agreed(agent: Visitor, code: str) -> None:
    """The appointment waits on My day and goes; the course is over, and work begins."""
    officer.touch(agent, "day_follow_up_", text=code)
    agent.choose("intervention_type", FOLLOW_UP)
    agent.press("intervention_save")
    agent.press("intervention_to_day")
    agent.shows("day_record")
    expect(agent.page.locator("[class*=st-key-day_follow_up_]")).to_have_count(0)
    agent.press("day_record-training")
    agent.choose("training_view", 1)
    (enrolment,) = agent.server.ask("SELECT id FROM training_enrolments")
    agent.choose(f"training_step_{enrolment}", COMPLETED)
    agent.press(f"training_step_{enrolment}_save")
    agent.press("training_to_day")
    agent.press("day_record-placement")
    agent.pick("placement_case", code)
    agent.choose("placement_type", 0)
    agent.choose("placement_contract", 0)
    agent.choose("placement_evidence", 0)
    agent.press("placement_save")
    agent.shows("placement_next")


def still_works(agent: Visitor, month: int) -> None:
    """The check of a month waits on My day, is answered, and goes."""
    (check,) = agent.server.ask(f"SELECT id FROM retention_checks WHERE month = {month}")
    agent.press(f"day_check_{check}")
    agent.choose(f"retention_{check}_status", 0)
    agent.press(f"retention_{check}_save")
    agent.press("placement_to_day")
    agent.shows("day_record")
    expect(agent.at(f"day_check_{check}")).to_have_count(0)


def reached(agent: Visitor, code: str) -> list[bool]:
    """For each step of the person's way, from the first contact on, whether it has its day."""
    agent.open(f"people?case={code.replace('-', '')}")
    expect(agent.page.locator("h2").first).to_contain_text(code)
    steps = agent.at("person_steps").locator(".stMarkdownBadge")
    return [str(YEAR) in each or str(YEAR + 1) in each for each in steps.all_inner_texts()]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("fr", "ar"))
def test_a_person_is_followed_from_outreach_to_a_year_of_work(
    server: MovedServer, visit: Visit, language: Language
) -> None:
    agent = visit(size="phone", language=language, of=server)
    server.change("UPDATE accounts SET language = :language", language=language)
    agent.sign_in("agent.rabat", at="my-day")
    code = met_and_registered(agent, language)
    assert reached(agent, code) == [True, True, False, False]

    comes_to(agent, server, PLACED)
    comes_as_agreed(agent, code)
    # The course was done on the way: it is a step of its own now.
    assert reached(agent, code) == [True, True, True, True, False]

    comes_to(agent, server, HALF_YEAR)
    still_works(agent, 6)
    comes_to(agent, server, WHOLE_YEAR)
    still_works(agent, 12)
    assert reached(agent, code) == [True] * 5
    assert not agent.wide()
