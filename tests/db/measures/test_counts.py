"""The agencies' registers are told in whole months."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from db.access.viewer import Viewer
from db.codes import CountMeasure
from db.measures import counts
from db.models import AgencyCount
from tests.cast import CAST
from tests.db.measures.events import period


def test_a_month_that_the_period_touches_is_told_whole(session: Session, manager: Viewer) -> None:
    for month in range(4, 9):
        session.add(
            AgencyCount(
                agency_id=CAST.rabat,
                month=date(2026, month, 1),
                measure=CountMeasure.REGISTERED,
                value=month,
                source="registre",
            )
        )
    session.flush()
    wanted = period(date(2026, 5, 15), date(2026, 7, 2))
    rows = counts.register_by_month(session, wanted, viewer=manager)
    assert rows["value"].to_list() == [5, 6, 7]
