"""Facts of a person can be corrected, and people found by what a search goes by

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SEARCHED = ["agency_id", "birth_year", "nationality", "sex", "code"]


def upgrade() -> None:
    op.create_table(
        "case_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_changes_case_id")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["accounts.id"], name=op.f("fk_case_changes_changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_changes")),
    )
    op.create_index(op.f("ix_case_changes_case_id"), "case_changes", ["case_id"], unique=False)
    op.create_index("ix_cases_search", "cases", SEARCHED, unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_search", "cases")
    op.drop_index(op.f("ix_case_changes_case_id"), "case_changes")
    op.drop_table("case_changes")
