"""Steps put right are noticed

Revision ID: 0039, after 0038. A step that was put right is told in its own month, whose revision it
raises. Where that was done before, the revision of the approved month is raised here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

KIND = "revision"


def upgrade() -> None:
    bind = op.get_bind()
    meta = sa.MetaData()
    approvals, courses, steps, tallies = (
        sa.Table(name, meta, autoload_with=bind)
        for name in ("period_approvals", "training_enrolments", "training_steps", "tallies")
    )
    months = (
        sa.select(approvals.c.agency_id, approvals.c.starts_on)
        .join(courses, courses.c.agency_id == approvals.c.agency_id)
        .join(steps, steps.c.enrolment_id == courses.c.id)
        .where(
            steps.c.status_on.between(approvals.c.starts_on, approvals.c.ends_on),
            steps.c.corrected_at > approvals.c.said_at,
        )
        .distinct()
    )
    for agency_id, month in bind.execute(months).all():
        key = {"kind": KIND, "agency_id": agency_id, "at": month.year * 12 + month.month - 1}
        row = (tallies.c[name] == value for name, value in key.items())
        raised = bind.execute(sa.update(tallies).where(*row).values(n=tallies.c.n + 1))
        if raised.rowcount == 0:
            empty = {"code": "", "next_at": 0, "who": ""}
            bind.execute(sa.insert(tallies).values(**key, **empty, n=1))


def downgrade() -> None:
    """A revision never falls."""
