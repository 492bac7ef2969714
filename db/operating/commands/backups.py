"""Commands that keep the database safe, and move it."""

from __future__ import annotations

import sys
from pathlib import Path

from db import audit
from db.operating.backups import folder, making, record, restoring, rows, snapshot
from db.operating.backups.archive import Damaged
from db.operating.backups.verifying import Verified, log_faults, verified
from db.operating.failures import Refused
from db.store.engine import connect, engine, writing
from db.store.migrate import is_current
from db.store.serving_lock import InUse, alone

WORD = "replace"


def backup(*, to: Path, keep: int | None) -> None:
    """A file with the whole database, looked through; of the older ones, only the newest stay."""
    made = making.make(engine(), to)
    is_known = record.made(made)
    gone = folder.rotate(to, keep, made.path) if keep else []
    print(f"Backup {made.path}: {made.rows} rows, {_size(made.written.size)}, verified.")
    if gone:
        print(f"Deleted {len(gone)} older backups; {keep} are kept.")
    if not is_known:
        print(record.UNRECORDED)


def verify(*, file: Path) -> None:
    """Whether a backup, or the newest one of a folder, can be restored."""
    path = folder.newest(file)
    try:
        with verified(path, folder.room_beside(path)) as found:
            manifest, lacking = found.manifest, found.lacking_keys()
            count = found.rows
            # Without its key every act would look changed.
            faults = 0 if lacking else log_faults(found)
    except Damaged:
        record.looked_through(path, is_damaged=True)
        raise
    record.looked_through(path, is_damaged=False)
    print(f"{path.name} is in order: {count} rows of {manifest.made_at}, Amudu {manifest.amudu}.")
    if lacking:
        print(_other_keys(lacking))
    if faults:
        print(f"Its audit log was changed in {faults} places: once restored, 'check' names them.")


def restore(*, file: Path, over: bool, yes: bool, other_keys: bool) -> None:
    """Put a backup in the place of the database that .env names."""
    path = folder.newest(file)
    place = _place(path)
    try:
        with alone(engine()), verified(path, place) as found:
            _refuse_unwanted(found, over=over, yes=yes, other_keys=other_keys)
            others = restoring.others_with_rights(engine())
            former = restoring.restore(engine(), found)
            manifest = found.manifest
    except InUse:
        raise Refused("A server is running on this database: stop it first.") from None
    except OSError as problem:
        raise Refused(f"Nothing was restored: {problem.strerror}.") from None
    print(f"Restored {path.name} of {manifest.made_at}: {found.rows} rows. All must sign in again.")
    if former:
        print(f"The former database is kept: {former}.")
    if others:
        print(f"The rights of {', '.join(others)} on its tables are not: GRANT them again.")


def _refuse_unwanted(found: Verified, *, over: bool, yes: bool, other_keys: bool) -> None:
    if (lacking := found.lacking_keys()) and not other_keys:
        raise Refused(f"{_other_keys(lacking)} Without them: --other-keys.")
    if not restoring.is_used(engine()):
        return
    if not over:
        raise Refused("This database is not empty: --over puts the backup in its place.")
    if not yes and not _is_confirmed():
        raise Refused("Nothing was changed.")


def _is_confirmed() -> bool:
    if not sys.stdin.isatty():
        raise Refused("Nobody is here to confirm: --yes puts the backup in place without asking.")
    return input(f'Type "{WORD}" to put the backup in the place of this database: ') == WORD


def copy(*, to: str) -> None:
    """The whole database into an empty one, of whichever kind."""
    other = connect(to)
    try:
        with (
            alone(other),
            snapshot.one_moment(engine()) as source,
            other.execution_options(writes=True).begin() as target,
        ):
            found = rows.fill(source, target)
    except InUse:
        raise Refused("A server is running on the other database: stop it first.") from None
    finally:
        other.dispose()
    if is_current(engine()):
        with writing() as session:
            audit.record(session, None, "backup.copy", "database")
    count = sum(each.rows for each in found.values())
    print(f"Copied {count} rows of {len(found)} tables; counts and checksums are equal.")
    print("Serve the copy with the same keys in .env. What is saved from now on is not in it.")


def _other_keys(names: list[str]) -> str:
    return f"It was made with other keys: {', '.join(names)} of that time must be in .env."


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _place(path: Path) -> Path:
    """Where the backup is unpacked: beside a SQLite database, else beside the backup."""
    if engine().dialect.name != "sqlite":
        return folder.room_beside(path)
    found = Path(str(engine().url.database)).parent
    found.mkdir(parents=True, exist_ok=True)
    return found
