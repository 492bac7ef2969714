"""A migrated database per test, copied from a template, on SQLite and on PostgreSQL."""

from __future__ import annotations

import gc
import inspect
import logging
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
import streamlit as st
from sqlmodel import Session
from streamlit.runtime.scriptrunner import ScriptRunContext

os.environ["AMUDU_SECRET_KEY"] = "for-tests-only-" + "0" * 32
os.environ["AMUDU_CONTACT_KEY"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
os.environ["AMUDU_MATCH_KEY"] = "for-tests-only-" + "1" * 32
os.environ["AMUDU_DATABASE_URL"] = "sqlite:////nowhere/amudu-tests.db"
os.environ.pop("AMUDU_DEMO", None)

from components.reads import dependency_cache, reference
from components.reads.reference_cache import CachedReference
from components.visit import streamlit_sent
from db.models import SignInSession
from db.models.base import now
from db.secrets import passwords
from db.secrets.sealing import fingerprint
from db.store import engine as engines
from db.store.migrate import upgrade
from db.store.settings import settings
from tests import app_runs, audits, clock
from tests import cast as casting
from tests.cast import CAST, Cast
from tests.once import made_once
from tests.postgres import TEMPLATE, address, administer, filled_once, served_apart, shared

pytest_plugins = ["tests.browser.plugin", "tests.demo", "tests.attacked"]
# Until all is collected: what is imported stays, and would be looked through again and again.
gc.disable()
clock.hold()
app_runs.shorten()
audits.keep()
#: What the hash of a password really costs, 0.2 s (``test_passwords.py``); elsewhere, the least.
ROUNDS = passwords.ROUNDS
passwords.ROUNDS = 4
#: In the state of a page: the session that it is.
SESSION = "test_session"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of what is left to be run: first what takes a minute a test, then browsers, which wait more
    than they work; small files last, to fill the gaps."""
    tests = Counter(item.path for item in items)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(
        key=lambda item: (
            item.path not in slow,
            "browser" not in item.path.parts,
            -tests[item.path],
            item.path,
        )
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """One worker a file, or a folder whose files share what is dear: a server with a browser, the
    demo, a filled database. At length the browsers are what takes long, and are shared out."""
    from xdist.scheduler import LoadFileScheduling

    folders = ["tests/seed_data/", "tests/pages/results/"]
    folders += [] if config.option.markexpr.startswith("long") else ["tests/browser/"]

    def scope(nodeid: str) -> str:
        file = nodeid.split("::")[0]
        if file in ("tests/test_cold_start.py", "tests/test_sign_in_attacks.py"):
            return "tests/attacked.py"
        return next((each for each in folders if file.startswith(each)), file)

    scheduler = LoadFileScheduling(config, log)
    scheduler._split_scope = scope
    return scheduler if config.option.dist == "loadfile" else None


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: no use in looking through it for garbage, and the
    rest is looked through as rarely as by the server."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 100)
    # pytest listens to each logger that does not pass on, six times a test: Streamlit has sixty.
    for each in logging.root.manager.loggerDict.values():
        if isinstance(each, logging.Logger) and each.name.startswith("streamlit"):
            each.propagate = True


def _fill(engine: sa.Engine) -> None:
    upgrade(engine)
    with Session(engine.execution_options(writes=True)) as session:
        casting.play(session)
        session.commit()
    _restart_counters(engine)
    engine.dispose()


@contextmanager
def filled(dialect: str, folder: Path) -> Iterator[str]:
    """The address of a filled database outside of any test."""
    if dialect == "sqlite":
        url = f"sqlite:///{folder / 'filled.db'}"
        _fill(engines.connect(url))
        yield url
        return
    with served_apart() as url:
        _fill(engines.connect(url))
        yield url


def _restart_counters(engine: sa.Engine) -> None:
    """Ids given by hand leave PostgreSQL's sequences behind."""
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        for table in ("organisations", "agencies", "accounts", "trust_waves", "programme"):
            connection.execute(
                sa.text(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
            )


@pytest.fixture(autouse=True)
def parts_of_pages_stay_in_their_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """``AppTest`` needs for each session how choices are worded, which is noted when one is made:
    so what one session was sent is not sent to another."""

    def of_session(context: ScriptRunContext) -> str:
        if SESSION not in context.session_state:
            context.session_state[SESSION] = uuid4().hex
        return f"{context.page_script_hash} {context.session_state[SESSION]}"

    monkeypatch.setattr(streamlit_sent, "_shared_by", of_session)


@pytest.fixture(autouse=True)
def nothing_stays_chosen() -> Iterator[None]:
    """Outside of a session Streamlit keeps one state for the whole process, a language in it."""
    yield
    st.session_state.clear()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = made_once(
        tmp_path_factory,
        "template",
        lambda folder: _fill(engines.connect(f"sqlite:///{folder / 'template.db'}")),
    )
    # A folder of this process: what is made of the template lies beside it.
    return copied(made / "template.db", tmp_path_factory.mktemp("template") / "template.db")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The run's PostgreSQL, with a filled template; gives the URL of a named database."""
    with shared(tmp_path_factory) as server:
        url = partial(address, server)
        filled_once(tmp_path_factory, url, TEMPLATE, _fill)
        yield url


def _serve(engine: sa.Engine) -> sa.Engine:
    """Another database behind the address: what the process holds of the last one goes."""
    dependency_cache.forget(settings().database_url)
    for each in vars(reference).values():
        if isinstance(each, CachedReference):
            each._found.clear()
    engines.use(settings().database_url, engine)
    return engine


def copied(template: Path, copy: Path) -> Path:
    """Nobody writes in the template any more: all of it is in this one file."""
    for suffix in ("", "-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    return Path(shutil.copyfile(template, copy))


@pytest.fixture(scope="session")
def own_sqlite_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own") / "amudu.db"


@pytest.fixture(scope="session")
def own_sqlite(own_sqlite_path: Path) -> Iterator[sa.Engine]:
    """One engine on one path, for it keeps the statements it has put into words; each test that
    commits lays a new file under it."""
    engine = engines.connect(f"sqlite:///{own_sqlite_path}")
    sa.event.listen(engine, "connect", _leave_it_to_the_disk)
    yield engine
    engine.dispose()


def _leave_it_to_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    """Each commit would wait for some milliseconds; no test cuts this machine's power."""
    connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture
def sqlite_engine(
    sqlite_template: Path, own_sqlite: sa.Engine, own_sqlite_path: Path
) -> Iterator[sa.Engine]:
    copied(sqlite_template, own_sqlite_path)
    yield _serve(own_sqlite)
    own_sqlite.dispose()


@pytest.fixture(scope="session")
def shared_postgres(postgres: Callable[[str], str]) -> Iterator[sa.Engine]:
    """One database for all tests that write in the rolled back ``session`` only."""
    name = f"shared_{os.getpid()}"
    administer(postgres("postgres"), f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    engine = engines.connect(postgres(name))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def own_postgres(postgres: Callable[[str], str]) -> Iterator[sa.Engine]:
    """As ``own_sqlite``; a connection is opened each time, since the database changes under it."""
    engine = engines.connect(postgres(f"own_{os.getpid()}"), poolclass=sa.NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres: Callable[[str], str], own_postgres: sa.Engine) -> Iterator[sa.Engine]:
    name, administration = own_postgres.url.database, postgres("postgres")
    administer(administration, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield own_postgres
    administer(administration, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path) -> Iterator[sa.Engine]:
    """The same on SQLite."""
    copy = copied(sqlite_template, sqlite_template.with_name("shared.db"))
    engine = engines.connect(f"sqlite:///{copy}")
    yield engine
    engine.dispose()


#: For a file whose rules are the same on both and whose tests are slow: PostgreSQL at length.
POSTGRESQL_AT_LENGTH = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """The cast's database, served by ``db.store.engine``; whoever asks for it runs on both."""
    if "database" not in inspect.signature(request.function).parameters:
        shared = "shared_sqlite" if request.param == "sqlite" else "shared_postgres"
        yield _serve(request.getfixturevalue(shared))
        return
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_engine")
        return
    yield _serve(request.getfixturevalue("postgres_engine"))


@pytest.fixture
def session(database: sa.Engine) -> Iterator[Session]:
    """A writing session on the cast's database (both databases), rolled back at the end."""
    with database.execution_options(writes=True).connect() as connection:
        whole = connection.begin()
        with Session(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as opened:
            yield opened
        whole.rollback()


@pytest.fixture
def cast() -> Cast:
    return CAST


@pytest.fixture
def signed_in(
    sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int | None], str | None]:
    """``signed_in(account_id)``: a real session row for this browser; the gate is the real one."""
    known = set[int | None]()

    def open_for(account_id: int | None) -> str | None:
        token = None if account_id is None else f"token-of-{account_id}"
        if token and account_id and account_id not in known:
            known.add(account_id)
            with engines.writing() as opened:
                opened.add(
                    SignInSession(
                        account_id=account_id,
                        token_hash=fingerprint(token),
                        expires_at=now() + timedelta(hours=12),
                    )
                )
        monkeypatch.setattr("components.visit.session.browser_token", lambda: token)
        return token

    return open_for
