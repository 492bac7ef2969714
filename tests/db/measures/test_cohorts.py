"""The persons first met in a period, and how they went on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import OutcomeType, Sex
from db.derived import first_contacts
from db.measures import cohorts, training
from db.models import Case
from tests.cast import CAST
from tests.db.measures.events import Stage, period
from tests.db.measures.single import registered_so_far

MARCH = period(date(2026, 3, 1), date(2026, 3, 31))


def days_ago(session: Session, days: int) -> date:
    return today(session) - timedelta(days=days)


@pytest.mark.parametrize(("days", "in_time"), [(0, 1), (30, 1), (31, 0)])
def test_registered_within_thirty_days(
    stage: Stage, session: Session, manager: Viewer, days: int, in_time: int
) -> None:
    case = stage.case()
    stage.met(case, date(2026, 3, 3))
    stage.met(case, date(2026, 3, 3) + timedelta(days=days), "REGISTRATION")
    found = cohorts.registered_within_30_days(session, MARCH, viewer=manager)
    assert (found.numerator, found.denominator) == (in_time, 1)
    found = registered_so_far(session, MARCH, viewer=manager)
    assert (found.numerator, found.denominator) == (1, 1)


@pytest.mark.parametrize(("age", "asked"), [(29, 0), (30, 1)])
def test_persons_met_lately_are_not_asked_yet(
    stage: Stage, session: Session, manager: Viewer, age: int, asked: int
) -> None:
    stage.met(stage.case(), days_ago(session, age))
    wanted = period(days_ago(session, 60), today(session))
    found = cohorts.registered_within_30_days(session, wanted, viewer=manager)
    assert (found.value, found.denominator) == (None if asked == 0 else 0.0, asked)


def test_a_share_of_nobody_is_no_share(session: Session, manager: Viewer) -> None:
    found = registered_so_far(session, MARCH, viewer=manager)
    assert (found.value, found.n) == (None, 0)


def test_the_first_contact_is_the_first_whatever_came_later_elsewhere(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    case = stage.case()
    stage.met(case, date(2026, 2, 10))
    stage.met(case, date(2026, 3, 10), agency=CAST.casablanca)
    there = period(MARCH.start, MARCH.end, agencies=[CAST.casablanca])
    assert registered_so_far(session, there, viewer=manager).denominator == 0
    assert registered_so_far(session, MARCH, viewer=manager).denominator == 0
    before = period(date(2026, 2, 1), date(2026, 2, 28), agencies=[CAST.rabat])
    assert registered_so_far(session, before, viewer=manager).denominator == 1


def test_a_void_moves_the_first_contact(stage: Stage, session: Session, manager: Viewer) -> None:
    case = stage.case()
    first = stage.met(case, date(2026, 2, 10))
    stage.met(case, date(2026, 3, 10))
    first.voided_at, first.voided_by, first.void_reason = first.entered_at, 1, "MISTAKE"
    first_contacts.refresh(session, [case])
    assert registered_so_far(session, MARCH, viewer=manager).denominator == 1


def test_a_funnel_counts_persons_who_ever_reached_a_step(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    one, two, three = stage.case(), stage.case(), stage.case(agency=CAST.casablanca)
    for case, agency in ((one, CAST.rabat), (two, CAST.rabat), (three, CAST.casablanca)):
        stage.met(case, date(2026, 3, 5), agency=agency)
    stage.met(one, date(2026, 5, 1), "REGISTRATION")
    stage.met(two, date(2026, 5, 1), "POSITIONING")
    stage.course(two, date(2026, 6, 1))
    stage.course(two, date(2026, 7, 1))
    stage.work(one, date(2026, 6, 1))
    stage.work(one, date(2026, 6, 1), OutcomeType.INTERN)
    stage.work(three, date(2026, 6, 1), OutcomeType.COOP, agency=CAST.casablanca)
    rows = cohorts.funnel(session, MARCH, viewer=manager)
    assert dict(zip(rows["step"], rows["persons"], strict=True)) == {
        "FIRST_CONTACT": 3,
        "REGISTERED": 1,
        "POSITIONING": 1,
        "TRAINING": 1,
        "WAGE": 1,
        "INTERN": 1,
        "APPRENT": 0,
        "SELF": 1,
    }
    assert list(rows[rows["side"]]["step"]) == ["TRAINING"]


def test_days_of_a_step_are_a_median_of_ten_people_at_least(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """Of 0, 2, 4, .. 18 days the fifth and sixth are 8 and 10: the later one. The interviews count
    from the registration, and one that came before it waits for the next."""
    for number in range(10):
        case, first = stage.case(), date(2026, 3, 5)
        stage.met(case, first)
        stage.met(case, first, "POSITIONING")
        registered = first + timedelta(days=2 * number)
        stage.met(case, registered, "REGISTRATION")
        if number:
            stage.met(case, registered + timedelta(days=7), "POSITIONING")
    rows = cohorts.funnel(session, MARCH, viewer=manager).set_index("step")
    # Of the first person both are on one day.
    assert rows["timed"][["REGISTERED", "POSITIONING"]].tolist() == [10, 10]
    assert rows["median_days"].dropna().to_dict() == {"REGISTERED": 10, "POSITIONING": 7}
    one = period(date(2026, 3, 5), date(2026, 3, 5), sexes=["M"])
    assert cohorts.funnel(session, one, viewer=manager)["median_days"].isna().all()


def test_each_of_a_cohort_is_at_work_closed_or_under_way_from_one_step(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """Also whoever has begun another kind of work, or work before the first contact, has arrived;
    a course alone is no arrival. Closing and opening a case moves its person."""
    met = [stage.case() for _ in range(6)]
    for case in met:
        stage.met(case, date(2026, 3, 5))
    _, registers, positions, works, trains, closes = met
    stage.met(registers, date(2026, 3, 6), "REGISTRATION")
    stage.met(positions, date(2026, 3, 6), "POSITIONING")
    stage.work(works, date(2025, 3, 6), OutcomeType.COOP)
    stage.course(trains, date(2026, 4, 1))

    def under_way() -> list[int]:
        found = cohorts.funnel(session, MARCH, viewer=manager)["under_way"]
        assert found[3:].isna().all()
        return [int(each) for each in found[:3]]

    assert under_way() == [3, 1, 1]
    session.get_one(Case, closes).closed_on = today(session)
    assert under_way() == [2, 1, 1]
    session.get_one(Case, closes).closed_on = None
    assert under_way() == [3, 1, 1]


def test_a_cohort_is_cut_by_sex_and_by_age_at_first_contact(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    stage.met(stage.case(sex=Sex.WOMAN, born=2001), date(2026, 3, 5))
    stage.met(stage.case(sex=Sex.MAN, born=2002), date(2026, 3, 5))
    women = period(MARCH.start, MARCH.end, sexes=["F"])
    young = period(MARCH.start, MARCH.end, age_bands=["18-24"])
    assert registered_so_far(session, women, viewer=manager).denominator == 1
    assert registered_so_far(session, young, viewer=manager).denominator == 1


def test_months_add_up_to_the_period(stage: Stage, session: Session, manager: Viewer) -> None:
    for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)):
        case = stage.case()
        stage.met(case, day)
        stage.met(case, day + timedelta(days=3), "REGISTRATION")
    april = period(date(2026, 4, 1), date(2026, 4, 30))
    months = [MARCH, april, period(MARCH.start, april.end)]
    found = cohorts.registered_of(session, months, viewer=manager)
    assert [(in_time.numerator, so_far.denominator) for in_time, so_far in found] == [
        (1, 1), (2, 2), (3, 3),
    ]  # fmt: skip


def test_revealed_trust_is_told_by_the_agency_of_the_first_contact(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    first = days_ago(session, 120)
    by_themselves, sent, back_late = stage.case(), stage.case(channel="CSO"), stage.case()
    unknown = stage.case(channel="NS")
    for case in (by_themselves, sent, back_late, unknown):
        stage.met(case, first)
    stage.met(by_themselves, first + timedelta(days=90), agency=CAST.casablanca)
    stage.met(back_late, first + timedelta(days=91))
    stage.met(sent, first, "REGISTRATION")
    wanted = period(days_ago(session, 200), today(session))
    rows = cohorts.revealed(session, wanted, viewer=manager).set_index(["measure", "agency_id"])
    found = {key: (row["numerator"], row["denominator"]) for key, row in rows.iterrows()}
    assert found == {
        ("REGISTERED_30", CAST.rabat): (1, 4),
        ("SELF_OR_PEER", CAST.rabat): (2, 3),
        ("BACK_90", CAST.rabat): (1, 4),
    }


def test_by_agency_it_is_the_funnel_of_each(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    for agency in (CAST.rabat, CAST.rabat, CAST.casablanca):
        case = stage.case()
        stage.met(case, date(2026, 3, 3), agency=agency)
    stage.met(case, date(2026, 3, 5), "REGISTRATION", agency=CAST.casablanca)
    for wanted in (MARCH, period(MARCH.start, MARCH.end, sexes=["F", "M"])):
        found = cohorts.reached_by_agency(session, wanted, viewer=manager)
        for agency, number in ((CAST.rabat, 2), (CAST.casablanca, 1)):
            alone = period(MARCH.start, MARCH.end, agencies=[agency])
            rows = cohorts.funnel(session, alone, viewer=manager)
            steps = dict(zip(rows["step"], rows["persons"], strict=True))
            assert found[agency]["FIRST_CONTACT"] == number
            assert {step: found[agency].get(step, 0) for step in steps} == steps


def test_a_planned_course_is_no_step_before_its_first_day(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """Nor are its days, where another course came before the interview."""
    day = today(session)
    plans, begins, both = stage.case(), stage.case(), stage.case()
    for case in (plans, begins, both):
        stage.met(case, date(2026, 3, 5), "POSITIONING")
    stage.course(plans, day + timedelta(days=1))
    stage.course(begins, day)
    stage.course(both, date(2026, 3, 1))
    stage.course(both, day + timedelta(days=1))
    for wanted in (MARCH, period(MARCH.start, MARCH.end, age_bands=["35-44"])):
        rows = cohorts.funnel(session, wanted, viewer=manager).set_index("step")
        assert [rows.at["TRAINING", each] for each in ("persons", "timed")] == [2, 1]
    there = cohorts.reached_by_agency(session, MARCH, viewer=manager)
    assert there[CAST.rabat]["TRAINING"] == 2
    running = period(date(2026, 3, 1), day + timedelta(days=30))
    assert training.enrolled(session, running, viewer=manager).n == 2
    events = training.enrolments_by_month(session, running, viewer=manager)["events"]
    assert sum(events) == 2
