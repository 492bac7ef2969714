"""People noticed twice: keys of names, pairs that were looked at, cases put together

Revision: 0020, after 0018.
"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATES = ("ASKED", "DIFFERENT", "SAME")
STANDING = sa.text("undone_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("match_names", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
    op.create_table(
        "name_keys",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        *_foreign("name_keys", case_id="cases"),
        sa.PrimaryKeyConstraint("case_id", "key", name=op.f("pk_name_keys")),
    )
    op.create_index("ix_name_keys_key", "name_keys", ["key", "case_id"])
    op.create_table(
        "case_pairs",
        sa.Column("one_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="pairstate", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_case_pairs_in_order")),
        *_foreign(
            "case_pairs",
            one_id="cases",
            other_id="cases",
            asked_by="accounts",
            decided_by="accounts",
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_case_pairs")),
    )
    op.create_index(op.f("ix_case_pairs_other_id"), "case_pairs", ["other_id"])
    op.create_index("ix_case_pairs_state", "case_pairs", ["state"])
    op.create_table(
        "case_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_case_merges_two")),
        *_foreign(
            "case_merges",
            kept_id="cases",
            merged_id="cases",
            merged_by="accounts",
            undone_by="accounts",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_merges")),
    )
    op.create_index(op.f("ix_case_merges_kept_id"), "case_merges", ["kept_id"])
    op.create_index(
        "uq_case_merges_standing",
        "case_merges",
        ["merged_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "merged_rows",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("of_table", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.String(length=80), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        *_foreign("merged_rows", agency_id="agencies", merge_id="case_merges"),
        sa.PrimaryKeyConstraint("merge_id", "of_table", "row_key", name=op.f("pk_merged_rows")),
    )


def _foreign(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def downgrade() -> None:
    for table in ("merged_rows", "case_merges", "case_pairs", "name_keys"):
        op.drop_table(table)
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_column("match_names")
