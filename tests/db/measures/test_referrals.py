"""Referrals by place: what was sent, answered and served, and after how many days."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import ReferralStatus
from db.measures import referrals
from tests.cast import CAST
from tests.db.measures.events import Stage, period

S = ReferralStatus


def test_places_stand_in_the_order_of_what_was_sent(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    case, day = stage.case(), today(session) - timedelta(days=60)
    stage.sent(case, day, organisation_id=1, status=S.SERVED, answered_after=2)
    stage.sent(case, day, status=S.NO_SHOW, answered_after=4)
    stage.sent(case, day, status=S.NO_REPLY)
    stage.sent(case, day + timedelta(days=59))
    stage.sent(case, day, organisation_id=None, to_agency_id=CAST.tanger, type="WORK")
    wanted = period(day, today(session))
    rows = referrals.by_place(session, wanted, viewer=manager)
    told = rows[["organisation_id", "to_agency_id", "sent", "answered", "served"]]
    assert told.to_numpy().tolist() == [
        [2, 0, 3, 1, 0],
        [0, CAST.tanger, 1, 0, 0],
        [1, 0, 1, 1, 1],
    ]
    assert rows[["ripe", "in_time"]].to_numpy().tolist() == [[2, 1], [1, 0], [1, 1]]
    assert rows["share"].tolist() == [0.5, 0, 1]
    whole = referrals.feedback(session, wanted, viewer=manager)
    assert (whole.numerator, whole.denominator) == (2, 4)
    days = referrals.days_to_answer(session, wanted, viewer=manager)
    assert days[["organisation_id", "days", "events"]].to_numpy().tolist() == [[1, 2, 1], [2, 4, 1]]


def test_without_a_referral_there_is_no_share(session: Session, manager: Viewer) -> None:
    wanted = period(date(2026, 5, 1), date(2026, 5, 31))
    assert referrals.by_place(session, wanted, viewer=manager).empty
    assert referrals.feedback(session, wanted, viewer=manager).value is None


def test_months_count_each_referral(stage: Stage, session: Session, manager: Viewer) -> None:
    case = stage.case()
    for day in (date(2026, 5, 4), date(2026, 5, 20), date(2026, 6, 1)):
        stage.sent(case, day)
    rows = referrals.sent_by_month(
        session, period(date(2026, 5, 1), date(2026, 6, 30)), viewer=manager
    )
    assert rows[["agency_id", "events"]].to_numpy().tolist() == [[CAST.rabat, 2], [CAST.rabat, 1]]


def test_the_matrix_tells_each_way_apart(stage: Stage, session: Session, manager: Viewer) -> None:
    day = today(session) - timedelta(days=60)
    for after in (2, 9, 4, None):
        status = S.SENT if after is None else S.SERVED
        stage.sent(stage.case(), day, status=status, answered_after=after)
    stage.sent(stage.case(CAST.casablanca), day, agency=CAST.casablanca)
    wanted = period(day, today(session))
    rows = referrals.matrix(session, wanted, viewer=manager)
    told = rows[["agency_id", "organisation_id", "sent", "answered", "ripe", "in_time"]]
    assert told.to_numpy().tolist() == [
        [CAST.rabat, 2, 4, 3, 4, 3],
        [CAST.casablanca, 2, 1, 0, 1, 0],
    ]
    assert rows["median_days"].isna().all(), "of three answers none is told"
    by_place = referrals.by_place(session, wanted, viewer=manager)
    assert rows["sent"].sum() == by_place["sent"].sum()
    agent = CAST.viewer(session, CAST.agent_casablanca)
    own = referrals.matrix(session, wanted, viewer=agent)
    assert own["agency_id"].tolist() == [CAST.casablanca]


def test_days_that_are_taken_away_from_a_month_of_all_agencies_take_all_counts_away(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    stage.sent(stage.case(), date(2026, 5, 20), status=S.NO_REPLY)
    case = stage.case(CAST.casablanca)
    stage.sent(case, date(2026, 5, 1), agency=CAST.casablanca, status=S.SERVED, answered_after=4)
    wanted = period(date(2026, 5, 3), date(2026, 5, 31))
    told = ["sent", "answered", "served", "ripe", "in_time"]
    rows = referrals.by_place(session, wanted, viewer=manager)
    assert rows[told].to_numpy().tolist() == [[1, 0, 0, 1, 0]]
    ways = referrals.matrix(session, wanted, viewer=manager)
    assert ways[["agency_id", "sent", "answered"]].to_numpy().tolist() == [[CAST.rabat, 1, 0]]
    assert ways["median_days"].isna().all()


def test_a_median_is_found_whatever_months_and_days_it_is_made_of(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    first = date(2026, 3, 20)
    answers = {
        CAST.rabat: (9, 10, 11, 35, 36),
        CAST.casablanca: (5, 25, 31, 100),
        CAST.tanger: (71, 72, 170, 400),
    }
    for agency, days in answers.items():
        for number, after in enumerate(days):
            on = first + timedelta(days=12 * number)
            for _ in range(4):
                stage.sent(stage.case(), on, agency=agency, status=S.SERVED, answered_after=after)
    for end, told in {
        first + timedelta(days=120): {CAST.rabat: 11, CAST.casablanca: 31, CAST.tanger: 170},
        first + timedelta(days=25): {CAST.rabat: 10, CAST.casablanca: 25, CAST.tanger: 72},
    }.items():
        rows = referrals.matrix(session, period(first, end), viewer=manager)
        assert dict(zip(rows["agency_id"], rows["median_days"], strict=True)) == told


@pytest.mark.parametrize(("answers", "told"), [(9, None), (10, 4)])
def test_no_median_is_told_of_fewer_than_ten_answers(
    stage: Stage, session: Session, manager: Viewer, answers: int, told: int | None
) -> None:
    """However many were sent."""
    day = today(session) - timedelta(days=60)
    for number in range(12):
        is_answered = number < answers
        stage.sent(
            stage.case(),
            day,
            status=S.SERVED if is_answered else S.SENT,
            answered_after=4 if is_answered else None,
        )
    rows = referrals.matrix(session, period(day, today(session)), viewer=manager)
    (median,) = rows["median_days"]
    assert (None if pd.isna(median) else median) == told
