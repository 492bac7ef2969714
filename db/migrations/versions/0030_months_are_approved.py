"""Months are approved, and interventions are counted by when they were entered

Revision ID: 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_interventions_activity", "interventions"
COUNTED_BY = ["agency_id", "happened_on", "type", "voided_at", "case_id", "group_id"]


def upgrade() -> None:
    op.create_table(
        "period_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "PROPOSED",
                "APPROVED",
                "RETURNED",
                name="approvalstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("said_by", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("counted", sa.String(length=200), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_period_approvals_dates")),
        sa.CheckConstraint(
            "(note <> '') = (state = 'RETURNED')", name=op.f("ck_period_approvals_note")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_period_approvals_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["said_by"], ["accounts.id"], name=op.f("fk_period_approvals_said_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_approvals")),
    )
    op.create_index(
        "ix_period_approvals_period", "period_approvals", ["agency_id", "starts_on", "id"]
    )
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, [*COUNTED_BY, "entered_at", "minutes", "corrected_at"])


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, COUNTED_BY)
    op.drop_table("period_approvals")
