"""What the database itself keeps of its backups, for the screen that tells of them."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session, select

from db import audit
from db.models import Backup
from db.models.base import now
from db.operating.backups.making import Made
from db.operating.failures import FAILURES
from db.store.engine import engine, missing_file, writing
from db.store.migrate import is_current

UNRECORDED = "The database lacks migrations, so its backups page does not know of it yet."


def made(backup: Made) -> bool:
    """Note a new backup, unless the database is one that has yet to be upgraded."""
    if not is_current(engine()):
        return False
    with writing() as session:
        row = Backup(
            made_at=backup.made_at,
            file_name=backup.path.name,
            size=backup.written.size,
            sha256=backup.written.sha256,
        )
        session.add(row)
        session.flush()
        audit.record(session, None, "backup.make", "backup", row.id)
    return True


def looked_through(path: Path, *, is_damaged: bool) -> None:
    """Note that a backup was verified: one that is known here, where the database answers."""
    if missing_file():
        return
    try:
        with writing() as session:
            if row := _known(session, path):
                row.verified_at, row.is_damaged = now(), is_damaged
                session.add(row)
                audit.record(session, None, "backup.verify", "backup", row.id)
    except FAILURES:
        # The file is what was asked about; a server that is lost is when it matters.
        return


def _known(session: Session, path: Path) -> Backup | None:
    return session.exec(select(Backup).where(Backup.file_name == path.name)).first()
