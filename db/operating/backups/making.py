"""Make a backup file: taken, packed, looked through, and only then under its name."""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from db.models.base import now
from db.operating.backups import archive, folder, snapshot
from db.operating.backups.archive import Manifest, Written
from db.operating.backups.verifying import verified
from db.operating.failures import Refused
from db.secrets.sealing import key_marks
from db.store.settings import ROOT


@dataclass(frozen=True)
class Made:
    """A backup that is where it belongs."""

    path: Path
    made_at: datetime
    written: Written
    rows: int


def make(engine: sa.Engine, to: Path) -> Made:
    """A backup of the database as it is now, in a folder."""
    try:
        return _made(engine, to)
    except OSError as problem:
        raise Refused(f"No backup could be made in {to}: {problem.strerror}.") from None


def _made(engine: sa.Engine, to: Path) -> Made:
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.tidy(to)
    folder.refuse_full(to, 2 * _size(engine))
    made_at = now()
    with tempfile.TemporaryDirectory(dir=to, prefix=folder.TEMPORARY) as place:
        database, packed = Path(place) / archive.DATABASE, Path(place) / "packed.zip"
        manifest = _taken(engine, database, made_at)
        written = archive.write(packed, manifest, database)
        database.unlink()
        with verified(packed, to) as whole:
            rows = whole.rows
        path = packed.rename(to / folder.name(made_at, written.sha256))
    return Made(path, made_at, written, rows)


def _taken(engine: sa.Engine, database: Path, made_at: datetime) -> Manifest:
    migration, sums = snapshot.take(engine, database)
    return Manifest(
        amudu=version(),
        migration=migration,
        dialect=engine.dialect.name,
        made_at=made_at.isoformat(timespec="seconds"),
        size=database.stat().st_size,
        sha256=archive.sum_of_file(database),
        tables=archive.described(sums),
        keys=key_marks(),
    )


def version() -> str:
    """The version of Amudu that is running."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _size(engine: sa.Engine) -> int:
    """About the bytes of the database."""
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        beside = (path, path.with_name(f"{path.name}-wal"))
        return sum(each.stat().st_size for each in beside if each.exists())
    with engine.connect() as connection:
        asked = sa.text("SELECT pg_database_size(current_database())")
        return int(connection.execute(asked).scalar_one())
