"""Browsers and servers for the journeys; afterwards nothing may have leaked, anywhere."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlmodel import Session, select

from db.models import Case, Intervention
from db.store.engine import connect
from tests.browser import find
from tests.browser.plugin import WHY
from tests.browser.server import Server
from tests.browser.shots import make_demo, serve_demo
from tests.browser.visitor import ARGUMENTS, PATIENCE, SIZES, Visitor
from tests.cast import PASSWORD, ago
from tests.once import made_once

Visit = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find.installed()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"browser journey not run: {WHY}")
        pytest.skip(WHY)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def furnished(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast's database, where every person has been met a week ago, as on a working day."""
    path = tmp_path_factory.mktemp("furnished") / "template.db"
    shutil.copyfile(sqlite_template, path)
    engine = connect(f"sqlite:///{path}")
    with Session(engine.execution_options(writes=True)) as session:
        for case in session.exec(select(Case)).all():
            session.add(
                Intervention(
                    agency_id=case.agency_id,
                    entered_by=case.opened_by,
                    submission_id=f"met-{case.id}",
                    case_id=case.id,
                    type="REGISTRATION",
                    mode="AGENCY",
                    happened_on=ago(7),
                )
            )
        session.commit()
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def running(
    browser: Browser, furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server for all journeys, on one database: none may mind what others have entered."""
    server = Server(tmp_path_factory.mktemp("server"), furnished)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def demo_of_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo, to be copied."""
    return made_once(tmp_path_factory, "demo-of-today", make_demo)


@pytest.fixture(scope="session")
def full(
    browser: Browser, demo_of_today: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server on the demo: every chart has its longest words and many rows."""
    server = serve_demo(demo_of_today, tmp_path_factory.mktemp("full"))
    yield server
    server.stop()


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    """The server of all; after each journey its log is read."""
    yield running
    check_log(running)


@pytest.fixture(scope="module")
def of_file(
    browser: Browser, furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of one file's journeys, which leave people and drafts behind them."""
    apart = Server(tmp_path_factory.mktemp("apart"), furnished)
    apart.start()
    yield apart
    apart.stop()
    check_log(apart)


@pytest.fixture
def own_server(browser: Browser, furnished: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of this journey alone, which may be killed."""
    alone = Server(tmp_path, furnished)
    alone.start()
    yield alone
    alone.stop()
    check_log(alone)


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """``visit("agent.rabat", "phone", at="my-day")``: somebody comes with a fresh browser, in which
    they are signed in (by the form: ``test_signing_in.py``)."""
    arrived: list[Visitor] = []

    def come(
        username: str | None = None,
        size: str = "desktop",
        *,
        language: str = "fr",
        at: str | None = None,
        of: Server | None = None,
    ) -> Visitor:
        server = of or request.getfixturevalue("server")
        # Places that pulse until something comes would be painted sixty times a second.
        context = browser.new_context(
            viewport=SIZES[size], locale=language, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context, server)
        arrived.append(visitor)
        if username:
            server_language(server, username, language)
            visitor.is_let_in(username)
        if at is not None:
            visitor.open(at)
        return visitor

    yield come
    for visitor in arrived:
        check_page(visitor)
        visitor.context.close()


def server_language(server: Server, username: str, language: str) -> None:
    """A person's language is kept with the account."""
    server.change(
        "UPDATE accounts SET language = :language WHERE username = :username",
        language=language,
        username=username,
    )


def secrets_of(server: Server) -> list[str]:
    return [
        *(os.environ[f"AMUDU_{name}_KEY"] for name in ("SECRET", "CONTACT", "MATCH")),
        PASSWORD,
        *server.ask("SELECT password_hash FROM accounts"),
    ]


def check_log(server: Server) -> None:
    """Nothing secret, nothing about a person, no traceback."""
    log = server.said()
    assert "Traceback" not in log, log
    assert "page failed" not in log, log
    assert "save failed" not in log, log
    for secret in secrets_of(server):
        assert secret not in log
    for code in server.ask("SELECT code FROM cases"):
        assert not re.search(rf"\b{code[:3]}-?{code[3:]}\b", log), "a case code is in the log"


def check_page(visitor: Visitor) -> None:
    """Nothing secret, no traceback, nothing asked of another host, no script that broke."""
    shown = visitor.page.content() if not visitor.page.is_closed() else ""
    assert "Traceback" not in shown
    for secret in secrets_of(visitor.server):
        assert secret not in shown
    assert visitor.strangers == []
    assert visitor.crashes == []
