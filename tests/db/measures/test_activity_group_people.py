"""People named of a group session are counted once: as persons, beside heads that stay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from db.access.viewer import Viewer
from db.codes import Sex
from db.inputs.results import ResultFilter
from db.measures import activity, cohorts
from db.models import Intervention
from db.releases import counts
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage, period
from tests.db.measures.single import people_seen

pytestmark = POSTGRESQL_AT_LENGTH
DAY = date(2026, 4, 2)
COLUMNS = ("events", "persons", "attendances")
APRIL = period(date(2026, 4, 1), date(2026, 4, 30))


def a_session_with_three_named(stage: Stage) -> tuple[Intervention, list[int]]:
    """Of 5 women and 7 men, two women and a man."""
    group = stage.met(None, DAY, "INFO_SESSION", heads=(5, 7, 0))
    cases = [stage.case(sex=Sex(each), born=1990) for each in "FFM"]
    for case in cases:
        stage.met(case, DAY, "INFO_SESSION", group_id=group.id)
    return group, cases


def by_month(session: Session, wanted: ResultFilter, viewer: Viewer) -> tuple[int, int, int]:
    rows = activity.interventions_by_month(session, wanted, viewer=viewer)
    events, persons, heads = (int(rows[name].sum()) for name in COLUMNS)
    return events, persons, heads


def test_the_session_is_one_event_with_all_its_heads(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    stage.met(stage.case(), date(2026, 4, 9), "CV")
    assert by_month(session, APRIL, manager) == (1, 1, 0)
    a_session_with_three_named(stage)
    assert by_month(session, APRIL, manager) == (2, 4, 12)
    assert people_seen(session, APRIL, viewer=manager).n == 4


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        ({"sexes": ["F"]}, (1, 2, 5)),
        ({"sexes": ["M"]}, (1, 1, 7)),
        # A session has no age: who is named of it has, and is no event.
        ({"age_bands": ["35-44"]}, (0, 3, 0)),
    ],
)
def test_filters_count_heads_of_the_session_and_persons_of_those_named(
    stage: Stage,
    session: Session,
    manager: Viewer,
    cut: dict[str, list[str]],
    expected: tuple[int, int, int],
) -> None:
    a_session_with_three_named(stage)
    wanted = period(APRIL.start, APRIL.end, **cut)
    assert by_month(session, wanted, manager) == expected


def test_a_comparison_of_events_does_not_move(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    stage.met(None, DAY, "INFO_SESSION", heads=(5, 7, 0))
    before = activity.interventions_compared(session, APRIL, viewer=manager)
    group = stage.met(None, date(2026, 3, 9), "OUTREACH", heads=(5, 7, 0))
    after = activity.interventions_compared(session, APRIL, viewer=manager)
    stage.met(stage.case(), date(2026, 3, 9), "OUTREACH", group_id=group.id)
    assert activity.interventions_compared(session, APRIL, viewer=manager) == after
    assert (before.now, before.before, after.now, after.before) == (1, 0, 1, 1)


@pytest.mark.parametrize(("days", "in_time"), [(30, 1), (31, 0)])
def test_the_thirty_days_of_a_registration_run_from_the_session(
    stage: Stage, session: Session, manager: Viewer, days: int, in_time: int
) -> None:
    _, cases = a_session_with_three_named(stage)
    stage.met(cases[0], DAY + timedelta(days=days), "REGISTRATION")
    found = cohorts.registered_within_30_days(session, APRIL, viewer=manager)
    assert (found.numerator, found.denominator) == (in_time, 3)
    funnel = cohorts.funnel(session, APRIL, viewer=manager).set_index("step")
    assert funnel.loc["FIRST_CONTACT", "persons"] == 3
    assert funnel.loc["REGISTERED", "persons"] == 1


def released(session: Session) -> dict[str, int]:
    people = counts.persons(session, "registrations", APRIL.start, APRIL.end)
    return counts.tally(session, "registrations", "agency", people)


def test_what_is_released_does_not_move(stage: Stage, session: Session, manager: Viewer) -> None:
    person = stage.case()
    stage.met(person, DAY, "REGISTRATION")
    before = released(session)
    _, cases = a_session_with_three_named(stage)
    assert released(session) == before
    stage.met(cases[0], DAY, "REGISTRATION")
    after = released(session)
    assert sum(after.values()) == sum(before.values()) + 1
    assert activity.registrations(session, APRIL, viewer=manager).n == 2
