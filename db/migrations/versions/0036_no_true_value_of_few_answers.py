"""No true value of few answers

Revision ID: 0036, after 0035. Behind a release stood, for managers, the trusting and the valid
answers of agencies with too few of them as well: of one answer, what that person had said.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    names = ("table_code", "row_code", "reason")
    truths = sa.table("release_truths", *(sa.column(each, sa.String) for each in names)).c
    few = truths.table_code.like("trust.%"), truths.reason == "few", truths.row_code != "TOTAL"
    op.execute(sa.delete(truths.reason.table).where(*few))


def downgrade() -> None:
    """What is gone is not made up."""
