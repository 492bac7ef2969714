"""Whether the triggers that keep the audit log from being changed are as migration 0011 made them.

Their names alone say nothing: one can be made anew to do nothing, or only sometimes.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import Session

REFUSAL = "the audit log only grows"
#: The key of each table, and what it refuses; rows of all three can be added.
GUARDED = {
    "audit_entries": ("id", ("update", "delete")),
    "audit_links": ("place", ("update", "delete")),
    "audit_tail": ("id", ("delete",)),
}
#: Bits of PostgreSQL's ``tgtype``.
_EACH_ROW, _BEFORE = 1, 2
_BITS = {"delete": 8, "update": 16, "truncate": 32}
_FUNCTION = f" BEGIN RAISE EXCEPTION '{REFUSAL}'; END "


def are_intact(session: Session) -> bool:
    """Every guard is there, on, and refuses what it was made to refuse."""
    if session.get_bind().dialect.name == "postgresql":
        return set(_made_postgresql()) <= _found_postgresql(session)
    found = session.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger'"))
    return set(_made_sqlite()) <= set(found.scalars())


def _made_sqlite() -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table, (key, acts) in GUARDED.items():
        made = f"CREATE TRIGGER guard_{table}"
        for act in acts:
            yield f"{made}_{act} BEFORE {act.upper()} ON {table} {refuse}"
        is_there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - compared
        yield f"{made}_replace BEFORE INSERT ON {table} WHEN {is_there} {refuse}"


def _made_postgresql() -> Iterator[tuple[str, str, int]]:
    for table, (_, acts) in GUARDED.items():
        yield table, f"guard_{table}", _EACH_ROW + _BEFORE + sum(_BITS[act] for act in acts)
        yield table, f"guard_{table}_truncate", _BEFORE + _BITS["truncate"]


def _found_postgresql(session: Session) -> set[tuple[str, str, int]]:
    """Triggers that are on, for every row and column, and call a function that refuses."""
    found = session.execute(
        sa.text(
            "SELECT relname, tgname, tgtype FROM pg_trigger "
            "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
            "JOIN pg_language ON pg_language.oid = prolang "
            # A restored database keeps the former one in a schema beside it.
            "WHERE relnamespace = current_schema()::regnamespace AND tgenabled = 'O' "
            "AND tgqual IS NULL AND tgattr::text = '' "
            "AND prosrc = :function AND lanname = 'plpgsql' "
            # Set to 'replica' for a role or a database, no trigger is asked.
            "AND current_setting('session_replication_role') = 'origin'"
        ),
        {"function": _FUNCTION},
    )
    return {(table, name, kind) for table, name, kind in found}
