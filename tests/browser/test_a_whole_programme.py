"""A programme from an empty database to a partner's release: screens alone, in French."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from components.language.catalogue import translate
from db.access.postings import CORRECTION_DAYS
from db.inputs.releases import LAG_DAYS, HalfYear
from db.models.base import now
from tests.browser import officer, steps, survey
from tests.browser.conftest import Visit, check_log
from tests.browser.moved import MovedServer
from tests.browser.server import Server
from tests.browser.visitor import PATIENCE, PHONE, Visitor
from tests.empty import EmptyServer

#: The same days in every run, all of them ahead.
YEAR, DAY = now().year + 1, timedelta(days=1)
BEGIN, END = date(YEAR - 1, 1, 1), date(YEAR + 1, 12, 31)
FIELDWORK, LAST_OF_WAVE = date(YEAR, 6, 10), date(YEAR, 6, 20)
#: The first day on which the half-year may be released, and an agent's entries are too late.
RESULTS = HalfYear(YEAR, 1).end + (LAG_DAYS + 1) * DAY
LAST_OF_POSTING = RESULTS - (CORRECTION_DAYS + 1) * DAY
#: Up to the month before the fieldwork, each with one person more, and what a year of it shows.
THREE_YEARS = [date(YEAR - 3 + at // 12, at % 12 + 1, 1) for at in range(5, 5 + 36)]
FROM_AUGUST = "12\u202f305"
RABAT, SALE, CENTRE = "Agence de Rabat", "Agence de Salé", "Centre des métiers"


class ProgrammeServer(MovedServer, EmptyServer):
    """An empty one that can be moved to another day."""


@pytest.fixture(params=[pytest.param("sqlite", marks=pytest.mark.nightly), "postgresql"])
def server(
    browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[ProgrammeServer]:
    """A database with code lists and nothing else, on the day of the fieldwork."""
    if request.param == "sqlite":
        database = request.getfixturevalue("sqlite_template")
    else:
        database = request.getfixturevalue("postgres_engine").url.render_as_string(False)
    alone = ProgrammeServer(tmp_path, database)
    alone.move_to(FIELDWORK)
    yield alone
    alone.stop()
    check_log(alone)


def begin(admin: Visitor) -> None:
    """The programme with its agencies and a training centre."""
    officer.set_up(admin, BEGIN, END)
    for name, city in ((RABAT, "Rabat"), (SALE, "Salé")):
        officer.add_place(admin, officer.AGENCY, {"name": name, "city": city}, {"region": "Rabat"})
    kinds = {"type": "Centre", "training_type": "Langue"}
    officer.add_place(admin, officer.ORGANISATION, {"name": CENTRE}, kinds)


def invite(
    admin: Visitor, invited: Visitor, role: int, name: str, where: str | None = None
) -> None:
    """An account, and its owner who comes with the code of it."""
    code = officer.invite(admin, role, name.lower(), name, where)
    officer.come_with_code(invited, name.lower(), code)


def come_back(visitor: Visitor, name: str, at: str = "") -> None:
    """Nobody is signed in any more on another day."""
    visitor.sign_in(name.lower(), officer.PASSWORD, at)


def record(agent: Visitor) -> None:
    """Somebody comes, is enrolled in a course, and begins to work."""
    case = steps.meet(agent)
    steps.record_training(agent, case)
    steps.record_placement(agent, case)


def ask_twelve(browser: Browser, manager: Visitor) -> None:
    """One after the other on one phone; the first of them tries a second time, on another."""
    survey.open_wave(manager, FIELDWORK + DAY, LAST_OF_WAVE)
    slips = survey.print_slips(manager)
    with phone(browser, manager.server) as person:
        for at, slip in enumerate(slips[:12]):
            survey.answer(person, slip, "ar" if at < 2 else "fr", survey.OPINIONS[at % 3])
    with phone(browser, manager.server) as person:
        survey.open_slip(person, slips[0])
        assert translate("fr", "error.trust_code_used") in person.text()
        assert person.page.locator("button[name=l]").count() == 0


@contextmanager
def phone(browser: Browser, server: Server) -> Iterator[Visitor]:
    """Of somebody who has switched scripts off."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    person = Visitor(context, server)
    yield person
    assert person.strangers == []
    context.close()


def charts_show_all_three(manager: Visitor) -> None:
    """By agency: a job, an enrolment, and trust where enough have answered."""
    for page, card, told in (
        ("placements", "outcomes", ": 1."),
        ("training", "enrolments", ": 1."),
        ("trust", "trust_t1", "67\u00a0% · n = 12"),
        ("overview", "register", FROM_AUGUST),
    ):
        manager.open(page)
        shown = manager.at(f"card_{card}")
        expect(shown).to_contain_text(told)
        for agency in (RABAT, SALE):
            expect(shown.locator("svg.marks")).to_contain_text(agency)


def release(manager: Visitor, partner: Visitor) -> None:
    """One person is no number to publish: the partner reads its rules, and that all is hidden."""
    officer.freeze(manager)
    name, rules = manager.at("releases_line_1").locator("p").all_inner_texts()[:2]
    assert "n° 1" in name
    partner.open("released")
    for said in (name, rules):
        expect(partner.page.get_by_text(said).first).to_be_visible()
    all_hidden = translate("fr", "release.nothing", method="").split(" Voir")[0]
    expect(partner.page.get_by_text(all_hidden).first).to_be_visible()


@pytest.mark.slow
@pytest.mark.long
def test_a_programme_from_nothing_to_its_end(
    server: ProgrammeServer, browser: Browser, visit: Visit
) -> None:
    admin, manager, partner = visit(), visit(), visit()
    agent = visit(size="phone")
    begin(admin)
    invite(admin, manager, officer.MANAGER, "Samira")
    invite(admin, agent, officer.AGENT, "Aminata")
    officer.invite(admin, officer.AGENT, "joseph", "Joseph")
    invite(admin, partner, officer.PARTNER, "Claire", CENTRE)
    officer.post(manager, "Aminata", RABAT, BEGIN)
    officer.post(manager, "Joseph", SALE, BEGIN)
    record(agent)
    ask_twelve(browser, manager)
    officer.paste_register(manager, THREE_YEARS, FIELDWORK)
    officer.end_posting(manager, "Aminata", LAST_OF_POSTING)

    server.move_to(RESULTS)
    come_back(manager, "Samira")
    charts_show_all_three(manager)
    come_back(partner, "Claire")
    release(manager, partner)
    come_back(agent, "Aminata", at="record-intervention")
    expect(agent.page.get_by_text(translate("fr", "entry.no_posting"))).to_be_visible()
    expect(agent.at("intervention_type")).to_have_count(0)
