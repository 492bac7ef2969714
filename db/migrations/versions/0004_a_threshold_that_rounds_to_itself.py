"""A threshold that rounds to itself

Revision: 0004, after 0003.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_programme_threshold_rounds"),
            "release_base >= 1 AND release_threshold % release_base = 0",
        )


def downgrade() -> None:
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_programme_threshold_rounds"), type_="check")
