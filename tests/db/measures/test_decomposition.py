"""Why an agency has more or fewer: counted by hand, and never more told than the counts carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlmodel import Session, select

from db.access.viewer import viewer_of
from db.errors import NotAllowed
from db.inputs.decomposition import Against, DecompositionFilter, Step
from db.inputs.results import ResultFilter
from db.measures import presence
from db.measures.decomposition import Chain, Decomposition, Factor, Reason, decomposed
from db.models import Posting
from tests.cast import CAST, ago
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH
START, END = ago(149), ago(50)
WANTED = DecompositionFilter(CAST.rabat, START, END, Step.TRAINING, Against.MEAN)


@pytest.fixture(autouse=True)
def alone(session: Session) -> None:
    """Nobody but the two agents is posted anywhere."""
    for row in session.exec(select(Posting)):
        if row.account_id not in (CAST.agent_rabat, CAST.agent_casablanca):
            session.delete(row)
    session.flush()


def posted(session: Session, agent: int, first: date, last: date | None, share: int = 100) -> None:
    """The only posting of an agent."""
    row = session.exec(select(Posting).where(Posting.account_id == agent)).one()
    row.starts_on, row.ends_on, row.share = first, last, share
    session.flush()


def came(session: Session, agency: int, met: int, went: int, day: date = START) -> None:
    """People first met on a day, of whom some began a course later."""
    stage = Stage(session)
    for number in range(met):
        case = stage.case(agency)
        stage.met(case, day, agency=agency)
        if number < went:
            stage.course(case, day + timedelta(days=20), agency=agency)


def told(
    session: Session, wanted: DecompositionFilter = WANTED, by: int = CAST.manager
) -> Decomposition:
    return decomposed(session, wanted, viewer=viewer_of(session, by))


def test_days_of_agents_are_cut_and_weighed(session: Session) -> None:
    posted(session, CAST.agent_rabat, START + timedelta(days=10), START + timedelta(days=19))
    posted(session, CAST.agent_casablanca, ago(900), None, share=50)
    viewer = viewer_of(session, CAST.manager)
    found = presence.agent_days(session, ResultFilter(START, END), viewer=viewer)
    assert found == {CAST.rabat: 1000, CAST.casablanca: 5000}


def test_days_without_anybody_are_counted_once_and_up_to_today(session: Session) -> None:
    """Of two agents on one day one is enough; a day that is yet to come is no day without."""
    posted(session, CAST.agent_rabat, START + timedelta(days=10), START + timedelta(days=19))
    posted(session, CAST.agent_casablanca, ago(900), None, share=50)
    viewer = viewer_of(session, CAST.manager)
    whole = (END - START).days + 1
    found = presence.days_without(session, ResultFilter(START, END), viewer=viewer)
    assert found[CAST.rabat] == whole - 10
    assert (found[CAST.casablanca], found[CAST.tanger]) == (0, whole)
    ahead = ResultFilter(ago(9), ago(-30))
    assert presence.days_without(session, ahead, viewer=viewer)[CAST.tanger] == 10
    agent = viewer_of(session, CAST.agent_casablanca)
    assert presence.days_without(session, ahead, viewer=agent) == {CAST.casablanca: 0}


def test_an_agent_who_was_away_is_the_reason(session: Session) -> None:
    """40 of 100 days; met at the same pace, and as many of ten go on."""
    posted(session, CAST.agent_rabat, START, START + timedelta(days=39))
    posted(session, CAST.agent_casablanca, ago(900), None)
    came(session, CAST.rabat, 8, 4)
    came(session, CAST.casablanca, 20, 10)
    found = told(session)
    assert found.own == Chain(4000, 8, 4)
    assert found.agencies == 2
    assert found.expected == 7
    assert found.difference == -3
    assert found.parts == {Factor.DAYS: -3, Factor.PACE: 0, Factor.SHARE: 0}
    assert found.reason is Reason.DAYS


def test_a_slower_pace_is_told_where_it_is_no_chance(session: Session) -> None:
    for agent in (CAST.agent_rabat, CAST.agent_casablanca):
        posted(session, agent, ago(900), None)
    came(session, CAST.rabat, 10, 5)
    came(session, CAST.casablanca, 40, 20)
    found = told(session)
    assert found.parts == {Factor.DAYS: 0, Factor.PACE: Fraction(-15, 2), Factor.SHARE: 0}
    assert found.reason is Reason.PACE
    assert told(session, replace(WANTED, step=Step.MET)).parts == {
        Factor.DAYS: 0,
        Factor.PACE: -15,
    }


def test_a_difference_of_few_is_left_to_chance(session: Session) -> None:
    for agent in (CAST.agent_rabat, CAST.agent_casablanca):
        posted(session, agent, ago(900), None)
    came(session, CAST.rabat, 10, 5)
    came(session, CAST.casablanca, 14, 7)
    assert told(session).reason is Reason.CHANCE


def test_too_few_people_to_say(session: Session) -> None:
    for agent in (CAST.agent_rabat, CAST.agent_casablanca):
        posted(session, agent, ago(900), None)
    came(session, CAST.rabat, 10, 1)
    came(session, CAST.casablanca, 14, 7)
    found = told(session)
    assert found.reason is Reason.FEW
    assert sum(found.parts.values()) == found.difference


def test_an_agency_without_an_agent_is_compared_with_those_that_have_one(session: Session) -> None:
    posted(session, CAST.agent_casablanca, ago(900), None)
    came(session, CAST.casablanca, 20, 12)
    found = told(session, replace(WANTED, agency_id=CAST.tanger))
    there = found.agencies
    assert found.parts[Factor.DAYS] == Fraction(-12, there)
    assert found.reason is Reason.DAYS


def test_its_own_time_before(session: Session) -> None:
    posted(session, CAST.agent_rabat, ago(900), None)
    came(session, CAST.rabat, 30, 0, START - timedelta(days=20))
    came(session, CAST.rabat, 9, 0)
    found = told(session, replace(WANTED, step=Step.MET, against=Against.BEFORE))
    assert found.difference == -21
    assert found.reason is Reason.PACE


def test_people_of_the_time_before_have_had_more_time(session: Session) -> None:
    came(session, CAST.rabat, 30, 12, START - timedelta(days=20))
    found = told(session, replace(WANTED, against=Against.BEFORE))
    assert (found.parts, found.own) == ({}, Chain())


def test_who_registered_in_time_is_asked_of_whom_it_can_be_known(session: Session) -> None:
    wanted = replace(WANTED, end=ago(0), step=Step.REGISTERED)
    assert told(session, wanted).period.end == ago(30)


def test_an_agent_sees_no_mean(session: Session) -> None:
    with pytest.raises(NotAllowed):
        told(session, by=CAST.agent_rabat)
    own = replace(WANTED, step=Step.MET, against=Against.BEFORE)
    assert told(session, own, by=CAST.agent_rabat).own.days
    with pytest.raises(NotAllowed):
        told(session, replace(own, agency_id=CAST.casablanca), by=CAST.agent_rabat)
