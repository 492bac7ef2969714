"""The audit of a release to come runs beside the app: one at a time, in a thread of its own.

The solver lets other threads run, so that no session waits for it. What a version of the figures
would publish is worked out once, whoever looks.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from concurrent.futures import Future, wait
from datetime import date
from threading import Lock, Thread

from components.reads import reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.actions import releases as release_actions
from db.actions.releases import Draft, Progress
from db.errors import AppError
from db.inputs.releases import Period
from db.store.settings import settings

log = logging.getLogger("amudu")
MOST_KEPT = 8
#: A failed audit is begun anew after so many seconds: a fault that stays keeps no processor busy.
AGAIN_AFTER = 60.0
Key = tuple[str, Period, int, int, date]
_jobs: OrderedDict[Key, Job] = OrderedDict()
_lock, _turn = Lock(), Lock()


class Job:
    """One draft in the making."""

    def __init__(self, period: Period, by: int) -> None:
        self.progress: Progress | None = None
        self._made = Future[Draft]()
        self._ended = 0.0
        # Of a server that stops nobody waits for the audit.
        Thread(target=self._make, args=(period, by), name="audit", daemon=True).start()

    def _make(self, period: Period, by: int) -> None:
        with _turn:
            try:
                made = read(release_actions.preview, period, by=by, tell=self._hear)
            except Exception as failure:
                self._ended = time.monotonic()
                self._made.set_exception(failure)
            else:
                self._made.set_result(made)

    def _hear(self, progress: Progress) -> None:
        self.progress = progress

    def is_done(self, within: float = 0) -> bool:
        """Whether it is made or refused, after waiting so many seconds at most."""
        return not wait([self._made], timeout=within).not_done

    def draft(self) -> Draft:
        """What was made; raises ``AppError`` for what cannot be frozen, or was not worked out."""
        failure = self._made.exception()
        if failure is None or isinstance(failure, AppError):
            return self._made.result()
        log.error("audit failed: %s", type(failure).__name__)
        raise AppError("releases.audit_failed")

    @property
    def has_failed(self) -> bool:
        """Whether something went wrong, a while ago, that may go right the next time."""
        failure = self._made.exception() if self._made.done() else None
        went_wrong = failure is not None and not isinstance(failure, AppError)
        return went_wrong and time.monotonic() - self._ended > AGAIN_AFTER


def started(viewer: Viewer, period: Period, version: int) -> Job:
    """The draft of a period as of a version of the figures; its audit begins when none waits."""
    key = _key(viewer, period, version)
    with _lock:
        if key not in _jobs or _jobs[key].has_failed:
            _jobs[key] = Job(period, viewer.account_id)
        _jobs.move_to_end(key)
        while len(_jobs) > MOST_KEPT:
            _jobs.popitem(last=False)
        return _jobs[key]


def forget(viewer: Viewer, period: Period, version: int) -> None:
    """Work it out anew the next time: what a freezing was refused for is not shown again."""
    with _lock:
        _jobs.pop(_key(viewer, period, version), None)


def _key(viewer: Viewer, period: Period, version: int) -> Key:
    # Trust moves at night, and lists go by the day, without a new version.
    return settings().database_url, period, version, viewer.account_id, reference.today()
