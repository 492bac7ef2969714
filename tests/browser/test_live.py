"""Two browsers side by side: what one saves on a phone shows in the other, untouched.

How soon is measured in ``benchmarks/``: a page takes its pulse every few seconds (``live.py``), and
what is above that depends on who else is busy.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.at_length import then_by_night
from tests.browser import steps
from tests.browser.conftest import Visit
from tests.browser.visitor import PATIENCE, Visitor

#: All that the page says, its charts' descriptions included, but for the hour of its last look.
FIGURES = """() => {
  const main = document.querySelector("[data-testid=stMain]").cloneNode(true);
  main.querySelectorAll(".st-key-results_head").forEach((each) => each.remove());
  const charts = [...main.querySelectorAll("[aria-label]")].map((each) => each.ariaLabel);
  return main.textContent + charts.join();
}"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("act", "page"),
    then_by_night(
        (steps.record_intervention, "overview"),
        (steps.record_training, "training"),
        (steps.record_placement, "placements"),
    ),
)
def test_what_is_saved_on_a_phone_shows_by_itself(
    visit: Visit, act: Callable[[Visitor], None], page: str
) -> None:
    """Always with one form; of every page the pulse is taken in
    ``tests/components/results/test_live.py``."""
    manager, agent = visit("manager", at=page), visit("agent.rabat", "phone")
    before = manager.page.evaluate(FIGURES)
    act(agent)
    manager.page.wait_for_function(
        f"(before) => ({FIGURES})() !== before", arg=before, timeout=PATIENCE
    )


@pytest.mark.long
def test_a_page_on_which_nothing_moved_is_left_alone(visit: Visit) -> None:
    manager = visit("manager", at="overview")
    manager.page.locator("[data-testid=stMain]").evaluate("(node) => { node.dataset.mine = 1 }")
    before = manager.page.evaluate(FIGURES)
    clock = manager.at("results_head").inner_text()
    manager.page.wait_for_function(
        "(before) => document.querySelector('.st-key-results_head').innerText !== before",
        arg=clock,
        timeout=PATIENCE,
    )
    assert manager.page.evaluate(FIGURES) == before
