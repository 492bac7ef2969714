"""The figures of first rank by agency."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from db.access.viewer import Viewer
from db.measures import agencies
from tests.cast import CAST
from tests.db.measures.events import Stage, period

MARCH = period(date(2026, 3, 1), date(2026, 3, 31))


def test_a_person_is_counted_where_it_happened_and_once(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    mover, other = stage.case(), stage.case()
    stage.met(mover, date(2026, 2, 10))
    stage.met(mover, date(2026, 3, 10))
    stage.met(mover, date(2026, 3, 12), agency=CAST.casablanca)
    stage.met(other, date(2026, 3, 3))
    stage.met(other, date(2026, 3, 4))
    found = agencies.people(session, MARCH, viewer=manager)
    assert found["people_seen"] == {CAST.rabat: 2, CAST.casablanca: 1}
    met = found[agencies.MET]
    assert (met.get(CAST.rabat, 0), met.get(CAST.casablanca, 0)) == (1, 0)
    assert not any(found["wage"].values())
