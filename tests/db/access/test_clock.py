"""The programme's day where its clock is changed: Morocco goes by UTC in Ramadan only.

In 2026 from Sunday 15 February, a day of 25 hours, to Sunday 22 March, one of 23; in 2025 the last
night of March lay in Ramadan.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session

from components.reads import reference
from db.access import clock
from db.inputs.results import preset
from db.models import Intervention
from db.queries.my_week import my_week
from tests.cast import CAST, ZONE

BEGAN = date(2023, 1, 1)
SATURDAY, SUNDAY, MONDAY = date(2026, 2, 14), date(2026, 2, 15), date(2026, 2, 16)
LAST_SATURDAY, LAST_SUNDAY, LAST_MONDAY = date(2026, 3, 21), date(2026, 3, 22), date(2026, 3, 23)
MOMENTS = [
    (datetime(2026, 2, 14, 22, 59, tzinfo=UTC), SATURDAY),
    (datetime(2026, 2, 14, 23, 0, tzinfo=UTC), SUNDAY),
    # The hour before three is there twice.
    (datetime(2026, 2, 15, 1, 30, tzinfo=UTC), SUNDAY),
    (datetime(2026, 2, 15, 2, 30, tzinfo=UTC), SUNDAY),
    (datetime(2026, 2, 15, 23, 59, tzinfo=UTC), SUNDAY),
    (datetime(2026, 2, 16, 0, 0, tzinfo=UTC), MONDAY),
    (datetime(2026, 3, 21, 23, 59, tzinfo=UTC), LAST_SATURDAY),
    (datetime(2026, 3, 22, 0, 0, tzinfo=UTC), LAST_SUNDAY),
    (datetime(2026, 3, 22, 22, 59, tzinfo=UTC), LAST_SUNDAY),
    (datetime(2026, 3, 22, 23, 0, tzinfo=UTC), LAST_MONDAY),
]


At = Callable[[datetime], date]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, session: Session) -> At:
    """``at(moment)``: the clock of the rules stands there; the day that they go by."""

    def stand(moment: datetime) -> date:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return clock.today(session)

    return stand


@pytest.mark.parametrize(("moment", "day"), MOMENTS)
def test_today_is_the_day_of_the_clock_on_the_wall(
    at: At, moment: datetime, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Wall(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return moment.astimezone(tz)

    assert at(moment) == day
    # The screens' own clock says the same.
    monkeypatch.setattr(reference, "datetime", Wall)
    monkeypatch.setattr(reference, "programme", lambda: SimpleNamespace(time_zone=ZONE))
    assert reference.today() == day


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        (datetime(2025, 3, 31, 23, 30, tzinfo=UTC), date(2025, 3, 1)),
        (datetime(2025, 4, 1, 0, 0, tzinfo=UTC), date(2025, 4, 1)),
        (datetime(2025, 12, 31, 22, 59, tzinfo=UTC), date(2025, 12, 1)),
        (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_a_period_begins_at_the_midnight_of_its_clock(
    at: At, moment: datetime, first: date
) -> None:
    assert preset("month", at(moment), BEGAN)[0] == first
    assert preset("12m", at(moment), BEGAN)[0] == first.replace(
        year=first.year - (first.month < 12), month=first.month % 12 + 1
    )


def test_a_week_ends_with_the_sunday_on_which_the_clock_is_changed(
    at: At, session: Session
) -> None:
    for day in (SUNDAY, MONDAY, LAST_SUNDAY, LAST_MONDAY):
        session.add(Intervention(
            agency_id=CAST.rabat, entered_by=CAST.agent_rabat, submission_id=str(day),
            case_id=CAST.case_rabat, type="CV", mode="AGENCY", happened_on=day,
        ))  # fmt: skip
    session.flush()
    viewer = CAST.viewer(session, CAST.agent_rabat)
    for moment, day in MOMENTS:
        assert at(moment) == day
        # Of a Saturday's week nothing is done yet; a Monday's begins anew.
        entries = 0 if day in (SATURDAY, LAST_SATURDAY) else 1
        assert my_week(session, viewer=viewer).entries == entries
