"""All of an entry without a mouse."""

from __future__ import annotations

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import PASSWORD

#: Where the focus is: the keys of all containers around it.
FOCUS = """() => {
  const keys = [];
  for (let node = document.activeElement; node; node = node.parentElement)
    keys.push(...[...(node.classList || [])].filter((each) => each.startsWith("st-key-")));
  return keys.map((each) => each.slice(7));
}"""


def walk_to(visitor: Visitor, key: str, most: int = 80) -> None:
    """Tab until the focus stands in the thing with this key."""
    for _ in range(most):
        if key in visitor.page.evaluate(FOCUS):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never reaches {key}")


def press(visitor: Visitor, key: str, name: str = "Enter") -> None:
    walk_to(visitor, key)
    visitor.page.keyboard.press(name)
    visitor.settled()


def test_an_agent_signs_in_and_saves_an_intervention_by_keyboard(visit: Visit) -> None:
    agent = visit()
    agent.open("record-intervention")
    walk_to(agent, "signin_username")
    agent.page.keyboard.type("agent.rabat")
    walk_to(agent, "signin_password")
    agent.page.keyboard.type(PASSWORD)
    agent.page.keyboard.press("Enter")
    agent.shows("intervention_type", within=20_000)
    agent.settled()
    before = agent.server.count("interventions")
    press(agent, "intervention_type", "Space")
    walk_to(agent, "intervention_case")
    # The first of the pills is "a new person"; the next one is somebody known.
    agent.page.keyboard.press("ArrowRight")
    agent.page.keyboard.press("Tab")
    if "intervention_case" not in agent.page.evaluate(FOCUS):
        agent.page.keyboard.press("Shift+Tab")
    agent.page.keyboard.press("Space")
    agent.settled()
    press(agent, "intervention_save")
    agent.shows("intervention_next")
    assert agent.server.count("interventions") == before + 1
