"""Weeks with and without entries, and how long an entry waited; of SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from db.access.clock import time_zone, today
from db.inputs.results import ResultFilter
from db.models import Account, Posting
from db.queries import quality_days
from db.queries.quality_entry import WEEK, Week, lateness, weeks
from tests.cast import CAST, ago
from tests.db.measures.events import Stage


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


def at(session: Session, day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), time_zone(session))


def monday(number: int) -> date:
    """Of so many weeks ago."""
    return quality_days.monday_of(ago(0)) - number * WEEK


def the_weeks(session: Session, who: int = CAST.manager) -> dict[tuple[int, date], Week]:
    wanted = ResultFilter(monday(3), ago(0))
    found = weeks(session, wanted, viewer=CAST.viewer(session, who))
    return {(each.agency_id, each.monday): each for each in found}


def test_a_week_counts_acts_by_their_day_and_entries_by_the_day_of_entry(
    session: Session, stage: Stage
) -> None:
    sunday = monday(1) - timedelta(days=1)
    # Sunday evening is Monday in no zone of the programme's.
    stage.met(CAST.case_rabat, monday(2), entered_at=at(session, sunday, 23, 59))
    stage.met(CAST.case_rabat, monday(2), entered_at=at(session, monday(1), 0, 1))
    stage.sent(CAST.case_rabat, monday(1), entered_at=at(session, monday(1)))
    stage.course(CAST.case_rabat, monday(3), entered_at=at(session, monday(1)))
    stage.work(CAST.case_rabat, monday(3), entered_at=at(session, monday(1)))
    stage.met(
        CAST.case_rabat, monday(1), entered_at=at(session, monday(1)), voided_at=at(session, ago(0))
    )
    found = the_weeks(session)
    numbers = {
        number: (found[CAST.rabat, monday(number)].acts, found[CAST.rabat, monday(number)].entered)
        for number in (1, 2, 3)
    }
    assert numbers == {1: (1, 4), 2: (2, 1), 3: (0, 0)}


def test_a_week_without_an_entry_is_a_gap_only_where_somebody_was_posted(session: Session) -> None:
    posting = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    posting.starts_on = monday(2) + timedelta(days=1)
    for other in session.exec(select(Posting).where(Posting.account_id == CAST.closed)):
        session.delete(other)
    session.flush()
    found = the_weeks(session)
    assert {n: found[CAST.rabat, monday(n)].is_gap for n in (3, 2, 1, 0)} == {
        3: False, 2: False, 1: True, 0: False,
    }  # fmt: skip
    assert not found[CAST.tanger, monday(1)].is_posted


def test_a_week_after_the_account_has_expired_is_no_gap(session: Session) -> None:
    session.get_one(Account, CAST.agent_casablanca).expires_on = monday(1) - timedelta(days=1)
    session.flush()
    found = the_weeks(session)
    assert {n: found[CAST.casablanca, monday(n)].is_posted for n in (2, 1)} == {2: True, 1: False}


def test_an_entry_fills_its_week(session: Session, stage: Stage) -> None:
    stage.met(CAST.case_rabat, monday(2) + timedelta(days=6))
    found = the_weeks(session)
    assert not found[CAST.rabat, monday(2)].is_gap
    assert found[CAST.rabat, monday(1)].is_gap


def test_an_agent_sees_their_own_agency(session: Session) -> None:
    assert {agency for agency, _ in the_weeks(session, CAST.agent_rabat)} == {CAST.rabat}


def test_late_is_what_was_entered_after_a_week(session: Session, stage: Stage) -> None:
    day = (ago(0).replace(day=1) - timedelta(days=40)).replace(day=1)
    for waited in (0, 1, 7, 8, 90):
        stored = day + timedelta(days=waited)
        stage.met(CAST.case_rabat, day, entered_at=at(session, stored, 23, 59))
    # Before its own day: nothing is late of it.
    stage.sent(CAST.case_rabat, day, entered_at=at(session, day - timedelta(days=1)))
    stage.course(CAST.case_rabat, day, entered_at=at(session, ago(0)))
    wanted = ResultFilter(day, day + timedelta(days=27))
    (found,) = lateness(session, wanted, viewer=CAST.viewer(session, CAST.manager))
    assert (found.agency_id, found.month) == (CAST.rabat, day)
    assert (found.entries, found.in_time, found.median_days) == (6, 4, 7)


def test_today_is_in_the_last_week(session: Session) -> None:
    assert max(when for _, when in the_weeks(session)) == quality_days.monday_of(today(session))
