"""The one function: value, parts, interval, day, and why there is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer, viewer_of
from db.codes import Sex
from db.inputs.indicators import Breakdown, IndicatorFilter
from db.inputs.results import ResultFilter
from db.measures.indicator import ALL, HIDDEN, NO_WAVE, NOT_CUT, NOTHING, TO_COME, indicator
from db.models import TrustWave, TrustWaveAgency
from db.statistics import wilson
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage, period

pytestmark = POSTGRESQL_AT_LENGTH


@pytest.fixture
def year(session: Session) -> ResultFilter:
    day = today(session)
    return period(day - timedelta(days=200), day + timedelta(days=20))


def test_a_person_at_two_agencies_is_one_in_the_whole_and_one_in_each(
    session: Session, stage: Stage, manager: Viewer, year: ResultFilter
) -> None:
    day = today(session) - timedelta(days=50)
    both, one = stage.case(), stage.case()
    stage.met(both, day, "REGISTRATION")
    stage.met(both, day, "REGISTRATION", agency=CAST.casablanca)
    stage.met(one, day, "REGISTRATION")
    found = indicator(session, IndicatorFilter("IR2.1", year, Breakdown.AGENCY), viewer=manager)
    assert {part: each.value for part, each in found.items()} == {ALL: 2, "1": 2, "2": 1, "3": 0}
    assert found[ALL].interval is None
    assert found[ALL].as_of == today(session)


def test_parts_by_sex_and_age_are_those_of_the_filter(
    session: Session, stage: Stage, manager: Viewer, year: ResultFilter
) -> None:
    day = today(session) - timedelta(days=50)
    for sex, born in ((Sex.WOMAN, day.year - 20), (Sex.WOMAN, day.year - 30), (Sex.MAN, 1960)):
        stage.met(stage.case(sex=sex, born=born), day, "REGISTRATION")
    by_sex = indicator(session, IndicatorFilter("IR2.1", year, Breakdown.SEX), viewer=manager)
    assert {part: each.n for part, each in by_sex.items()} == {ALL: 3, "F": 2, "M": 1, "X": 0}
    women = ResultFilter(year.start, year.end, sexes=frozenset({"F"}))
    by_age = indicator(session, IndicatorFilter("IR2.1", women, Breakdown.AGE), viewer=manager)
    told = {part: each.n for part, each in by_age.items() if each.n}
    assert told == {ALL: 2, "18-24": 1, "25-34": 1}


def test_a_share_has_its_counts_and_wilsons_interval(
    session: Session, stage: Stage, manager: Viewer, year: ResultFilter
) -> None:
    """Three of four people were registered in time."""
    day = today(session) - timedelta(days=100)
    for who in range(4):
        case = stage.case()
        stage.met(case, day)
        if who < 3:
            stage.met(case, day + timedelta(days=10), "REGISTRATION")
    found = indicator(session, IndicatorFilter("IR2.2", year), viewer=manager)[ALL]
    assert (found.value, found.numerator, found.denominator, found.n) == (0.75, 3, 4, 4)
    assert found.interval == wilson(3, 4)


def test_why_there_is_no_value(session: Session, manager: Viewer, year: ResultFilter) -> None:
    ahead = today(session) + timedelta(days=1)
    women = ResultFilter(year.start, year.end, sexes=frozenset({"F"}))
    for code, within, why in (
        ("IR2.2", year, NOTHING),
        ("IR2.1", ResultFilter(ahead, ahead), TO_COME),
        ("IR3.2", women, NOT_CUT),
        ("TR.1", ResultFilter(year.start, year.end, age_bands=frozenset({"18-24"})), NOT_CUT),
        ("TR.1", year, NO_WAVE),  # the wave of the cast still runs
    ):
        found = indicator(session, IndicatorFilter(code, within), viewer=manager)[ALL]
        assert (found.value, found.missing) == (None, why), code


def test_a_meeting_has_no_parts_by_sex(
    session: Session, manager: Viewer, year: ResultFilter
) -> None:
    found = indicator(session, IndicatorFilter("IR3.2", year, Breakdown.SEX), viewer=manager)
    assert list(found) == [ALL]


def test_trust_is_of_the_last_wave_that_is_over_and_hides_what_its_page_hides(
    session: Session, stage: Stage, manager: Viewer, year: ResultFilter
) -> None:
    day = today(session)
    ended = day - timedelta(days=70)
    session.add(TrustWave(id=9, number=9, starts_on=day - timedelta(days=110), ends_on=ended))
    session.flush()
    for agency in (CAST.rabat, CAST.casablanca):
        session.add(TrustWaveAgency(wave_id=9, agency_id=agency))
    session.flush()
    stored = day - timedelta(days=100)
    for agency, number in ((CAST.rabat, 14), (CAST.casablanca, 9)):
        for who in range(number):
            said = 8 if who % 2 else 3
            stage.answers(1, agency=agency, wave=9, day=stored, stored=stored, t1=said)
    asked = IndicatorFilter("TR.1", year, Breakdown.AGENCY)
    found = indicator(session, asked, viewer=manager)
    # Nine answers are hidden, and stand in no sum either.
    assert (found[ALL].numerator, found[ALL].denominator) == (7, 14)
    assert (found["2"].value, found["2"].n, found["2"].missing) == (None, 0, HIDDEN)
    assert found[ALL].as_of == ended


def test_an_agent_is_told_of_their_own_agency_alone(
    session: Session, stage: Stage, year: ResultFilter
) -> None:
    day = today(session) - timedelta(days=50)
    stage.met(stage.case(), day, "REGISTRATION")
    stage.met(stage.case(agency=CAST.casablanca), day, "REGISTRATION", agency=CAST.casablanca)
    agent = viewer_of(session, CAST.agent_rabat)
    found = indicator(session, IndicatorFilter("IR2.1", year, Breakdown.AGENCY), viewer=agent)
    assert {part: each.value for part, each in found.items()} == {ALL: 1, "1": 1}


def test_the_last_day_counted_is_that_of_the_period(session: Session, manager: Viewer) -> None:
    past = period(date(2025, 1, 1), date(2025, 6, 30))
    found = indicator(session, IndicatorFilter("IR2.1", past), viewer=manager)[ALL]
    assert found.as_of == date(2025, 6, 30)
