"""Pages that draw themselves take turns, for a process computes one thing at a time.

After a save all open screens draw at once. Were all of them to run at once, the thread that answers
browsers would get the interpreter once in as many turns, and so each of their messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

#: Two, for one may wait for the database while the other computes.
AT_ONCE = 2
#: In seconds; whoever has waited so long goes on beside those that take long.
PATIENCE = 3.0
_places = BoundedSemaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait until it is this thread's turn, and keep it meanwhile."""
    is_taken = _places.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if is_taken:
            _places.release()
