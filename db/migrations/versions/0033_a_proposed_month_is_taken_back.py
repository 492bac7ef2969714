"""An agent takes back what they said of a month, before a manager has answered

Revision ID: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAME, BEFORE = "ck_period_approvals_approvalstate", ("PROPOSED", "APPROVED", "RETURNED")


def upgrade() -> None:
    _allow((*BEFORE, "WITHDRAWN"))


def downgrade() -> None:
    # With each of these words goes the one that it took back: nothing was said.
    taken_back = """
        DELETE FROM period_approvals WHERE state = 'WITHDRAWN' OR id IN (
            SELECT max(said.id) FROM period_approvals AS said
            JOIN period_approvals AS back ON back.agency_id = said.agency_id
                AND back.starts_on = said.starts_on AND back.id > said.id
            WHERE back.state = 'WITHDRAWN' GROUP BY back.id)
    """
    op.get_bind().execute(sa.text(taken_back))
    _allow(BEFORE)


def _allow(states: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{each}'" for each in states)
    with op.batch_alter_table("period_approvals", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), f"state IN ({listed})")
