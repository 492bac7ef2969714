"""All of an entry without a mouse."""

from __future__ import annotations

import pytest

from tests.browser import steps
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


def walk_to_text(visitor: Visitor, key: str, text: str) -> None:
    """Within a group: by Tab where each choice is a stop, by the arrows where the group is."""
    walk_to(visitor, key)
    for name in ("Tab", "ArrowRight"):
        for _ in range(12):
            if text in visitor.page.evaluate("() => document.activeElement.innerText"):
                return
            if key not in visitor.page.evaluate(FOCUS):
                break
            visitor.page.keyboard.press(name)
        while key not in visitor.page.evaluate(FOCUS):
            visitor.page.keyboard.press("Shift+Tab")
    raise AssertionError(f"no key reaches {text}")


def press(visitor: Visitor, key: str, name: str = "Enter") -> None:
    walk_to(visitor, key)
    visitor.page.keyboard.press(name)
    visitor.settled()


@pytest.mark.long
def test_an_agent_signs_in_and_saves_an_intervention_by_keyboard(visit: Visit) -> None:
    agent = visit()
    agent.open("record-intervention")
    walk_to(agent, "signin_username")
    agent.page.keyboard.type("agent.rabat")
    walk_to(agent, "signin_password")
    agent.page.keyboard.type(PASSWORD)
    agent.page.keyboard.press("Enter")
    agent.shows("intervention_type")
    agent.settled()
    before = agent.server.count("interventions")
    press(agent, "intervention_type", "Space")
    walk_to_text(agent, "intervention_case", steps.CASE)
    agent.page.keyboard.press("Space")
    agent.settled()
    press(agent, "intervention_save")
    agent.shows("intervention_next")
    assert agent.server.count("interventions") == before + 1
