"""What replaces a database is alone with it, and no crashed server is in its way."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

import app
from db.operating import start
from db.store.engine import connect
from db.store.serving_lock import InUse, alone, hold
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.source import ROOT

SERVE = """
import sys, time
from db.store.engine import connect
from db.store.serving_lock import hold
engine = connect(sys.argv[1])
hold(engine)
with engine.connect():
    pass
print("serving", flush=True)
time.sleep(600)
"""
PATIENCE = 20


@contextmanager
def served(engine: sa.Engine) -> Iterator[subprocess.Popen[str]]:
    url = engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "serving\n"
        yield process
    finally:
        process.kill()
        process.wait(10)


def is_alone(engine: sa.Engine) -> bool:
    try:
        with alone(engine):
            return True
    except InUse:
        return False


@POSTGRESQL_AT_LENGTH
def test_as_long_as_a_process_serves_nobody_is_alone(database: sa.Engine) -> None:
    assert is_alone(database)
    with served(database) as process, served(database):
        assert not is_alone(database)
        process.kill()
        process.wait(10)
        assert not is_alone(database), "the other process still serves"


@pytest.mark.long
def test_a_server_that_crashed_is_in_nobody_s_way(database: sa.Engine) -> None:
    with served(database) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        limit = time.monotonic() + PATIENCE
        while not is_alone(database):
            assert time.monotonic() < limit
    assert is_alone(database)


def test_a_connection_that_was_cut_takes_the_lock_again(postgres_engine: sa.Engine) -> None:
    serving = connect(postgres_engine.url.render_as_string(hide_password=False))
    hold(serving)
    cut = sa.text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(2):
        with serving.connect():
            pass
        assert not is_alone(postgres_engine)
        with postgres_engine.connect() as connection:
            connection.execute(cut)
        assert is_alone(postgres_engine)
    serving.dispose()


def test_a_start_waits_for_whoever_is_alone(sqlite_engine: sa.Engine) -> None:
    begun = threading.Event()

    def serve() -> None:
        with served(sqlite_engine):
            begun.set()

    with alone(sqlite_engine):
        worker = threading.Thread(target=serve)
        worker.start()
        assert not begun.wait(0.5)
    assert begun.wait(PATIENCE)
    worker.join()


def test_two_cannot_be_alone(database: sa.Engine) -> None:
    with alone(database):
        assert not is_alone(database)
    assert is_alone(database)


def test_the_server_holds_before_it_does_anything_else(
    sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []
    for name in ("hold", "make_ready", "setup_code"):
        monkeypatch.setattr(app, name, lambda name=name: done.append(name))
    app.prepare()
    assert done[:2] == ["hold", "make_ready"]
    monkeypatch.setattr("db.store.serving_lock.hold", done.append)
    start.hold()
    assert done[-1] is sqlite_engine
