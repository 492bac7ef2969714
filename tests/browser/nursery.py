"""Servers without the five seconds of a start: a process that has imported ``app.py`` and read the
fonts forks for each of them. Settings, database, first picture and all that follows are its own.

A start from nothing is seen where that is looked at: ``tests/wire.py`` and ``tests/deploy/``.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.source import ROOT

#: A fork after imports is safe on Linux alone: elsewhere the system's own libraries have threads.
IS_POSSIBLE = sys.platform == "linux"


class Born:
    """One server; what ``subprocess.Popen`` has for it."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self._nursery, self.pid = nursery, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._nursery.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        limit = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > limit:
                raise subprocess.TimeoutExpired(f"server {self.pid}", timeout)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        # Until it is asked whether it has ended, nobody else gets its number.
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class Nursery:
    """The process of which servers are born; it ends with the one that asked for it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.browser.nursery"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, wanted: Mapping[str, Any]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(wanted)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def born(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> Born:
        """A server by the arguments of ``uvicorn``, which writes to this file."""
        wanted = {"command": command, "environment": dict(environment), "log": str(log)}
        return Born(self, self.ask(wanted))


@functools.cache
def nursery() -> Nursery:
    """That of this process."""
    return Nursery()


def _serve(command: Sequence[str], environment: Mapping[str, str], log: str) -> None:
    """In the process that was born: as ``python -m uvicorn`` with this environment."""
    os.environ.clear()
    os.environ.update(environment)
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream, file in enumerate((os.open(os.devnull, os.O_RDONLY), written, written)):
        os.dup2(file, stream)
    from uvicorn.main import main

    main(list(command))


def _has_ended(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _end(pids: Sequence[int]) -> None:
    """Nobody is left to end these."""
    for pid in pids:
        with suppress(ChildProcessError):
            if _has_ended(pid) is None:
                os.kill(pid, signal.SIGKILL)


def main() -> None:
    """Answer line by line until whoever asks is gone."""
    sys.path[:0] = [str(ROOT)]
    gc.disable()
    import app
    from components.cards import pdf_pages
    from db.store.settings import settings

    for name in (*app.SLOW_IMPORTS, "uvicorn.main"):
        importlib.import_module(name)
    pdf_pages.blank()
    assert not settings.cache_info().currsize, "settings are those of whoever is born"
    assert threading.active_count() == 1, "a thread is not born with the others"
    # Whoever is born would look through all of this, and so get a copy of each page of it.
    gc.freeze()
    gc.enable()
    pids: list[int] = []
    for line in iter(sys.stdin.readline, ""):
        wanted = json.loads(line)
        if "ended" in wanted:
            print(json.dumps(_has_ended(wanted["ended"])))
        elif pid := os.fork():
            pids.append(pid)
            print(pid)
        else:
            return _serve(**wanted)
    _end(pids)


if __name__ == "__main__":
    main()
