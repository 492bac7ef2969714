"""Whatever the day, two people of the demo may be one: of one agency, and of two."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

import pytest

from seed_data import demo as seeded
from seed_data.duplicates import _latest
from seed_data.plan import Plan, at

FIRST = date(2026, 1, 5)


@pytest.mark.parametrize("days", range(0, 360, 45))
def test_two_cases_of_one_person_are_there(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return at(FIRST + timedelta(days=days), time(9)).astimezone(tz)

    monkeypatch.setattr("seed_data.plan.datetime", Clock)
    crowd = seeded._people(Plan.of(2018))
    same = _latest(crowd, in_one_agency=True)
    across = _latest(crowd, in_one_agency=False, but=same)
    assert [each.agency for each in same] == [1, 1]
    assert across[1].agency == 1 != across[0].agency
    assert not {each.id for each in same} & {each.id for each in across}
