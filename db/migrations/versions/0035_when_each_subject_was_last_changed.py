"""When each subject was last changed

Revision ID: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLE, COUNTER = "last_changes", "change_counter"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_last_changes")),
    )
    with op.batch_alter_table(COUNTER, schema=None) as batch_op:
        batch_op.add_column(sa.Column("named", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table(COUNTER, schema=None) as batch_op:
        batch_op.drop_column("named")
    op.drop_table(TABLE)
