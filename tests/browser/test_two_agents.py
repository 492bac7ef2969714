"""What one agent hands to another: one thing within an agency, a person to another agency."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from db.codes import Role
from db.models import Account, FollowUp, Intervention, Posting
from db.store.engine import connect
from tests.browser import officer
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.test_people import somebody
from tests.browser.visitor import Visitor
from tests.cast import CAST, ago

COLLEAGUE = "colleague.rabat"
#: The place of a follow-up among the large types of an entry.
FOLLOW_UP = 7


def colleague(server: Server) -> None:
    """A second agent of Rabat."""
    engine = connect(server.database_url)
    with Session(engine.execution_options(writes=True)) as session:
        first = session.get_one(Account, CAST.agent_rabat)
        account = Account(
            username=COLLEAGUE, display_name="Colleague Rabat", role=Role.AGENT,
            password_hash=first.password_hash, must_change_password=False,
        )  # fmt: skip
        session.add(account)
        session.flush()
        session.add(Posting(account_id=account.id, agency_id=CAST.rabat, starts_on=ago(40)))
        session.commit()
    engine.dispose()


def promised(agent: Visitor, case_id: int) -> int:
    """An appointment of today, made by the agent of Rabat."""
    engine = connect(agent.server.database_url)
    with Session(engine.execution_options(writes=True)) as session:
        met = Intervention(
            agency_id=CAST.rabat, entered_by=CAST.agent_rabat, submission_id=f"promised-{case_id}",
            case_id=case_id, type="CV", mode="AGENCY", happened_on=ago(7),
        )  # fmt: skip
        session.add(met)
        session.flush()
        row = FollowUp(case_id=case_id, intervention_id=met.id, agency_id=CAST.rabat, due_on=ago(0))
        session.add(row)
        session.flush()
        made = row.id
        session.commit()
    engine.dispose()
    return made


@pytest.mark.long
def test_a_colleague_does_what_was_handed_over(own_server: Server, visit: Visit) -> None:
    colleague(own_server)
    agent = visit("agent.rabat", "phone", of=own_server)
    case_id, code = somebody(agent)
    name = f"follow_up_{promised(agent, case_id)}"
    agent.open("my-day")
    # A button with a tip is there twice, once for each width.
    agent.at(f"day_more_{name}").locator("button:visible").click()
    agent.settled()
    agent.choose(f"day_hand_{name}_to", 0)
    agent.choose(f"day_hand_{name}_reason", 0)
    agent.press(f"day_hand_{name}_send")
    agent.shows("day_notice")
    expect(agent.at(f"day_{name}")).to_have_count(0)

    other = visit(COLLEAGUE, "phone", at="my-day", of=own_server)
    line = other.at(f"day_{name}").locator("button")
    expect(line).to_contain_text(f"{code[:3]}-{code[3:]}")
    # Who handed it over is said beneath it.
    assert "Agent.Rabat" in other.text()
    assert not other.wide()
    other.press(f"day_{name}")
    other.choose("intervention_type", FOLLOW_UP)
    other.press("intervention_save")
    other.press("intervention_to_day")
    other.shows("day_record")
    expect(line).to_have_count(0)


@pytest.mark.long
def test_a_person_goes_on_at_another_agency_once_it_agrees(server: Server, visit: Visit) -> None:
    agent = visit("agent.rabat", "phone")
    case_id, code = somebody(agent)
    written = f"{code[:3]}-{code[3:]}"
    agent.open(f"people?case={code}")
    form = f"person_move_{case_id}"
    agent.press("person_move")
    officer.select(agent, f"{form}_to", "Agence Casablanca")
    agent.settled()
    agent.choose(f"{form}_reason", 0)
    agent.at(f"{form}_agrees").locator("label").first.click()
    agent.settled()
    agent.press(f"{form}_send")
    agent.shows("person_transfer")

    other = visit("agent.casablanca", "phone", at=f"people?case={code}")
    expect(other.page.locator("h2")).to_have_count(0)
    other.open("my-day")
    (transfer,) = server.ask(f"SELECT id FROM transfers WHERE case_id = {case_id}")
    expect(other.at(f"day_transfer_{transfer}")).to_contain_text(written)
    assert not other.wide()
    other.press(f"day_accept_{transfer}")
    expect(other.page.locator("h2").first).to_contain_text(written)

    # Where the person was, they are no more.
    agent.open(f"people?case={code}")
    expect(agent.page.locator("h2")).to_have_count(0)
    agent.open("my-day")
    expect(agent.at(f"day_transfer_out_{transfer}")).to_contain_text(written)
