"""The history of register counts, and the day of the note they come from

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agency_counts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("noted_on", sa.Date(), nullable=True))
    op.create_table(
        "agency_count_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "REGISTERED",
                "POSITIONING",
                name="countmeasure",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("former", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_agency_count_changes_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts.id"], name=op.f("fk_agency_count_changes_entered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_count_changes")),
    )
    op.create_index(
        "ix_agency_count_changes_cell",
        "agency_count_changes",
        ["agency_id", "month", "measure"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_agency_count_changes_cell", "agency_count_changes")
    op.drop_table("agency_count_changes")
    with op.batch_alter_table("agency_counts", schema=None) as batch_op:
        batch_op.drop_column("noted_on")
