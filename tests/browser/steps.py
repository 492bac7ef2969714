"""What an agent does on a phone, step by step, so that several journeys can walk the same way."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

CASE = "234-5678"


def fill_intervention(agent: Visitor, case: str = CASE) -> None:
    """Everything but the save."""
    agent.open("record-intervention")
    agent.choose("intervention_type", 0)
    agent.pick("intervention_case", case)


def record_intervention(agent: Visitor, case: str = CASE) -> None:
    fill_intervention(agent, case)
    agent.press("intervention_save")
    agent.shows("intervention_next")


def meet(agent: Visitor) -> str:
    """Somebody who was never here; the code that the agent writes down for them."""
    agent.open("record-intervention")
    agent.choose("intervention_type", 0)
    agent.pick("intervention_case", "Nouvelle personne")
    agent.choose("intervention_sex", 0)
    agent.write("intervention_birth_year", "1995")
    agent.press("intervention_save")
    agent.shows("intervention_next")
    (code,) = re.findall(r"\b[2-9A-Z]{3}-[2-9A-Z]{4}\b", agent.text())
    return str(code)


def record_training(agent: Visitor, case: str = CASE) -> None:
    agent.open("record-training")
    agent.pick("training_case", case)
    agent.choose("training_type", 0)
    agent.press("training_save")
    agent.shows("training_next")


def record_placement(agent: Visitor, case: str = CASE) -> None:
    agent.open("record-placement")
    agent.pick("placement_case", case)
    agent.choose("placement_type", 0)
    agent.choose("placement_contract", 0)
    agent.choose("placement_evidence", 0)
    agent.press("placement_save")
    agent.shows("placement_next")


def record_trust(agent: Visitor) -> None:
    """One whole questionnaire: the first answer of each question."""
    agent.open("record-trust")
    agent.choose("trust_moment", 0)
    agent.choose("trust_language", 0)
    agent.press("trust_start")
    save, answers = agent.at("trust_save"), agent.page.locator("[class*=st-key-trust_answer_]")
    for _ in range(12):
        expect(save.or_(answers).first).to_be_visible()
        if save.count():
            break
        _answer(agent)
    agent.press("trust_save")
    agent.shows("trust_next")


def _answer(agent: Visitor) -> None:
    first = agent.page.locator("[class*=st-key-trust_answer_]").first
    classes = first.get_attribute("class") or ""
    question = re.findall(r"st-key-(trust_answer_[a-z0-9_]+?)_-?\d+", classes)[0]
    # A touch in the first third of a second is taken for the second half of a double tap.
    agent.page.wait_for_timeout(450)
    first.locator("button").click()
    expect(agent.page.locator(f"[class*=st-key-{question}_]")).to_have_count(0)
    agent.settled()
