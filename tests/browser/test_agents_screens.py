"""What an agent opens within a page, on a phone in French and Arabic: legible, for everybody.

``test_legible.py`` looks at each page as it opens; here are the forms, panels and groups behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from components.language.catalogue import Language
from tests.at_length import then_by_night
from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.cast import today

AGENT = "agent.rabat"
#: The id of a posting that is there while these journeys run.
POSTING = 990_001

#: Words of a table's headings that are broken over two lines, letter by letter.
BROKEN = """(key) => [...document.querySelectorAll(`.st-key-${key} thead th`)].flatMap((cell) => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (const word of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top)));
      if (lines.size > 1) found.push(word[0]);
    }
  return found;
})"""


@dataclass(frozen=True)
class Screens:
    """An agent at the demo; each screen that was reached is looked at once."""

    agent: Visitor
    problems: list[str]

    def look(self, name: str) -> None:
        # Under the mouse a thing has Streamlit's own colours.
        self.agent.page.mouse.move(0, 0)
        self.agent.settled()
        self.problems.extend(f"{name}: {each}" for each in findings(self.agent))
        if self.agent.wide():
            self.problems.append(f"{name}: the page moves sideways")

    def first(self, key: str, inside: str = "button, summary") -> None:
        """Touch the first visible thing whose key begins so."""
        self.agent.page.locator(f"[class*='st-key-{key}'] :is({inside}):visible").first.click()
        self.agent.settled()


def courses(screens: Screens) -> None:
    agent = screens.agent
    agent.open("courses?course=new")
    screens.look("new course")
    agent.press("course_new_submit")
    screens.look("new course, refused")
    agent.open("courses")
    screens.look("list")
    agent.choose("courses_view", 1)
    screens.look("list of what is over")
    agent.open(f"courses?course={_course(agent.server)}")
    screens.look("course")
    part = "courses_part"
    screens.first(part, "button:nth-of-type(2)")
    screens.look("attendance")
    screens.first(part, "button:nth-of-type(3)")
    screens.first("course_steps", "button")
    screens.look("steps")


def my_day(screens: Screens) -> None:
    agent = screens.agent
    agent.open("my-day")
    for kind in ("follow_up", "referral", "check"):
        screens.first(f"day_more_{kind}")
        agent.shows("day_panel")
        screens.look(f"panel of a {kind}")
    agent.press("day_away")
    screens.look("away")


def my_month(screens: Screens) -> None:
    agent = screens.agent
    agent.open("my-month")
    agent.press("my_month_days")
    screens.look("month, by day")
    for key in ("my_month_kinds", "my_month_days"):
        assert agent.at(key).locator("th:visible").count() > 3
        assert agent.page.evaluate(BROKEN, key) == []


def people(screens: Screens) -> None:
    agent = screens.agent
    agent.open("people")
    screens.look("lately seen")
    for typed in ("1990", "??", "zzzz9"):
        agent.write("people_search", typed)
        screens.look(f"search of {typed}")
    agent.write("people_search", "1990")
    agent.press("people_new")
    screens.look("new person")
    agent.choose("intervention_type", 0)
    # Open by itself where the usual place of such an entry is not the agency.
    agent.at("intervention_how").or_(agent.at("intervention_how_open")).first.wait_for()
    if agent.at("intervention_how").count():
        agent.press("intervention_how")
    agent.press("intervention_save")
    screens.look("new person, refused")


def person(screens: Screens) -> None:
    agent = screens.agent
    agent.open(f"people?case={_person(agent.server)}")
    screens.look("person")
    for field in ("birth_year", "nationality"):
        agent.press(f"person_fact_{field}")
        screens.look(f"correction of {field}")
        agent.press("person_fact_save")
        screens.look(f"correction of {field}, refused")
        agent.press("person_fact_leave")
    for purpose in ("FOLLOW_UP", "REFERRAL"):
        agent.press(f"person_consent_{purpose}")
        screens.look(f"consent, {purpose}")
        agent.press("person_consent_leave")
    for key in ("person_close", "person_move", "person_same_box"):
        agent.press(key)
        screens.look(key)


def _person(server: Server) -> str:
    """Whose case is open, with most entries."""
    (code,) = server.ask(
        "SELECT code FROM cases WHERE closed_on IS NULL AND agency_id = "
        f"({_AGENCY}) ORDER BY (SELECT count(*) FROM interventions WHERE case_id = cases.id) DESC "
        "LIMIT 1"
    )
    return str(code)


def _course(server: Server) -> int:
    """One of the agency's with a group that still goes on."""
    (found,) = server.ask(
        "SELECT course_id FROM training_enrolments WHERE course_id IS NOT NULL AND agency_id = "
        f"({_AGENCY}) GROUP BY course_id ORDER BY max(status = 'STARTED') DESC, count(*) DESC "
        "LIMIT 1"
    )
    return int(found)


_AGENCY = (
    "SELECT agency_id FROM postings JOIN accounts ON accounts.id = account_id "
    f"WHERE username = '{AGENT}'"
)


@pytest.fixture
def colleague(full: Server) -> Iterator[None]:
    """Somebody to whom things can be handed over, for as long as this is looked at."""
    named = "SELECT id FROM accounts WHERE username = 'agent.rabat2'"
    full.change(
        "INSERT INTO postings (id, account_id, agency_id, starts_on, share, languages) "
        f"VALUES (:id, ({named}), ({_AGENCY}), :day, 100, '')",
        id=POSTING,
        day=today().isoformat(),
    )
    yield
    full.change("DELETE FROM postings WHERE id = :id", id=POSTING)


@pytest.fixture
def screens(visit: Visit, full: Server, colleague: None, language: Language) -> Iterator[Screens]:
    yield Screens(visit(AGENT, "phone", language=language, of=full), [])


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("fr", "ar"))
@pytest.mark.parametrize("page", [courses, my_day, my_month, people, person])
def test_what_opens_within_a_page_is_legible(
    screens: Screens, page: Callable[[Screens], None]
) -> None:
    page(screens)
    assert screens.problems == []
