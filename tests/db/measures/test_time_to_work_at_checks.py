"""Who is followed in a job, to which check, and what ended it: by hand, and beside the checks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import RETENTION_MONTHS, OutcomeType, RetentionStatus
from db.inputs.dates import months_after
from db.inputs.results import ResultFilter
from db.measures import placements, tallied_time_to_work, time_to_work
from db.measures.time_to_work import Curves
from db.models import Placement, RetentionCheck
from db.statistics.incidence import Point
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage
from tests.db.measures.test_tallied import AGENCIES, crowd

pytestmark = POSTGRESQL_AT_LENGTH
#: From here, 3, 6 and 12 months fall after days 91.3, 182.6 and 365.25.
FIRST = date(2025, 3, 1)
SAME, OTHER, NOT_WORK, LEFT, UNREACH = (
    RetentionStatus[each] for each in ("SAME", "OTHER", "NOT_WORK", "LEFT", "UNREACH")
)
SAYS = {*RetentionStatus} - {UNREACH, RetentionStatus.REFUSED}


def work(
    stage: Stage,
    number: int,
    day: date = FIRST,
    kind: OutcomeType = OutcomeType.WAGE,
    ended_on: date | None = None,
) -> list[Placement]:
    return [stage.work(stage.case(), day, kind, ended_on=ended_on) for _ in range(number)]


def ask(
    stage: Stage,
    jobs: list[Placement],
    late: int = 0,
    **said: RetentionStatus | None,
) -> list[Placement]:
    """The checks of these jobs, of which some are answered so many days late: ``m3=SAME``."""
    for job in jobs:
        for month in RETENTION_MONTHS:
            due = months_after(job.starts_on, month)
            status = said.get(f"m{month}")
            done = {"done_on": due + timedelta(days=late), "status": status} if status else {}
            stage.check(job, month, due, **done)
    return jobs


def found(session: Session, viewer: Viewer) -> Curves:
    """By the counts that are kept; the rows say the same."""
    end = today(session)
    told, rows = (
        time_to_work.at_work(
            session,
            ResultFilter(date(2024, 1, 1), end, frozenset({CAST.rabat}), frozenset(), ages),
            viewer=viewer,
        )
        for ages in (frozenset[str](), frozenset({"25-34", "35-44"}))
    )
    assert told == rows
    return told


def at(curves: Curves, month: int, name: str = "ended") -> Point:
    return next(each for each in curves.curves[name].points if each.month == month)


def share(curves: Curves, month: int) -> float:
    return at(curves, month).probability


@pytest.mark.parametrize("late", [10, 0, -10])
def test_an_answer_counts_at_its_check_whenever_it_was_given(
    stage: Stage, session: Session, manager: Viewer, late: int
) -> None:
    """100 jobs; 25, 15 and 20 are found ended at 3, 6 and 12 months: 60 % at 12, as the checks
    say."""
    ask(stage, work(stage, 25), late, m3=NOT_WORK)
    ask(stage, work(stage, 15), late, m3=SAME, m6=NOT_WORK)
    ask(stage, work(stage, 20), late, m3=SAME, m6=SAME, m12=NOT_WORK)
    ask(stage, work(stage, 40), late, m3=SAME, m6=SAME, m12=SAME)
    told = found(session, manager)
    assert [each.month for each in told.curves["ended"].points] == [0, 3, 6, 12]
    assert [share(told, month) for month in RETENTION_MONTHS] == pytest.approx([0.25, 0.4, 0.6])
    assert [at(told, month).followed for month in RETENTION_MONTHS] == [100, 75, 60]


def test_it_says_what_retention_says(stage: Stage, session: Session, manager: Viewer) -> None:
    """100 jobs, 25 of them found ended at 3 months: 75 are at work."""
    ask(stage, work(stage, 25), 10, m3=NOT_WORK)
    ask(stage, work(stage, 75), 10, m3=SAME)
    told = found(session, manager)
    wanted = ResultFilter(FIRST, today(session), frozenset({CAST.rabat}))
    checks = placements.retention(session, wanted, viewer=manager)
    three = checks[(checks["kind"] == "WAGE") & (checks["month"] == 3)].iloc[0]
    assert three["working"] == 75
    assert share(told, 3) == pytest.approx(0.25)


def test_an_end_that_is_known_early_counts_no_earlier(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """100 jobs of the last two months, 5 known to have ended and 95 not asked about; of 12 older
    ones all were at work at 3 months. Of those asked nobody is known to have stopped."""
    young = today(session) - timedelta(days=50)
    ask(stage, work(stage, 95, young))
    ask(stage, work(stage, 5, young, ended_on=young + timedelta(days=20)))
    older = months_after(today(session), -4)
    ask(stage, work(stage, 12, older), m3=SAME)
    told = found(session, manager)
    assert (told.followed, told.curves["ended"].events) == (12, 0)


def test_once_all_are_asked_the_known_ends_are_a_part_of_all(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """The same, 4 months ago: 5 of 112."""
    older = months_after(today(session), -4)
    ask(stage, work(stage, 95 + 12, older), m3=SAME)
    ask(stage, work(stage, 5, older, ended_on=older + timedelta(days=20)))
    told = found(session, manager)
    assert told.followed == 112
    assert share(told, 3) == pytest.approx(5 / 112)


def test_a_check_falls_due_on_its_day(stage: Stage, session: Session, manager: Viewer) -> None:
    due = months_after(today(session), -3)
    ask(stage, work(stage, 10, due), -5, m3=NOT_WORK)
    ask(stage, work(stage, 10, due + timedelta(days=1)), -5, m3=NOT_WORK)
    assert found(session, manager).followed == 10


def test_an_unanswered_check_follows_to_the_one_before(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """And a later answer tells of all before."""
    ask(stage, work(stage, 10), m3=SAME, m6=UNREACH)
    ask(stage, work(stage, 20), m6=SAME)
    ask(stage, work(stage, 10), m6=NOT_WORK)
    ask(stage, work(stage, 50), m3=UNREACH)
    told = found(session, manager)
    assert [at(told, month).followed for month in (0, 3, 6)] == [40, 40, 30]
    assert share(told, 6) == pytest.approx(1 / 3)


def test_a_day_that_is_known_says_at_which_check_it_counts(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """On the day of a check it is of that one, and the day after of the next, whatever a late
    answer to the first says. Beyond a year nothing is asked."""
    three = months_after(FIRST, 3)
    ask(stage, work(stage, 4, ended_on=three))
    ask(stage, work(stage, 3, ended_on=three + timedelta(days=1)), 9, m3=NOT_WORK)
    ask(stage, work(stage, 13, ended_on=months_after(FIRST, 13)), m12=SAME)
    told = found(session, manager)
    assert [share(told, each) for each in (3, 6, 12)] == pytest.approx([0.2, 0.35, 0.35])
    assert told.curves["ended"].events == 7


def test_who_works_elsewhere_is_at_work(stage: Stage, session: Session, manager: Viewer) -> None:
    """As retention says, though the job has ended."""
    left = FIRST + timedelta(days=60)
    ask(stage, work(stage, 12, ended_on=left), m3=OTHER)
    ask(stage, work(stage, 8, ended_on=left), m3=OTHER, m6=NOT_WORK)
    told = found(session, manager)
    assert (share(told, 3), at(told, 3).followed) == (0, 20)
    assert told.curves["ended"].events == 8


def test_nobody_has_an_upper_end_by_who_was_followed(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """None of 13: at most 25 %, after Clopper and Pearson."""
    ask(stage, work(stage, 12), m3=SAME, m6=SAME, m12=SAME)
    ask(stage, work(stage, 1), m3=SAME, m6=SAME, m12=NOT_WORK)
    told = at(found(session, manager), 6)
    assert (told.lower, told.followed) == (0, 13)
    assert told.upper == pytest.approx(0.247, abs=5e-4)


def test_leaving_comes_before_it(stage: Stage, session: Session, manager: Viewer) -> None:
    """Of 20, four had left at 3 months, and of the others four had stopped at 6."""
    ask(stage, work(stage, 4), m3=LEFT)
    ask(stage, work(stage, 4), m3=SAME, m6=NOT_WORK)
    ask(stage, work(stage, 12), m3=SAME, m6=SAME)
    told = found(session, manager)
    assert at(told, 6).probability == at(told, 6, "left").probability == pytest.approx(0.2)


def test_internships_are_no_jobs(stage: Stage, session: Session, manager: Viewer) -> None:
    ask(stage, work(stage, 1, FIRST, OutcomeType.INTERN), m3=NOT_WORK)
    assert found(session, manager).followed == 0


def counted_by_hand(session: Session) -> dict[tuple[int, int], int]:
    """Jobs by the check to which they are followed and what ended them, check by check from rows as
    they stand; 1 no more at work, 2 left."""
    told: dict[tuple[int, int], int] = {}
    for job in session.exec(select(Placement).where(Placement.type == OutcomeType.WAGE)):
        rows = select(RetentionCheck).where(RetentionCheck.placement_id == job.id)
        checks = sorted(session.exec(rows), key=lambda each: each.month)
        last_day, before = job.ended_on, date.min
        for check in checks:
            if last_day and check.done_on and check.done_on >= last_day and check.status in SAYS:
                last_day = None if check.status is OTHER else last_day
                break
        at = (0, 0)
        for check in checks:
            if months_after(job.starts_on, check.month) > today(session):
                break
            is_dated = last_day is not None and (check.done_on or date.min) >= last_day
            if last_day and before < last_day <= check.due_on:
                at = (check.month, 1)
            elif check.status in (LEFT, RetentionStatus.DIED) and not is_dated:
                at = (check.month, 2)
            elif check.status in (NOT_WORK, RetentionStatus.TRAIN) and not is_dated:
                at = (check.month, 1)
            elif check.status in SAYS:
                at = (check.month, 0)
            if at[1]:
                break
            before = check.due_on
        if at[0]:
            told[at] = told.get(at, 0) + 1
    return told


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_a_random_crowd_is_followed_as_counted_by_hand(session: Session, seed: int) -> None:
    crowd(session, seed, 80)
    wanted = ResultFilter(date(2020, 1, 1), today(session), frozenset(AGENCIES))
    told = tallied_time_to_work.at_work(session, wanted, frozenset(AGENCIES))
    assert {(each.time, each.cause): n for each, n in told.items()} == counted_by_hand(session)
