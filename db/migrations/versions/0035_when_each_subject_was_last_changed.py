"""When each subject was last changed

Revision ID: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLE = "last_changes"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_last_changes")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
