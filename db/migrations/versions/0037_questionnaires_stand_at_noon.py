"""Questionnaires stand at noon of their day, not on its edge

Revision ID: 0037, after 0036.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ROWS = sa.table("trust_responses", sa.column("entered_at", sa.DateTime(timezone=True)))


def upgrade() -> None:
    _move(time(12))


def downgrade() -> None:
    _move(time())


def _move(hour: time) -> None:
    """To this hour of their day. Those that stood at midnight may stand an hour or so before it by
    the zone as it is known now: they are of the day whose beginning is nearest."""
    connection = op.get_bind()
    zone = ZoneInfo(connection.execute(sa.text("SELECT time_zone FROM programme")).scalar() or "UTC")
    before = timedelta() if hour == time() else timedelta(hours=12)
    for (moment,) in connection.execute(sa.select(ROWS.c.entered_at).distinct()).all():
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        day = (known.astimezone(zone) + before).date()
        stored = datetime.combine(day, hour, zone).astimezone(UTC)
        connection.execute(
            sa.update(ROWS).where(ROWS.c.entered_at == moment).values(entered_at=stored)
        )
