"""The audit of a release to come runs beside the app: one at a time, in a thread of its own.

The solver lets other threads run, so that no session waits for it. What a version of the figures
would publish is worked out once, whoever looks; what nobody looks at any more is stopped before its
next question to the solver.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from datetime import date
from threading import Lock

from components.cards.background import Line, Task
from components.reads import reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.actions import releases as release_actions
from db.errors import AppError
from db.inputs.releases import Period
from db.releases import drafts
from db.releases.drafts import Draft, Progress
from db.store.settings import settings

#: Of the two cores that a server has at least, one is the app's.
AT_ONCE = 1
#: A failed audit is begun anew after so many seconds: a fault that stays keeps no processor busy.
AGAIN_AFTER = 60.0
Look = tuple[str, int, Period]
"""What an account looks at; of it only the newest version is worked out."""
_jobs: OrderedDict[tuple[Look, int, date], Job] = OrderedDict()
_line = Line("audit", AT_ONCE)
_lock = Lock()


class Job(Task[Draft]):
    """One draft in the making."""

    def __init__(self, period: Period, by: int) -> None:
        super().__init__()
        self.period, self.by = period, by
        self.progress: Progress | None = None
        self._digest = ""
        self._ended = 0.0

    def make(self) -> Draft:
        try:
            made = read(release_actions.preview, self.period, by=self.by, tell=self._hear)
            self._digest = made.digest()
        finally:
            self._ended = time.monotonic()
        return made

    def _hear(self, progress: Progress) -> None:
        self.go_on()
        self.progress = progress

    def draft(self) -> Draft:
        """What was made; raises ``AppError`` for what cannot be frozen, or was not worked out."""
        failed = "releases.audit_failed"
        return self.outcome("audit", stopped=failed, failed=failed)

    @property
    def is_over(self) -> bool:
        """Whether it is to be made anew: what it made can be frozen no more, or it went wrong, a
        while ago, and may go right the next time."""
        if self._made.cancelled() or not self._made.done():
            return self._made.cancelled()
        failure = self._made.exception()
        if failure is None:
            return drafts.held(self._digest) is None
        return not isinstance(failure, AppError) and time.monotonic() > self._ended + AGAIN_AFTER


def started(viewer: Viewer, period: Period, version: int) -> Job:
    """The draft of a period as of a version of the figures; its audit begins when none waits."""
    key = _key(viewer, period, version)
    with _lock:
        if key not in _jobs or _jobs[key].is_over:
            for other in [other for other in _jobs if other[0] == key[0]]:
                _jobs.pop(other).stop()
            _jobs[key] = Job(period, viewer.account_id)
            _line.add(_jobs[key])
        _jobs.move_to_end(key)
        while len(_jobs) > drafts.MOST_KEPT:
            _jobs.popitem(last=False)[1].stop()
        return _jobs[key]


def forget(viewer: Viewer, period: Period, version: int) -> None:
    """Work it out anew the next time: what a freezing was refused for is not shown again."""
    with _lock:
        job = _jobs.pop(_key(viewer, period, version), None)
        if job:
            job.stop()


def _key(viewer: Viewer, period: Period, version: int) -> tuple[Look, int, date]:
    # Trust moves at night, and lists go by the day, without a new version.
    look = settings().database_url, viewer.account_id, period
    return look, version, reference.today()
