"""Years, released in series

A year and its first half begin on one day, so that a release is known by both its days. Releases
that are there keep their half-yearly tables: they are of series 0.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ONE_DAY = "uq_releases_period_start_edition"
BOTH_DAYS = "uq_releases_period_start_period_end_edition"


def upgrade() -> None:
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("groups", sa.String(length=60), server_default="", nullable=False)
        )
        batch_op.create_check_constraint(op.f("ck_releases_series"), "series >= 0")
        batch_op.drop_constraint(op.f(ONE_DAY), type_="unique")
        batch_op.create_unique_constraint(
            op.f(BOTH_DAYS), ["period_start", "period_end", "edition"]
        )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "release_groups",
                sa.String(length=60),
                server_default="EACH,TWO,THREE,THREE",
                nullable=False,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_column("release_groups")
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(BOTH_DAYS), type_="unique")
        batch_op.create_unique_constraint(op.f(ONE_DAY), ["period_start", "edition"])
        batch_op.drop_constraint(op.f("ck_releases_series"), type_="check")
        batch_op.drop_column("groups")
        batch_op.drop_column("series")
