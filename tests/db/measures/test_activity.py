"""Interventions, the people in them, and what a change of their number rests on."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from db.access.viewer import Viewer
from db.codes import AGE_BANDS, Sex
from db.measures import activity, placements, training
from tests.cast import CAST
from tests.db.measures.events import Stage, period
from tests.db.measures.single import by_month, people_seen, registered_so_far

APRIL = period(date(2026, 4, 1), date(2026, 4, 30))


def test_persons_count_once_and_events_each(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    case = stage.case()
    stage.met(case, date(2026, 4, 1))
    stage.met(case, date(2026, 4, 30))
    stage.met(None, date(2026, 4, 2), "INFO_SESSION", heads=(5, 6, 1))
    rows = activity.interventions_by_month(session, APRIL, viewer=manager)
    assert rows.to_dict("records") == [
        {
            "month": date(2026, 4, 1),
            "agency_id": CAST.rabat,
            "events": 3,
            "persons": 1,
            "attendances": 12,
        }
    ]
    assert people_seen(session, APRIL, viewer=manager).value == 1


def test_the_days_at_both_ends_belong_to_a_period(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1)):
        stage.met(stage.case(), day)
    assert people_seen(session, APRIL, viewer=manager).value == 2


def test_a_void_counts_nowhere(stage: Stage, session: Session, manager: Viewer) -> None:
    event = stage.met(stage.case(), date(2026, 4, 5))
    event.voided_at, event.voided_by, event.void_reason = event.entered_at, 1, "MISTAKE"
    session.flush()
    assert activity.interventions_by_month(session, APRIL, viewer=manager).empty
    assert people_seen(session, APRIL, viewer=manager).value == 0


def test_heads_answer_to_a_filter_by_sex_and_have_no_age(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    stage.met(stage.case(sex=Sex.MAN), date(2026, 4, 3))
    stage.met(None, date(2026, 4, 2), "INFO_SESSION", heads=(5, 6, 0))
    women = period(APRIL.start, APRIL.end, sexes=["F"])
    rows = activity.interventions_by_month(session, women, viewer=manager)
    assert (rows["events"].sum(), rows["attendances"].sum()) == (1, 5)
    others = period(APRIL.start, APRIL.end, sexes=["X"])
    assert activity.interventions_by_month(session, others, viewer=manager).empty
    grown = period(APRIL.start, APRIL.end, age_bands=["35-44"])
    rows = activity.interventions_by_month(session, grown, viewer=manager)
    assert (rows["events"].sum(), rows["persons"].sum()) == (1, 1)


def test_age_is_event_year_less_birth_year(stage: Stage, session: Session, manager: Viewer) -> None:
    stage.met(stage.case(born=2001), date(2026, 4, 3))
    for band, persons in (("18-24", 0), ("25-34", 1)):
        wanted = period(APRIL.start, APRIL.end, age_bands=[band])
        assert people_seen(session, wanted, viewer=manager).value == persons


def test_an_agent_counts_their_own_agency(stage: Stage, session: Session, manager: Viewer) -> None:
    stage.met(stage.case(), date(2026, 4, 3))
    stage.met(stage.case(CAST.casablanca), date(2026, 4, 3), agency=CAST.casablanca)
    agent = CAST.viewer(session, CAST.agent_rabat)
    both = period(APRIL.start, APRIL.end, agencies=[CAST.rabat, CAST.casablanca])
    assert people_seen(session, both, viewer=agent).value == 1
    assert people_seen(session, both, viewer=manager).value == 2


def test_registrations_are_persons(stage: Stage, session: Session, manager: Viewer) -> None:
    case = stage.case()
    stage.met(case, date(2026, 4, 3), "REGISTRATION")
    stage.met(case, date(2026, 4, 9), "REGISTRATION")
    stage.met(stage.case(), date(2026, 4, 9))
    assert activity.registrations(session, APRIL, viewer=manager).value == 1


def test_a_change_rests_on_persons_and_not_on_their_many_events(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    busy, before_and_now = stage.case(), stage.case()
    for _ in range(4):
        stage.met(busy, date(2026, 4, 5))
    stage.met(before_and_now, date(2026, 3, 10))
    stage.met(before_and_now, date(2026, 4, 10))
    stage.met(None, date(2026, 4, 2), "INFO_SESSION", heads=(5, 6, 0))
    found = activity.interventions_compared(session, APRIL, viewer=manager)
    assert (found.now, found.before) == (6, 1)
    assert found.spread == 4**2 + 0**2 + 1**2


def test_nothing_compares_to_nothing(session: Session, manager: Viewer) -> None:
    found = activity.interventions_compared(session, APRIL, viewer=manager)
    assert (found.now, found.before, found.spread) == (0, 0, 0)


def test_months_of_people(stage: Stage, session: Session, manager: Viewer) -> None:
    case = stage.case()
    for day in (date(2026, 3, 3), date(2026, 4, 3), date(2026, 4, 8)):
        stage.met(case, day)
    both = period(date(2026, 3, 1), date(2026, 4, 30))
    rows = by_month(activity.INTERVENTIONS)(session, both, viewer=manager).set_index("month")
    assert rows["persons"].to_dict() == {date(2026, 3, 1): 1, date(2026, 4, 1): 1}


@pytest.mark.fault("T12")
def test_age_bands_add_up_to_persons(stage: Stage, session: Session, manager: Viewer) -> None:
    both = (date(2025, 5, 1), date(2026, 4, 30))
    for born in (1960, 1961, 1971, 1981, 1990, 1991, 2001, 2007):
        case = stage.case(born=born)
        for day in (date(2025, 6, 1), date(2026, 4, 1)):
            stage.met(case, day, "REGISTRATION")
            stage.work(case, day)
            stage.course(case, day)
    for measure in (
        people_seen,
        activity.registrations,
        placements.persons_with_outcome,
        training.enrolled,
        registered_so_far,
    ):
        bands = [
            measure(session, period(*both, age_bands=[band]), viewer=manager).n
            for band in AGE_BANDS
        ]
        assert sum(bands) == measure(session, period(*both), viewer=manager).n == 8
        assert bands == [0, 1, 1, 2, 1, 1, 2]


@pytest.mark.fault("T15")
def test_the_age_of_a_check_is_that_of_the_period(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    stage.check(stage.work(stage.case(born=1991), date(2025, 12, 1)), 3, date(2026, 3, 1))
    spring = (date(2026, 1, 1), date(2026, 4, 30))
    found = {
        band: placements.retention(session, period(*spring, age_bands=[band]), viewer=manager)
        for band in ("25-34", "35-44")
    }
    told = {
        band: int(rows[list(placements.STATES)].to_numpy().sum()) for band, rows in found.items()
    }
    assert told == {"25-34": 0, "35-44": 1}


@pytest.mark.fault("T15")
def test_months_of_persons_do_not_add_up_to_persons(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    case = stage.case()
    for day in (date(2026, 3, 3), date(2026, 4, 3)):
        stage.met(case, day)
    both = period(date(2026, 3, 1), date(2026, 4, 30))
    assert people_seen(session, both, viewer=manager).n == 1
    assert by_month(activity.INTERVENTIONS)(session, both, viewer=manager)["persons"].sum() == 2
