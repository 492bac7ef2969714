"""A programme from an empty database until an agent may record: screens alone, in French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from db.models.base import now
from tests.browser import officer
from tests.browser.conftest import Visit, check_log
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.empty import PERSON, PROGRAMME, EmptyServer

SETUP_CODE = re.compile(r"Code of its set-up page, good for 24 hours: (\S+)")
RABAT, SALE, CENTRE = "Agence de Rabat", "Agence de Salé", "Centre des métiers"


@pytest.fixture
def empty_server(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[Server]:
    alone = EmptyServer(tmp_path, sqlite_template)
    alone.start()
    yield alone
    alone.stop()
    check_log(alone)


def set_up(admin: Visitor) -> None:
    """The programme began a year before this one, as one that runs already."""
    admin.open()
    (code,) = SETUP_CODE.findall(admin.server.said())
    admin.write("setup_code", code)
    admin.press("setup_open")
    year = now().year
    days = {"starts_on": f"1/1/{year - 1}", "ends_on": f"31/12/{year + 1}"}
    for field in ("name", "institution", "starts_on", "ends_on"):
        admin.write(f"setup_{field}", days.get(field, PROGRAMME[field]))
    admin.write("setup_display_name", PERSON["display_name"])
    admin.write("setup_username", PERSON["username"])
    admin.write("setup_new_password", PERSON["new"])
    admin.write("setup_again", PERSON["again"])
    admin.at("setup_submit").locator("button").click()
    admin.page.wait_for_url(re.compile(r"/getting-ready$"), timeout=20_000)
    admin.settled()


def add_places(admin: Visitor) -> None:
    region = {"region": "Rabat"}
    officer.add_place(admin, officer.AGENCY, name=RABAT, city="Rabat", chosen=region)
    officer.add_place(admin, officer.AGENCY, name=SALE, city="Salé", chosen=region)
    kinds = {"type": "Centre", "training_type": "Langue"}
    officer.add_place(admin, officer.ORGANISATION, name=CENTRE, chosen=kinds)


@pytest.mark.long
def test_a_programme_from_nothing_to_an_agent_who_may_record(
    visit: Visit, empty_server: Server
) -> None:
    admin = visit(of=empty_server)
    set_up(admin)
    add_places(admin)
    manager, partner = visit(of=empty_server), visit(of=empty_server)
    agent, other = (visit(size="phone", of=empty_server) for _ in range(2))
    people = (
        (manager, officer.MANAGER, "coordination", "Samira K.", None),
        (agent, officer.AGENT, "aminata", "Aminata D.", None),
        (other, officer.AGENT, "joseph", "Joseph T.", None),
        (partner, officer.PARTNER, "bailleur", "Claire P.", CENTRE),
    )
    for visitor, role, username, name, organisation in people:
        code = officer.invite(admin, role, username, name, organisation)
        officer.come_with_code(visitor, username, code)
    since = f"1/1/{now().year - 1}"
    officer.post(manager, "Aminata", RABAT, since)
    officer.post(manager, "Joseph", SALE, since)
    agent.open("record-intervention")
    agent.shows("intervention_type")
