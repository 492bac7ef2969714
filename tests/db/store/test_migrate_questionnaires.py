"""Questionnaires stored at midnight stand at noon of their day, whatever the clock was then."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import noon_of, time_zone
from db.models import TrustResponse
from db.store.migrate import upgrade
from tests.db.measures.events import Stage
from tests.migrations import downgrade

DAY = date(2026, 6, 3)


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_one_that_a_corrected_zone_put_on_another_day_is_of_its_own(
    database: sa.Engine, hours: int
) -> None:
    writer = database.execution_options(writes=True)
    with Session(writer) as session:
        Stage(session).answers(1)
        session.commit()
    downgrade(database, "0035")
    with Session(writer) as session:
        midnight = datetime.combine(DAY, time(), time_zone(session)).astimezone(UTC)
        row = col(TrustResponse.entered_at)
        session.execute(sa.update(TrustResponse).values({row: midnight + timedelta(hours=hours)}))
        session.commit()
    upgrade(database)
    with Session(database) as session:
        assert session.exec(select(TrustResponse.entered_at)).one() == noon_of(session, DAY)
    downgrade(database, "0035")
    with Session(database) as session:
        assert session.exec(select(TrustResponse.entered_at)).one() == midnight
