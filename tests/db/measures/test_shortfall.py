"""What is missing to a target, and what may be said of why: counted by hand."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.viewer import viewer_of
from db.inputs.indicators import PlaceFilter
from db.measures import shortfall as measure
from db.measures.decomposition import Reason
from db.measures.shortfall import Shortfall, shortfall
from db.models import IndicatorBaseline, IndicatorTarget, Posting
from tests.cast import CAST, ago
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH
CODE = "IR2.1"


@pytest.fixture(autouse=True)
def promised(session: Session) -> None:
    """Two agents alone, at their agencies all the time; at Rabat 5 a hundred days ago, 65 today."""
    for row in session.exec(select(Posting)):
        if row.account_id not in (CAST.agent_rabat, CAST.agent_casablanca):
            session.delete(row)
        row.starts_on, row.ends_on = ago(900), None
    session.add(
        IndicatorBaseline(
            indicator=CODE, agency_id=CAST.rabat, value=5, on_day=ago(100), source="Registre"
        )
    )
    session.add(
        IndicatorTarget(indicator=CODE, agency_id=CAST.rabat, due_on=ago(0), value=65, version_id=1)
    )
    session.flush()


def registered(session: Session, agency: int, number: int, met: date | None = None) -> None:
    """So many people, registered 60 days ago; first met on that day, or on an earlier one."""
    stage = Stage(session)
    for _ in range(number):
        case = stage.case(agency)
        if met is not None:
            stage.met(case, met, agency=agency)
        stage.met(case, ago(60), "REGISTRATION", agency=agency)


def told(session: Session, by: int = CAST.manager) -> Shortfall:
    found = shortfall(session, PlaceFilter(CODE, CAST.rabat, ago(0)), viewer=viewer_of(session, by))
    assert found is not None
    return found


def test_what_is_missing_is_told_in_the_numbers_and_days_of_the_indicator(session: Session) -> None:
    registered(session, CAST.rabat, 10)
    found = told(session).followed
    assert (found.standing.current, found.standing.expected) == (15, 65)
    assert (measure.missing(found), measure.baseline(found)) == (50, 5)
    assert found.since == ago(99)
    assert not measure.is_over(found) and not measure.is_share(found)


def test_below_the_mean_its_reason_is_of_the_days_of_the_target(session: Session) -> None:
    registered(session, CAST.rabat, 10)
    registered(session, CAST.casablanca, 40)
    found = told(session)
    beside = found.beside
    assert beside is not None and beside.why is not None
    assert (beside.own, beside.agencies) == (10, 2)
    assert beside.mean == 25
    # Of the 50 that are missing, 15 to the mean.
    assert measure.asked_above(found.followed, beside) == 35
    assert beside.why.reason is Reason.PACE
    assert beside.why.period.start == ago(99)
    assert sum(beside.why.parts.values()) == beside.why.difference == -15


def test_at_or_above_the_mean_no_reason_is_looked_for(session: Session) -> None:
    registered(session, CAST.rabat, 12)
    registered(session, CAST.casablanca, 12)
    beside = told(session).beside
    assert beside is not None
    assert beside.own == beside.mean == 12
    assert beside.why is None


def test_a_product_that_lies_on_the_other_side_tells_nothing(session: Session) -> None:
    """Casablanca registered whom it had met before: by the people met since, Rabat has more."""
    registered(session, CAST.rabat, 10)
    registered(session, CAST.casablanca, 20, met=ago(150))
    beside = told(session).beside
    assert beside is not None
    assert beside.own == 10
    assert beside.mean == 15
    assert (beside.step, beside.why) == (None, None)


def test_days_without_an_agent_stand_beside_those_of_the_others(session: Session) -> None:
    row = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    row.starts_on = ago(59)
    session.flush()
    found = told(session)
    assert found.without == 40
    assert found.beside is not None and found.beside.without == 20


def test_an_agent_is_told_of_their_own_agency_alone(session: Session) -> None:
    registered(session, CAST.casablanca, 40)
    found = told(session, by=CAST.agent_rabat)
    assert found.beside is None
    assert measure.missing(found.followed) == 60


def test_without_another_agency_there_is_no_mean(session: Session) -> None:
    other = select(Posting).where(Posting.account_id == CAST.agent_casablanca)
    session.delete(session.exec(other).one())
    session.flush()
    assert told(session).beside is None


def test_what_is_not_behind_has_no_gap(session: Session) -> None:
    registered(session, CAST.rabat, 60)
    asked = PlaceFilter(CODE, CAST.rabat, ago(0))
    assert shortfall(session, asked, viewer=viewer_of(session, CAST.manager)) is None


def a_followed(current: float, expected: float, *, whole: int | None = None) -> Any:
    return SimpleNamespace(
        standing=SimpleNamespace(current=current, expected=expected),
        value=SimpleNamespace(denominator=whole),
    )


def test_what_is_missing_is_the_difference_of_what_is_said() -> None:
    """10 of the 17 (16.5) that were due; 40 % (40.4) while 50 % (49.6) were."""
    assert measure.missing(a_followed(10, 16.5)) == 7
    assert measure.missing(a_followed(0.404, 0.496, whole=250)) == 10
