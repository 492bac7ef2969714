"""The real server in a process of its own, on a copy of the cast's database."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.source import ROOT

PATIENCE = 40


def keys_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.keys")


class Server:
    """Start, kill and start again; its log is kept, its database can be asked."""

    def __init__(self, folder: Path, template: Path, **settings: str) -> None:
        self.database = folder / "amudu.db"
        shutil.copyfile(template, self.database)
        # A demo's own keys lie beside it: without them its audit log would look changed.
        if (keys := keys_of(template)).exists():
            shutil.copy2(keys, keys_of(self.database))
        self.log = folder / "server.log"
        self.settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {
            **os.environ,
            "AMUDU_DATABASE_URL": f"sqlite:///{self.database}",
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }
        command = [
            *(sys.executable, "-m", "uvicorn", "app:app"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
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

    def ask(self, query: str, *values: Any) -> list[Any]:
        """Rows of the database as it is now; single columns come flat."""
        with sqlite3.connect(self.database, timeout=20) as connection:
            rows = connection.execute(query, values).fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]

    def comes_to_hold(self, number: int, table: str, where: str = "1 = 1") -> None:
        """Waits until so many rows are stored: the browser is not told of it."""
        limit = time.monotonic() + PATIENCE
        while self.count(table, where) != number:
            assert time.monotonic() < limit, f"{table} did not come to hold {number}"
            time.sleep(0.05)

    def count(self, table: str, where: str = "1 = 1") -> int:
        return int(self.ask(f"SELECT count(*) FROM {table} WHERE {where}")[0])


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
