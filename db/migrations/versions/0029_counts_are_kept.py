"""Counts are kept

Revision: 0029, after 0025.

The rows are made by the start of the server, or by ``python -m db upgrade`` (``db.derived``).
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("next_at", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=1), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "kind", "agency_id", "at", "code", "next_at", "who", name=op.f("pk_tallies")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tallied",
        sa.Column("owner_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("moves", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_tallied")),
    )
    with op.batch_alter_table("tallied", schema=None) as batch_op:
        batch_op.create_index("ix_tallied_moves", ["moves", "owner_id"], unique=False)


def downgrade() -> None:
    op.drop_table("tallied")
    op.drop_table("tallies")
