"""Indicators are of the programme's list; shares among them tell their parts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from db.access.viewer import Viewer
from db.codes import OutcomeType, RetentionStatus
from db.measures.indicators import INDICATORS
from db.models import Code
from tests.db.measures.events import Stage, period

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))
SHARES = {"IR1.3", "IR2.2", "SO.4", "SO.5"}


def test_they_are_of_the_list(session: Session) -> None:
    known = session.exec(select(Code.code).where(Code.list == "INDICATOR")).all()
    assert set(INDICATORS) <= set(known)


@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_each_gives_a_figure(session: Session, manager: Viewer, code: str) -> None:
    found = INDICATORS[code](session, YEAR, viewer=manager)
    assert (found.denominator is not None) == (code in SHARES)
    assert found.n == 0


def test_a_group_meeting_counts_as_an_event_and_nobody_as_a_person(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    stage.met(None, date(2026, 4, 2), "COORD", heads=(2, 2, 0))
    stage.met(stage.case(), date(2026, 4, 2), "POSITIONING")
    women = period(YEAR.start, YEAR.end, sexes=["M"])
    assert INDICATORS["IR3.2"](session, women, viewer=manager).value == 1
    assert INDICATORS["IR2.3"](session, YEAR, viewer=manager).value == 1


def test_six_months_of_internship_are_no_job_that_lasted(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    done = {"done_on": date(2026, 9, 1), "status": RetentionStatus.SAME}
    for kind in (OutcomeType.INTERN, OutcomeType.WAGE):
        stage.check(stage.work(stage.case(), date(2026, 3, 1), kind), 6, date(2026, 9, 1), **done)
    found = INDICATORS["SO.4"](session, YEAR, viewer=manager)
    assert (found.numerator, found.denominator) == (1, 1)
