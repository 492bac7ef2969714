"""The registers are cut at the agent's arrival: which months lie before, with, and on no side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import CountMeasure
from db.inputs.dates import month_index, month_of
from db.inputs.results import ResultFilter
from db.measures import before_after
from db.measures.before_after import Compared, Series
from db.models import Agency, AgencyCount, Posting
from db.statistics import interrupted_time_series
from db.statistics.interrupted_time_series import Half
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH
START = month_index(date(2022, 1, 1))


@pytest.fixture
def empty(session: Session) -> Session:
    """No posting but those of the test."""
    session.execute(sa.delete(Posting))
    return session


def post(session: Session, first: date, last: date | None = None, agency: int = CAST.rabat) -> None:
    account = CAST.agent_rabat if agency == CAST.rabat else CAST.agent_casablanca
    session.add(Posting(account_id=account, agency_id=agency, starts_on=first, ends_on=last))
    session.flush()


def count(session: Session, counts: Mapping[int, int], agency: int = CAST.rabat) -> None:
    """Persons registered, by month after January 2022."""
    for after, value in counts.items():
        session.add(
            AgencyCount(agency_id=agency, month=month_of(START + after), value=value,
                        measure=CountMeasure.REGISTERED, source="registre")
        )  # fmt: skip
    session.flush()


def asked(session: Session, viewer: Viewer, *agencies: int) -> Compared:
    wanted = ResultFilter(date(2020, 1, 1), today(session), frozenset(agencies))
    return before_after.registered(session, wanted, viewer=viewer)


def of(session: Session, viewer: Viewer, agency: int = CAST.rabat) -> Series:
    return next(each for each in asked(session, viewer).series if each.agency_id == agency)


def sides(series: Series) -> str:
    """A letter a month: b, a, or n for neither."""
    return "".join(each.side.value[0] for each in series.months)


def test_the_month_of_the_arrival_lies_on_no_side(empty: Session, manager: Viewer) -> None:
    post(empty, date(2022, 3, 15))
    count(empty, dict.fromkeys(range(6), 5))
    found = of(empty, manager)
    assert sides(found).startswith("bbnaaa") and found.arrived_on == date(2022, 3, 15)


def test_from_the_first_of_a_month_on_it_is_with_an_agent(empty: Session, manager: Viewer) -> None:
    post(empty, date(2022, 3, 1))
    count(empty, dict.fromkeys(range(6), 5))
    assert sides(of(empty, manager)).startswith("bbaaaa")


def test_months_without_anybody_lie_on_no_side(empty: Session, manager: Viewer) -> None:
    """One agent left on 10 May, the next came on 1 July; in August two shared the month."""
    post(empty, date(2022, 3, 1), date(2022, 5, 10))
    post(empty, date(2022, 7, 1), date(2022, 8, 14))
    post(empty, date(2022, 8, 15))
    count(empty, dict.fromkeys(range(9), 5))
    assert sides(of(empty, manager)).startswith("bbaannaaa")


def test_an_agency_is_left_on_the_last_day_that_anybody_was_posted(
    empty: Session, manager: Viewer
) -> None:
    post(empty, date(2022, 7, 1), date(2022, 8, 14))
    post(empty, date(2022, 3, 1), date(2022, 5, 10))
    count(empty, dict.fromkeys(range(9), 5))
    assert of(empty, manager).left_on == date(2022, 8, 14)
    post(empty, date(2022, 8, 15), today(empty))
    assert of(empty, manager).left_on is None


def test_a_gap_of_one_day_is_a_gap(empty: Session, manager: Viewer) -> None:
    post(empty, date(2022, 3, 1), date(2022, 4, 14))
    post(empty, date(2022, 4, 16))
    count(empty, dict.fromkeys(range(6), 5))
    assert sides(of(empty, manager)).startswith("bbanaa")


def test_a_month_not_received_is_missing_and_nothing_is_awaited_before_the_first(
    empty: Session, manager: Viewer
) -> None:
    post(empty, date(2022, 6, 1))
    count(empty, {2: 5, 4: 0, 5: 9})
    found = of(empty, manager)
    assert [each.index - START for each in found.months][:4] == [2, 3, 4, 5]
    assert [each.count for each in found.months][:4] == [5, None, 0, 9]
    assert found.before == Half(2, 1, 5)
    # All that is over and was not received since then is awaited.
    over = month_index(today(empty)) - 1
    assert found.months[-1].index == over and found.after.missing == over - START - 5


def test_since_the_arrival_every_month_is_awaited(empty: Session, manager: Viewer) -> None:
    post(empty, date(2022, 1, 1))
    count(empty, {4: 5, 5: 5})
    found = of(empty, manager)
    assert [each.count for each in found.months][:6] == [None, None, None, None, 5, 5]
    assert found.before == Half(0, 0, 0)


def test_the_month_that_runs_is_no_whole_one(empty: Session, manager: Viewer) -> None:
    running = month_index(today(empty)) - START
    count(empty, {running - 1: 5, running: 2})
    assert [each.count for each in of(empty, manager).months] == [5]


def test_without_an_agent_it_is_cut_at_the_middle_arrival(empty: Session, manager: Viewer) -> None:
    """Two arrivals: the earlier one. What is looked at does not move it."""
    post(empty, date(2022, 3, 10))
    post(empty, date(2022, 9, 1), agency=CAST.casablanca)
    count(empty, dict.fromkeys(range(5), 5), agency=CAST.tanger)
    for found in (asked(empty, manager), asked(empty, manager, CAST.tanger)):
        series = next(each for each in found.series if each.agency_id == CAST.tanger)
        assert (series.arrived_on, series.day) == (None, date(2022, 3, 10))
        assert sides(series).startswith("bbnaa")


def test_where_nobody_came_anywhere_nothing_is_cut(empty: Session, manager: Viewer) -> None:
    count(empty, dict.fromkeys(range(40), 9))
    found = of(empty, manager)
    assert found.day is None and found.change is None and set(sides(found)) == {"b"}


def test_a_posting_of_tomorrow_is_no_arrival(empty: Session, manager: Viewer) -> None:
    post(empty, today(empty) + timedelta(days=1))
    count(empty, {0: 5})
    assert of(empty, manager).arrived_on is None


def test_a_step_is_found_and_told_of_the_agency(empty: Session, manager: Viewer) -> None:
    post(empty, date(2024, 1, 1))
    count(empty, {after: 20 if after < 24 else 40 for after in range(54)})
    found = of(empty, manager)
    assert found.change is not None and found.change.verdict == "more"
    # Working days alone move it: 22 a month on either side on average.
    assert found.change.ratio == pytest.approx(2, rel=0.05)


def test_four_months_before_are_too_few(empty: Session, manager: Viewer) -> None:
    post(empty, date(2022, 5, 1))
    count(empty, dict.fromkeys(range(40), 20))
    found = of(empty, manager)
    assert found.change is None and (found.before.months, found.before.wanted) == (4, 8)


def test_an_interval_allows_for_all_agencies_with_an_agent_whoever_looks(
    empty: Session, manager: Viewer
) -> None:
    """And one without an agent asks for nothing more: nothing is asked of it."""

    def width(*agencies: int) -> float:
        found = asked(empty, manager, *agencies)
        change = next(each.change for each in found.series if each.agency_id == CAST.rabat)
        assert change is not None
        return change.upper / change.lower

    post(empty, date(2024, 1, 1), agency=CAST.rabat)
    for agency in (CAST.rabat, CAST.casablanca, CAST.tanger):
        count(empty, {after: 20 + after % 3 for after in range(54)}, agency=agency)
    one = width()
    assert width(CAST.rabat) == width(CAST.rabat, CAST.tanger) == one
    post(empty, date(2024, 1, 1), agency=CAST.casablanca)
    assert width() > 1.01 * one
    assert width(CAST.rabat) == width()


def test_one_answer_tells_both_registers_of_all_agencies_where_an_agent_came(
    empty: Session, manager: Viewer
) -> None:
    """A step of each and, at half the level, what a bend tells; one who is to come tells nothing
    yet."""
    post(empty, date(2024, 1, 1))
    post(empty, today(empty) + timedelta(days=30), agency=CAST.casablanca)
    count(empty, {after: 20 + after % 3 for after in range(54)})
    found = of(empty, manager)
    one = interrupted_time_series.change(found.months, tests=4)
    assert found.change == one and one != interrupted_time_series.change(found.months, tests=8)


def test_a_month_that_the_agency_closed_within_lies_on_no_side(
    empty: Session, manager: Viewer
) -> None:
    """Its working days are those of a whole month, and its count is not."""
    post(empty, date(2022, 3, 1))
    count(empty, dict.fromkeys(range(8), 5), agency=CAST.tanger)
    agency = empty.get_one(Agency, CAST.tanger)
    agency.closed_on = date(2022, 6, 5)
    empty.flush()
    assert sides(of(empty, manager, CAST.tanger)) == "bbaaan"
    agency.closed_on = date(2022, 5, 31)
    empty.flush()
    assert sides(of(empty, manager, CAST.tanger)) == "bbaaa"


def test_positioning_interviews_are_a_series_of_their_own(empty: Session, manager: Viewer) -> None:
    count(empty, {0: 5})
    wanted = ResultFilter(date(2020, 1, 1), today(empty))
    found = before_after.positioned(empty, wanted, viewer=manager)
    assert all(each.months == () for each in found.series)


def test_an_agent_sees_the_own_agency_alone(session: Session) -> None:
    count(session, {0: 5}, agency=CAST.tanger)
    agent = CAST.viewer(session, CAST.agent_rabat)
    assert [each.agency_id for each in asked(session, agent).series] == [CAST.rabat]


def test_exposure_is_mondays_to_fridays(empty: Session, manager: Viewer) -> None:
    """January 2022 began on a Saturday: 21; February has 20, March 23."""
    count(empty, dict.fromkeys(range(3), 5))
    assert [each.days for each in of(empty, manager).months][:3] == [21, 20, 23]
