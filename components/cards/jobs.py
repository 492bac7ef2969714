"""Long files are made beside the app, and a page asks how far a file is.

It may be stopped before its next step; so is one that nobody asks for any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from components.cards.background import Line, StoppedError, Task
from components.language import i18n

#: Of the two cores that a server has at least, one is the app's.
AT_ONCE = 1
#: So many seconds after the last question whoever asked has left.
LEFT_AFTER = 30.0
Tell = Callable[[int, int], None]
"""``tell(done, of)``: how many steps are done, and of how many."""
Work = Callable[[Tell], bytes]
_line = Line("files", AT_ONCE)


class Job(Task[bytes]):
    """One file in the making, in the language in which it was asked for."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.progress: tuple[int, int] | None = None
        self._work, self._language = work, i18n.language()
        self._asked_at = time.monotonic()

    def make(self) -> bytes:
        with i18n.speaking(self._language):
            made = self._work(self._hear)
        self.go_on()
        return made

    def _hear(self, done: int, of: int) -> None:
        self.go_on()
        if time.monotonic() > self._asked_at + LEFT_AFTER:
            raise StoppedError
        self.progress = (done, of)

    def is_done(self, within: float = 0) -> bool:
        """As of any task; whoever asks is still there."""
        self._asked_at = time.monotonic()
        return super().is_done(within)

    def content(self) -> bytes:
        """The whole file; raises ``AppError`` where there is none."""
        return self.outcome("file", stopped="take.stopped", failed="take.failed")


def started(work: Work) -> Job:
    """A file that is begun when none before it is left."""
    job = Job(work)
    _line.add(job)
    return job
