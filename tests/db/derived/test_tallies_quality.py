"""Whatever is done, what is kept of the entries' quality is what the rows say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.derived import recounting, tallies
from db.models import Case, Programme, Referral, Tally
from db.models.quality_tallies import DOUBTFUL, DOUBTS, STORED, WAITED
from tests.at_length import on, tries
from tests.cast import CAST
from tests.db.derived.random_entries import ZONES, EntryActs
from tests.db.measures.events import Stage

DAY = date(2026, 5, 12)


def told(session: Session, kind: str) -> set[tuple[int, str, int]]:
    """By month, day or Monday, and code."""
    tallies.settle(session)
    query = select(Tally.at, Tally.code, Tally.n).where(Tally.kind == kind, Tally.n != 0)
    return {(at, code, n) for at, code, n in session.exec(query)}


@pytest.mark.parametrize(
    ("database", "seed"),
    [*on("sqlite", tries(1, 3)), *on("postgresql", tries(0, 4))],
    indirect=["database"],
)
def test_random_acts_keep_it_equal_to_a_recount(session: Session, seed: int) -> None:
    made = EntryActs(session, seed)
    for _ in range(4):
        made.do(100)
        tallies.settle(session)
        assert recounting.differing(session) == 0
    never = {act.__name__ for act in made.choices} - made.numbers.keys()
    assert len(never) <= 3, never


def test_another_time_zone_has_all_counted_anew(session: Session) -> None:
    # On Monday morning in London, which is Sunday in Pago Pago: weeks are what is counted.
    stored = datetime(2026, 5, 18, 5, tzinfo=UTC)
    Stage(session).met(CAST.case_rabat, DAY, entered_at=stored)
    programme = session.exec(select(Programme)).one()
    found = []
    for zone in ZONES:
        programme.time_zone = zone
        session.add(programme)
        session.flush()
        found.append(told(session, STORED) | told(session, WAITED))
        assert recounting.differing(session) == 0
    assert found[0] != found[1]


def test_a_corrected_year_of_birth_is_counted(session: Session) -> None:
    case = Stage(session).case(born=DAY.year - 75)
    Stage(session).met(case, DAY)
    assert told(session, DOUBTS) == set()
    session.get_one(Case, case).birth_year = DAY.year - 76
    month = DAY.year * 12 + DAY.month - 1
    wanted = {(DAY.toordinal(), "age", 1), (month, "age", 1)}
    assert told(session, DOUBTS) == wanted
    assert told(session, DOUBTFUL) == {(at, "", n) for at, _, n in wanted}


def test_a_referral_is_counted_where_it_is(session: Session) -> None:
    Stage(session).sent(CAST.case_rabat, DAY)
    assert DAY.toordinal() in {at for at, _, _ in told(session, WAITED)}
    referral = session.exec(select(Referral).where(Referral.sent_on == DAY)).one()
    referral.sent_on = date(2026, 6, 1)
    days = {at for at, _, _ in told(session, WAITED)}
    assert days == {date(2026, 6, 1).toordinal(), 2026 * 12 + 5}


def test_referrals_changed_past_the_session_are_counted_anew(session: Session) -> None:
    Stage(session).sent(CAST.case_rabat, DAY)
    tallies.settle(session)
    session.execute(sa.update(Referral).values(sent_on=date(2026, 6, 1)))
    tallies.settle(session)
    assert recounting.differing(session) == 0
    days = {at for at, _, _ in told(session, WAITED)}
    assert days == {date(2026, 6, 1).toordinal(), 2026 * 12 + 5}


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Africa/Casablanca", datetime(2025, 12, 1, 23, 30, tzinfo=UTC), date(2025, 12, 2)),
        # In Ramadan Morocco goes by UTC.
        ("Africa/Casablanca", datetime(2026, 3, 1, 23, 30, tzinfo=UTC), date(2026, 3, 1)),
        ("Africa/Casablanca", datetime(2026, 2, 14, 23, 30, tzinfo=UTC), date(2026, 2, 15)),
        ("America/New_York", datetime(2026, 1, 5, 4, 59, tzinfo=UTC), date(2026, 1, 4)),
    ],
)
def test_the_day_of_a_moment_is_the_programmes_own(
    session: Session, zone: str, moment: datetime, day: date
) -> None:
    session.exec(select(Programme)).one().time_zone = zone
    session.flush()
    Stage(session).met(CAST.case_rabat, day - timedelta(days=1), entered_at=moment)
    assert {code for _, code, _ in told(session, WAITED)} == {"1"}
