"""What takes long is made beside the app, in a thread of its own: whole, or not at all.

What waits is made one after the other, as many at once as its line has workers. Whoever asked may
stop it: before it begins, or at a step at which it asks whether it is still wanted.
"""

from __future__ import annotations

import logging
from collections import deque
from concurrent.futures import CancelledError, Future
from threading import Event, Lock, Thread, current_thread
from typing import Any, Generic, TypeVar

from db.errors import AppError, traced

log = logging.getLogger("amudu")
Made = TypeVar("Made")


class StoppedError(Exception):
    """Nobody wants it any more."""


class Task(Generic[Made]):
    """One thing to be made; ``make`` makes it, and calls ``go_on`` between its steps."""

    def __init__(self) -> None:
        self._made = Future[Made]()
        self._stop = Event()

    def make(self) -> Made:
        """The whole thing."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Raise ``StoppedError`` once it is stopped."""
        if self._stop.is_set():
            raise StoppedError

    def run(self) -> None:
        """Make it, unless it was stopped while it waited."""
        if not self._made.set_running_or_notify_cancel():
            return
        try:
            self._made.set_result(self.make())
        except Exception as failure:
            self._made.set_exception(failure)
        except BaseException as panic:
            # That of a library in Rust is no ``Exception``; the thread lives on for what waits.
            told = RuntimeError(type(panic).__name__).with_traceback(panic.__traceback__)
            self._made.set_exception(told)

    def stop(self) -> None:
        """Make it no more; what is made stays as it is."""
        self._stop.set()
        self._made.cancel()

    def is_stopped(self, within: float = 0) -> bool:
        """Whether it was stopped, made or not, in so many seconds from now."""
        return self._stop.wait(within)

    def is_done(self, within: float = 0) -> bool:
        """Whether it is made, refused or stopped, after waiting so many seconds at most."""
        try:
            self._made.exception(timeout=within)
        except TimeoutError:
            return False
        except CancelledError:
            return True
        return True

    def outcome(self, what: str, *, stopped: str, failed: str) -> Made:
        """What was made; else ``AppError``: its own, or that it was ``stopped`` or ``failed``.
        ``what`` names it in the log."""
        try:
            return self._made.result()
        except AppError:
            raise
        except (CancelledError, StoppedError):
            raise AppError(stopped) from None
        except Exception as failure:
            log.error("%s failed: %s", what, traced(failure))
            raise AppError(failed) from failure


class Line:
    """Tasks that wait for one of its workers, in the order in which they came."""

    def __init__(self, name: str, at_once: int) -> None:
        self.workers: set[Thread] = set()
        self._name, self._at_once = name, at_once
        self._waiting: deque[Task[Any]] = deque()
        self._lock = Lock()

    def add(self, task: Task[Any]) -> None:
        """It begins when none before it is left."""
        with self._lock:
            self._waiting.append(task)
            if sum(each.is_alive() for each in self.workers) < self._at_once:
                # Of a server that stops nobody waits for it.
                worker = Thread(target=self._work, name=self._name, daemon=True)
                self.workers.add(worker)
                worker.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self.workers.discard(current_thread())
                    return
                task = self._waiting.popleft()
            task.run()
