"""Managers mark events and notes

Revision ID: 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "RAMADAN",
                "STRIKE",
                "MOVE",
                "CLOSURE",
                "OTHER",
                "NOTE",
                name="markkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("sentence", sa.String(length=200), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_marks_dates")),
        sa.CheckConstraint(
            "(removed_by IS NULL) = (removed_at IS NULL)", name=op.f("ck_marks_removed")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_marks_agency_id")),
        sa.ForeignKeyConstraint(["marked_by"], ["accounts.id"], name=op.f("fk_marks_marked_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["accounts.id"], name=op.f("fk_marks_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
    )
    op.create_index("ix_marks_days", "marks", ["agency_id", "starts_on"])


def downgrade() -> None:
    op.drop_table("marks")
