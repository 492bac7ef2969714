"""What agents have settled among themselves, and that no row of the demo depends on the hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

import pytest
from sqlmodel import Session, col, select

from db.models import FollowUp, Posting, Task, TrustResponse
from seed_data import demo as seeded
from seed_data import groups
from seed_data.plan import Plan, at
from seed_data.store import Row
from tests.demo import LAST_DAY

DAY = date(2026, 9, 15)


def test_a_colleague_who_stood_in_has_handed_over_what_waits(demo: Session) -> None:
    handed = demo.exec(select(Task).where(col(Task.handed_by).is_not(None))).all()
    assert [(each.account_id, each.handed_by, each.handed_reason) for each in handed] == [
        (1, 2, "END"), (1, 2, "END"),
    ]  # fmt: skip
    stood_in = select(Posting).where(Posting.account_id == 2, Posting.agency_id == 1)
    cover, again = demo.exec(stood_in.order_by(col(Posting.starts_on)))
    own = demo.exec(select(Posting).where(Posting.account_id == 2, Posting.agency_id == 2)).one()
    assert {own.share + each.share for each in (cover, again)} == {100}
    assert again.starts_on > LAST_DAY
    assert cover.ends_on is not None
    asked = select(TrustResponse).where(
        TrustResponse.interviewer_id == 2,
        TrustResponse.agency_id == 1,
        col(TrustResponse.answered_on).between(cover.starts_on, cover.ends_on),
    )
    assert demo.exec(asked).first() is None
    for each in handed:
        assert each.handed_at is not None
        assert each.handed_at.date() == cover.ends_on
        assert demo.get_one(FollowUp, each.follow_up_id).settled_at is None


def rows_made_at(hour: int, monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return at(DAY, time(hour)).astimezone(tz or UTC)

    monkeypatch.setattr("seed_data.plan.datetime", Clock)
    plan = Plan.of(2018)
    assert plan.today == DAY
    events = seeded._events(plan, seeded._people(plan))
    acts = [row for row in events if row.get("group_id") is None]
    return [*events, *groups.follow_up_rows(plan, acts)]


def test_a_demo_made_before_dawn_is_that_of_the_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    early = rows_made_at(1, monkeypatch)
    assert early == rows_made_at(20, monkeypatch)
    assert max(row["entered_at"] for row in early if "entered_at" in row) < at(DAY, time(0, 2))
