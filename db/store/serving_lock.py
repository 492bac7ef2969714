"""Whether a process serves a database: what replaces the database must be alone with it.

Each serving process holds a shared lock, which ends with the process, however that ends. For SQLite
it is one on a file beside the database; on PostgreSQL an advisory lock that every connection of the
process takes, so that one which is opened again after an interruption holds it too.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_LOCK = 20_261_128
#: Seconds after which PostgreSQL asks a silent machine whether it is there, and how often.
_KEEPALIVE = {"idle": 60, "interval": 20, "count": 3}


class InUse(Exception):
    """A process serves this database."""


def hold(engine: sa.Engine) -> None:
    """Hold the shared lock until this process ends; waits while somebody is alone."""
    if engine.dialect.name == "sqlite":
        fcntl.flock(_file(engine), fcntl.LOCK_SH)
        return
    sa.event.listen(engine, "connect", _take_shared)


@contextmanager
def alone(engine: sa.Engine) -> Iterator[None]:
    """No process serves the database, and none starts to, as long as the block runs; ``InUse``."""
    if engine.dialect.name == "sqlite":
        with _alone_with_file(engine):
            yield
        return
    with engine.connect() as connection:
        asked = sa.text("SELECT pg_try_advisory_lock(:key)")
        if not connection.execute(asked, {"key": _LOCK}).scalar_one():
            raise InUse
        connection.commit()
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
            connection.commit()


@contextmanager
def _alone_with_file(engine: sa.Engine) -> Iterator[None]:
    held = _file(engine)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise InUse from None
    finally:
        os.close(held)


def _file(engine: sa.Engine) -> int:
    """The open lock file; it belongs to whom the folder belongs to, or root would lock them out."""
    path = Path(f"{engine.url.database}.serving")
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    give_to_owner(path)
    return opened


def give_to_owner(path: Path) -> None:
    """What root makes in somebody's folder becomes theirs."""
    owner = path.parent.stat()
    if path.stat().st_uid != owner.st_uid:
        with suppress(PermissionError):
            os.chown(path, owner.st_uid, owner.st_gid)


def _take_shared(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        for name, value in _KEEPALIVE.items():
            cursor.execute(f"SET tcp_keepalives_{name} = {value}")
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", (_LOCK,))
    connection.commit()
