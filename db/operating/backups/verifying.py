"""Whether a backup file can be restored: its bytes, its database, its rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from db.operating.backups import archive, folder
from db.operating.backups.archive import Manifest
from db.operating.backups.rows import revision, sums
from db.operating.backups.snapshot import opened
from db.operating.failures import Refused
from db.queries import audit_chain
from db.secrets.sealing import key_marks
from db.store.migrate import is_current, knows


@dataclass(frozen=True)
class Verified:
    """A backup file in order, and its database, unpacked."""

    manifest: Manifest
    database: Path

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.manifest.tables.values())

    def lacking_keys(self) -> list[str]:
        """The variables whose keys are not those with which the backup was made."""
        here = key_marks()
        wanted = self.manifest.keys.items()
        return sorted(name for name, marks in wanted if not set(marks) <= set(here.get(name, ())))


def log_faults(found: Verified) -> int:
    """In how many places the audit log of a backup of this version is not as it was written."""
    with opened(found.database) as engine:
        if not is_current(engine):
            return 0
        with Session(engine) as session:
            return len(audit_chain.checked(session).faults)


@contextmanager
def verified(path: Path, beside: Path) -> Iterator[Verified]:
    """Unpack a backup into a folder of its own in ``beside`` and look through it; ``Refused``."""
    manifest = archive.read(path)
    if not knows(manifest.migration):
        raise archive.newer(path)
    folder.refuse_full(beside, manifest.size)
    with tempfile.TemporaryDirectory(dir=beside, prefix=folder.TEMPORARY) as place:
        database = Path(place) / archive.DATABASE
        archive.unpack(path, manifest, database)
        try:
            _look_through(database, manifest)
        except (sa.exc.SQLAlchemyError, ValueError, Refused):
            raise archive.damaged(path) from None
        yield Verified(manifest, database)


def _look_through(database: Path, manifest: Manifest) -> None:
    with opened(database) as engine, engine.connect() as connection:
        said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        wanted = {name: each.sum() for name, each in manifest.tables.items()}
        is_whole = said == ["ok"] and not broken and revision(connection) == manifest.migration
        if not is_whole or sums(connection) != wanted:
            raise ValueError
