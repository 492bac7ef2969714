"""Put the database of a backup in the place of the present one, which is kept beside it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col

from db import audit
from db.models import SetupCode, SignInSession, SignInTicket
from db.models.base import now
from db.operating.backups import rows, snapshot
from db.operating.backups.verifying import Verified
from db.operating.failures import Refused
from db.store.migrate import migrating, upgrade_within
from db.store.serving_lock import give_to_owner

#: A damaged SQLite file is found while a connection is prepared, or after.
UNREADABLE = (sa.exc.DatabaseError, sqlite3.DatabaseError)
#: Of other users on tables of ours, and of all users (0).
GRANTED = """
SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END
FROM pg_class, aclexplode(relacl)
WHERE relnamespace = current_schema()::regnamespace AND grantee <> relowner ORDER BY 1
"""


def is_used(engine: sa.Engine) -> bool:
    """Whether the present database holds what somebody typed, or cannot be read."""
    try:
        with engine.connect() as connection:
            rows.refuse_used(connection, {each.name: each for each in rows.tables(connection)})
    except (Refused, *UNREADABLE):
        return True
    return False


def others_with_rights(engine: sa.Engine) -> list[str]:
    """Users of PostgreSQL who were given rights on the tables: a restored database has others."""
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        return list(connection.execute(sa.text(GRANTED)).scalars())


def restore(engine: sa.Engine, backup: Verified) -> str | None:
    """The database of a backup, upgraded, in place of the present one; where that one is now."""
    stamp = f"{now():%Y%m%d-%H%M%S}"
    if engine.dialect.name == "sqlite":
        with snapshot.opened(backup.database) as taken, migrating(taken) as connection:
            _bring_up_to_date(connection)
        return _put_in_place(backup.database, engine, stamp)
    with (
        snapshot.opened(backup.database) as taken,
        taken.connect() as source,
        engine.begin() as target,
    ):
        former = _put_aside(target, stamp)
        rows.fill(source, target)
        _bring_up_to_date(target)
    return former


def _bring_up_to_date(connection: sa.Connection) -> None:
    """Migrations, and no open door: a browser that was signed out after the backup, or a code that
    was used, would be good again.
    """
    upgrade_within(connection)
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        still_open = sa.update(SignInSession).where(col(SignInSession.ended_at).is_(None))
        session.execute(still_open.values(ended_at=now()))
        for passes in (SignInTicket, SetupCode):
            session.execute(sa.delete(passes))
        audit.record(session, None, "backup.restore", "database")
        session.commit()


def _put_in_place(database: Path, engine: sa.Engine, stamp: str) -> str | None:
    """At every moment there is a whole database under its name."""
    path, former = Path(str(engine.url.database)), None
    is_worth_keeping = _holds_anything(engine)
    engine.dispose()
    if is_worth_keeping:
        former = path.with_name(f"{path.name}.before-{stamp}")
        _refuse_open_elsewhere(path)
        os.link(path, former)
        for suffix in ("-wal", "-shm"):
            # Only of a damaged database, which could not be folded.
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(f"{former}{suffix}")
    database.chmod(0o600)
    database.replace(path)
    give_to_owner(path)
    return str(former) if former else None


def _holds_anything(engine: sa.Engine) -> bool:
    try:
        with engine.connect() as connection:
            return bool(sa.inspect(connection).get_table_names())
    except UNREADABLE:
        return True


def _refuse_open_elsewhere(path: Path) -> None:
    try:
        snapshot.fold(path)
    except sa.exc.OperationalError as problem:
        if "locked" in str(problem.orig):
            raise Refused("Another program has the database open: end it first.") from None
    except sa.exc.DatabaseError:
        # Damaged, which is why it is restored.
        return


def _put_aside(target: sa.Connection, stamp: str) -> str | None:
    """PostgreSQL: the schema with all its tables gets another name, within the transaction."""
    if not rows.tables(target):
        return None
    schema = target.execute(sa.select(sa.func.current_schema())).scalar_one()
    former = f"before_{stamp.replace('-', '_')}"
    quoted = target.dialect.identifier_preparer.quote(schema)
    target.execute(sa.text(f"ALTER SCHEMA {quoted} RENAME TO {former}"))
    target.execute(sa.text(f"CREATE SCHEMA {quoted}"))
    return f"schema {former}"
