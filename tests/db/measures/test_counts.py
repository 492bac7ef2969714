"""The agencies' registers are told in whole months."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import CountMeasure
from db.measures import counts
from db.models import Agency, AgencyCount
from tests.cast import CAST
from tests.db.measures.events import period


@pytest.mark.fault("T3")
def test_a_register_that_was_not_received_is_missing_and_not_nought(
    session: Session, manager: Viewer
) -> None:
    session.get_one(Agency, CAST.tanger).closed_on = date(2026, 5, 31)
    for month, value in ((5, 7), (6, 0)):
        session.add(
            AgencyCount(
                agency_id=CAST.rabat,
                month=date(2026, month, 1),
                measure=CountMeasure.REGISTERED,
                value=value,
                source="registre",
            )
        )
    session.flush()
    wanted = period(date(2026, 5, 1), date(2026, 7, 31), agencies=[CAST.rabat, CAST.tanger])
    rows = counts.registered_by_month(session, wanted, viewer=manager)
    told = {
        (month.month, agency): None if pd.isna(value) else int(value)
        for month, agency, value, _ in rows.itertuples(index=False)
    }
    assert told == {
        (5, CAST.rabat): 7,
        (5, CAST.tanger): None,
        (6, CAST.rabat): 0,
        (7, CAST.rabat): None,
    }


@pytest.mark.fault("T3")
def test_a_register_of_a_month_that_runs_is_not_awaited(session: Session, manager: Viewer) -> None:
    day = today(session)
    rows = counts.registered_by_month(session, period(day, day), viewer=manager)
    assert rows.empty


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
