"""An audit log that only grows

Revision: 0011, after 0010.

Each act gets a place in a chain of marks, and triggers refuse to change or to delete what is
written. The marks of the acts that are there are made without a key, since a migration knows none:
they are held fast by the first act after them.
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BATCH = 10_000
REFUSED = "the audit log only grows"
GUARDED = {
    "audit_entries": ("id", ("UPDATE", "DELETE")),
    "audit_links": ("place", ("UPDATE", "DELETE")),
    "audit_tail": ("id", ("DELETE",)),
}


def upgrade() -> None:
    op.create_table(
        "audit_links",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_links_entry_id")
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_audit_links")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_links_entry_id")),
    )
    op.create_table(
        "audit_tail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("unkeyed", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_tail_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_tail")),
    )
    op.create_index("ix_audit_entries_action", "audit_entries", ["action"], unique=False)
    _chain()
    guard = _guard_postgresql if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    for table, (key, acts) in GUARDED.items():
        guard(table, key, acts)


def _chain() -> None:
    names = ("id", "account_id", "role", "action", "entity", "entity_id", "fields", "reason")
    entries = sa.table(
        "audit_entries", sa.column("at", UtcDateTime()), *(sa.column(name) for name in names)
    )
    links = sa.table("audit_links", *(sa.column(name) for name in ("place", "entry_id", "mark")))
    query = sa.select(entries).order_by(entries.c.id).limit(BATCH)
    place, mark, last = 0, "", 0
    while rows := op.get_bind().execute(query.where(entries.c.id > last)).all():
        batch = []
        for row in rows:
            place, last = place + 1, row.id
            at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
            said = [place, row.id, at, row.account_id, row.role, row.action, row.entity]
            said += [row.entity_id, row.fields, row.reason]
            mark = hashlib.sha256(f"{mark}\n{json.dumps(said)}".encode()).hexdigest()
            batch.append({"place": place, "entry_id": row.id, "mark": mark})
        op.bulk_insert(links, batch)
    columns = ("id", "place", "mark", "unkeyed", "seal")
    tail = sa.table("audit_tail", *(sa.column(name) for name in columns))
    op.bulk_insert(tail, [{"id": 1, "place": place, "mark": mark, "unkeyed": place, "seal": ""}])


def _guard_sqlite(table: str, key: str, acts: tuple[str, ...]) -> None:
    for act in acts:
        op.execute(
            f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
    # INSERT OR REPLACE would delete a row without asking the trigger above.
    op.execute(
        f"CREATE TRIGGER guard_{table}_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def _guard_postgresql(table: str, _key: str, acts: tuple[str, ...]) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER guard_{table} BEFORE {' OR '.join(acts)} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )
    op.execute(
        f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change() CASCADE")
    else:
        for act in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER guard_audit_entries_{act}")
    op.drop_index("ix_audit_entries_action", "audit_entries")
    op.drop_table("audit_tail")
    op.drop_table("audit_links")
