"""All rows of a database, told from those of another one by a checksum that knows no dialect.

The tables are read from the database, not from the models: it may lack migrations.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from db.operating.failures import Refused
from db.store.migrate import applied, knows, upgrade_within

VERSIONS = "alembic_version"
#: What a database may hold before anybody has typed anything.
OF_ITSELF = frozenset({
    "audit_tail", "change_counter", "codes", "indicator_texts", "indicator_versions", "indicators",
    "last_changes", "setup_codes", "tallies",
})  # fmt: skip
#: One row that is never deleted: it takes the other one's values.
STAYS = "audit_tail"
AT_ONCE = 2000


@dataclass(frozen=True)
class Sum:
    """How many rows a table has, and the checksum of them all in whatever order."""

    rows: int
    sha256: str


Sums = Mapping[str, Sum]


def tables(connection: sa.Connection) -> list[sa.Table]:
    """The tables of the database, each after those that it points to."""
    found = sa.MetaData()
    with warnings.catch_warnings():
        # An index over an expression is of no concern here.
        warnings.simplefilter("ignore", sa.exc.SAWarning)
        found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSIONS]


def revision(connection: sa.Connection) -> str:
    """The last migration of a database that is one of ours."""
    found = applied(connection)
    if found is None:
        raise Refused("This database holds no tables of Amudu.")
    if not knows(found):
        raise Refused("The database is of another version of Amudu.")
    return found


def sums(connection: sa.Connection) -> dict[str, Sum]:
    """The checksum of every table."""
    return _sums(connection, tables(connection))


def _sums(connection: sa.Connection, there: Iterable[sa.Table]) -> dict[str, Sum]:
    found = {}
    for table in there:
        counted = _Counted()
        for rows in _read(connection, table):
            counted.add(rows)
        found[table.name] = counted.sum()
    return found


def fill(source: sa.Connection, target: sa.Connection) -> dict[str, Sum]:
    """All rows of one database into another one of the same migration, which nobody has used.

    Within the target's transaction; what was read is compared with what can be read back.
    """
    upgrade_within(target, revision(source))
    if applied(target) != applied(source):
        raise Refused("The other database is of a newer version of Amudu.")
    there = {table.name: table for table in tables(target)}
    refuse_used(target, there)
    for name in sorted(OF_ITSELF & set(there) - {STAYS}):
        target.execute(there[name].delete())
    found = {}
    for table in tables(source):
        found[table.name] = _pour(source, table, target, there[table.name])
    _set_sequences(target, list(there.values()))
    if _sums(target, there.values()) != found:
        raise Refused("The copy differs from what was read: nothing was changed.")
    return found


def refuse_used(connection: sa.Connection, there: Mapping[str, sa.Table]) -> None:
    """Raise ``Refused`` when somebody has already typed something into this database."""
    for name, table in there.items():
        if name not in OF_ITSELF and connection.execute(sa.select(table).limit(1)).first():
            raise Refused(f"The other database is not empty: it has rows in {name}.")


def _pour(source: sa.Connection, table: sa.Table, target: sa.Connection, into: sa.Table) -> Sum:
    if set(table.columns.keys()) != set(into.columns.keys()):
        raise Refused(f"The other database has another table {table.name}.")
    counted = _Counted()
    for rows in _read(source, table):
        counted.add(rows)
        if target.dialect.name == "sqlite":
            rows = [{name: _without_zone(value) for name, value in row.items()} for row in rows]
        if table.name == STAYS:
            target.execute(into.update(), rows[0])
        else:
            target.execute(into.insert(), rows)
    return counted.sum()


def _read(connection: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    """Rows in the order of their key, in portions; moments are in UTC."""
    asked = sa.select(table).order_by(*table.primary_key.columns)
    found = connection.execute(asked, execution_options={"yield_per": AT_ONCE})
    for rows in found.mappings().partitions(AT_ONCE):
        yield [{name: _in_utc(value) for name, value in row.items()} for row in rows]


def _in_utc(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _without_zone(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


class _Counted:
    """The checksum of a table while its rows pass by; databases sort texts differently."""

    def __init__(self) -> None:
        self.each: list[bytes] = []

    def add(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            line = json.dumps(row, sort_keys=True, ensure_ascii=True, default=_plain)
            self.each.append(hashlib.sha256(line.encode()).digest())

    def sum(self) -> Sum:
        return Sum(len(self.each), hashlib.sha256(b"".join(sorted(self.each))).hexdigest())


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    raise TypeError(f"no row of ours holds a {type(value).__name__}")


def _set_sequences(connection: sa.Connection, filled: list[sa.Table]) -> None:
    """Rows that came with their ids leave PostgreSQL's sequences behind."""
    if connection.dialect.name != "postgresql":
        return
    for table in filled:
        for column in table.primary_key.columns:
            asked = sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name)
            name = connection.execute(sa.select(asked)).scalar_one()
            last = connection.execute(sa.select(sa.func.max(column))).scalar_one()
            if name is not None and last is not None:
                connection.execute(sa.select(sa.func.setval(name, last)))
