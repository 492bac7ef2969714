"""The audit of a release to come runs beside the app: one at a time, in a thread of its own.

The solver lets other threads run, so that no session waits for it. What a version of the figures
would publish is worked out once, whoever looks.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, wait
from threading import Lock, Thread

from components.reads.read import read
from db.access.viewer import Viewer
from db.actions import releases as release_actions
from db.actions.releases import Draft, Progress
from db.errors import AppError
from db.inputs.releases import Period
from db.store.settings import settings

MOST_KEPT = 8
Key = tuple[str, Period, int, int]
_jobs: OrderedDict[Key, Job] = OrderedDict()
_lock, _turn = Lock(), Lock()


class Job:
    """One draft in the making."""

    def __init__(self, period: Period, by: int) -> None:
        self.progress: Progress | None = None
        self._made = Future[Draft]()
        # Of a server that stops nobody waits for the audit.
        Thread(target=self._make, args=(period, by), name="audit", daemon=True).start()

    def _make(self, period: Period, by: int) -> None:
        with _turn:
            try:
                made = read(release_actions.preview, period, by=by, tell=self._hear)
            except Exception as failure:
                self._made.set_exception(failure)
            else:
                self._made.set_result(made)

    def _hear(self, progress: Progress) -> None:
        self.progress = progress

    def is_done(self, within: float = 0) -> bool:
        """Whether it is made or refused, after waiting so many seconds at most."""
        return not wait([self._made], timeout=within).not_done

    def draft(self) -> Draft:
        """What was made; raises ``AppError`` for what cannot be frozen."""
        return self._made.result()

    @property
    def has_failed(self) -> bool:
        """Whether something went wrong that may go right the next time."""
        failure = self._made.exception() if self._made.done() else None
        return failure is not None and not isinstance(failure, AppError)


def started(viewer: Viewer, period: Period, version: int) -> Job:
    """The draft of a period as of a version of the figures; its audit begins when none waits."""
    key = (settings().database_url, period, version, viewer.account_id)
    with _lock:
        if key not in _jobs or _jobs[key].has_failed:
            _jobs[key] = Job(period, viewer.account_id)
        _jobs.move_to_end(key)
        while len(_jobs) > MOST_KEPT:
            _jobs.popitem(last=False)
        return _jobs[key]
