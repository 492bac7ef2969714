"""What the processes of one run share: the first that needs it makes it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def root_of(factory: pytest.TempPathFactory) -> Path:
    """The folder of the run."""
    own = factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@contextmanager
def one_at_a_time(factory: pytest.TempPathFactory, name: str) -> Iterator[None]:
    """No two processes of this run are in it under one name."""
    with (root_of(factory) / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first of all processes of this run makes; the others wait for it."""
    root = root_of(factory)
    with one_at_a_time(factory, name):
        if not (made := root / f"{name}-made").exists():
            part = root / f"{name}-part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            make(part)
            part.rename(made)
    return made
