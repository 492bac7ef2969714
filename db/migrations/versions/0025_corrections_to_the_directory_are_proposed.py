"""Corrections to the directory are proposed

Revision: 0025, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (is_accepted IS NULL)",
            name=op.f("ck_place_proposals_decided"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_place_proposals_decider"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_place_proposals_organisation_id"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["accounts.id"], name=op.f(f"fk_place_proposals_{column}")
            )
            for column in ("proposed_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_proposals")),
    )
    op.create_index("ix_place_proposals_open", "place_proposals", ["decided_at", "organisation_id"])


def downgrade() -> None:
    op.drop_table("place_proposals")
