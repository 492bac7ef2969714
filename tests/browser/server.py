"""The real server in a process of its own, on a database of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from db.store.engine import connect
from tests import clock
from tests.browser import nursery
from tests.source import ROOT

PATIENCE = 120


def keys_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.keys")


class Server:
    """Start, kill and start again; its log is kept, its database can be asked.

    ``database``: a file of SQLite that is copied, or the URL of one that is this server's alone.
    """

    #: What is served where the clock is the real one, and where it is that of the run.
    app, moved = "app:app", "tests.browser.dated:app"

    def __init__(self, folder: Path, database: Path | str, **settings: str) -> None:
        self.database = folder / "amudu.db"
        if isinstance(database, Path):
            shutil.copyfile(database, self.database)
            # A demo's own keys lie beside it: without them its audit log would look changed.
            if (keys := keys_of(database)).exists():
                shutil.copy2(keys, keys_of(self.database))
            database = f"sqlite:///{self.database}"
        self.database_url = database
        self._engine = connect(database, poolclass=sa.NullPool)
        self.log = folder / "server.log"
        self.settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | nursery.Born | None = None

    def start(self) -> None:
        environment = {
            **os.environ,
            "AMUDU_DATABASE_URL": self.database_url,
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }
        command = [
            *(self.moved if clock.is_moved() else self.app, "--host", "127.0.0.1"),
            *("--port", str(self.port), "--log-level", "warning"),
        ]
        if nursery.IS_POSSIBLE:
            self.process = nursery.nursery().born(command, environment, self.log)
        else:
            self.process = _started(command, environment, self.log)
        self._wait()

    def _wait(self) -> None:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:  # noqa: S310
                    if json.load(answer)["database"]:
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the server did not start:\n{self.said()}")

    def kill(self) -> None:
        """As a power cut would: no goodbye, nothing written."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()

    def said(self) -> str:
        """The whole log so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def ask(self, query: str) -> list[Any]:
        """Rows of the database as it is now; single columns come flat."""
        with self._engine.connect() as connection:
            rows = [tuple(row) for row in connection.exec_driver_sql(query)]
        return [row[0] if len(row) == 1 else row for row in rows]

    def change(self, statement: str, **values: Any) -> None:
        """As somebody with the database in their hands."""
        with self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(sa.text(statement), values)

    def comes_to_hold(self, number: int, table: str, where: str = "1 = 1") -> None:
        """Waits until so many rows are stored: the browser is not told of it."""
        limit = time.monotonic() + PATIENCE
        while self.count(table, where) != number:
            assert time.monotonic() < limit, f"{table} did not come to hold {number}"
            time.sleep(0.05)

    def count(self, table: str, where: str = "1 = 1") -> int:
        return int(self.ask(f"SELECT count(*) FROM {table} WHERE {where}")[0])


def _started(
    command: Sequence[str], environment: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    with log.open("ab") as into:
        return subprocess.Popen(
            [sys.executable, "-m", "uvicorn", *command], cwd=ROOT, env=environment,
            stdout=into, stderr=into, stdin=subprocess.DEVNULL,
        )  # fmt: skip


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
