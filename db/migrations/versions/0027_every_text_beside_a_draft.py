"""Every text beside a draft

Revision: 0027, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=30), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("writer", sa.String(length=36), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_draft_texts_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_texts")),
    )
    op.create_index("ix_draft_texts_draft", "draft_texts", ["account_id", "form"])


def downgrade() -> None:
    op.drop_table("draft_texts")
