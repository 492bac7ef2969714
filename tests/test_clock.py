"""A run of tests is of one day, whenever it begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from components.reads import reference
from db.models import base
from tests import clock
from tests.cast import ZONE
from tests.source import ROOT, calls, dotted, files, name_of


def test_whenever_a_run_begins_eight_hours_of_its_day_are_left() -> None:
    for hour in range(24):
        start = datetime(2026, 11, 30, hour, 59, 59, tzinfo=ZoneInfo(ZONE))
        moved = start + clock.moved_by(start)
        assert moved.date() == (moved + timedelta(hours=8)).date() == start.date()


def test_the_app_has_two_clocks_and_both_are_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    app = (ROOT / "app.py", *files("pages", "components", "db"))
    read = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today"}
    asking = {name_of(path) for path in app for call in calls(path) if dotted(call.func) in read}
    assert asking == {"components/reads/reference.py", "db/models/base.py"}
    for each in (reference, base):
        monkeypatch.setattr(each, "datetime", vars(each)["datetime"])
    clock.move(timedelta(days=100, hours=1))
    ahead = base.now() - datetime.now(UTC)
    assert timedelta(days=100) < ahead < timedelta(days=101)
