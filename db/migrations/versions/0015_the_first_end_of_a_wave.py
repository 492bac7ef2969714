"""The first end of a wave that was reopened

What was shown of a wave when it was over is shown no more finely after it was reopened; so the day
of its first end is stored. Of waves reopened before this, it is not known and stays empty.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("trust_waves", sa.Column("first_ended_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("trust_waves", schema=None) as batch_op:
        batch_op.drop_column("first_ended_on")
