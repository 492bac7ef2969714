"""A base of five at least

A programme with a smaller one is brought to five, and its threshold up to the next multiple, so
that it can be released at all. Releases already frozen keep the rules they were made by.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAME = "ck_programme_threshold_rounds"


def upgrade() -> None:
    _check_from(5)


def downgrade() -> None:
    _check_from(1)


def _check_from(base: int) -> None:
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
    if base > 1:
        rows = sa.table("programme", sa.column("release_threshold"), sa.column("release_base"))
        threshold = rows.c.release_threshold
        up = threshold + (base - threshold % base) % base
        op.execute(
            sa.update(rows)
            .where(rows.c.release_base < base)
            .values(release_base=base, release_threshold=up)
        )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f(NAME), f"release_base >= {base} AND release_threshold % release_base = 0"
        )
