"""What follows from a placement when it is corrected, or when another one comes after it."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import placements, retention
from db.codes import OutcomeType, RetentionStatus
from db.inputs.parse import validated
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput, due_dates
from db.inputs.results import ResultFilter
from db.measures import placements as measures
from db.models import Placement, RetentionCheck
from db.queries import person, person_timeline
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH

R = RetentionStatus
_numbers = itertools.count(1)
Checks = list[tuple[int, date, str | None, bool]]


def a_job(session: Session, days: int, kind: str = "WAGE", contract: str = "CDI") -> Placement:
    raw = {
        "case_id": CAST.case_rabat,
        "type": kind,
        "starts_on": today(session) - timedelta(days=days),
        "contract": contract,
        "evidence": "SELF",
        "submission_id": f"job-{next(_numbers)}",
    }
    return placements.record(session, validated(PlacementInput, raw), by=CAST.agent_rabat).row


def begin(session: Session, row: Placement, days: int, **more: object) -> None:
    """Correct its first day, and whatever more."""
    raw = {
        "id": row.id,
        "seen": row.seen,
        "type": row.type,
        "starts_on": today(session) - timedelta(days=days),
        "contract": row.contract,
        "evidence": row.evidence,
        **more,
    }
    placements.correct(session, validated(PlacementCorrection, raw), by=CAST.agent_rabat)


def answer(session: Session, row: Placement, month: int, said: R, days: int = 0) -> None:
    done_on = today(session) - timedelta(days=days)
    raw = {"check_id": check(session, row, month).id, "status": said, "done_on": done_on}
    retention.answer(session, validated(RetentionInput, raw), by=CAST.agent_rabat)


def check(session: Session, row: Placement, month: int) -> RetentionCheck:
    query = select(RetentionCheck).where(RetentionCheck.placement_id == row.id)
    return session.exec(query.where(RetentionCheck.month == month)).one()


def checks(session: Session, row: Placement) -> Checks:
    session.flush()
    query = select(RetentionCheck).where(RetentionCheck.placement_id == row.id)
    return [
        (each.month, each.due_on, each.status, each.cancelled_at is not None)
        for each in session.exec(query.order_by(col(RetentionCheck.month)))
    ]


@pytest.mark.parametrize("answered_first", [True, False])
def test_checks_move_with_the_first_day_and_answers_stay_in_either_order(
    session: Session, answered_first: bool
) -> None:
    row = a_job(session, 200)
    if answered_first:
        answer(session, row, 3, R.SAME)
    begin(session, row, 190)
    if not answered_first:
        answer(session, row, 3, R.SAME)
    due = due_dates(today(session) - timedelta(days=190))
    assert checks(session, row) == [
        (3, due[3], "SAME", False),
        (6, due[6], None, False),
        (12, due[12], None, False),
    ]


def test_a_corrected_first_day_that_is_corrected_back_leaves_nothing_behind(
    session: Session,
) -> None:
    row = a_job(session, 300)
    answer(session, row, 3, R.OTHER, days=10)
    before = checks(session, row)
    begin(session, row, 280)
    assert checks(session, row) != before
    begin(session, row, 300)
    assert checks(session, row) == before


@pytest.mark.parametrize("left_first", [True, False])
def test_a_first_day_after_the_person_left_opens_the_checks_again(
    session: Session, left_first: bool
) -> None:
    """A job that begins after the day of that answer is asked about: the person is back."""
    old, new = a_job(session, 400), a_job(session, 200)
    if left_first:
        answer(session, old, 6, R.LEFT, days=100)
        assert [each[3] for each in checks(session, new)] == [True, True, True]
        begin(session, new, 90)
    else:
        begin(session, new, 90)
        answer(session, old, 6, R.LEFT, days=100)
    assert [each[3] for each in checks(session, new)] == [False, False, False]
    assert [each[3] for each in checks(session, old)] == [False, False, True]
    begin(session, new, 200)
    assert [each[3] for each in checks(session, new)] == [True, True, True]


def test_another_kind_keeps_the_checks_and_counts_in_its_own_group(session: Session) -> None:
    row, day = a_job(session, 200), today(session)
    answer(session, row, 3, R.SAME)
    before = checks(session, row)
    period, manager = ResultFilter(day - timedelta(days=300), day), CAST.manager
    viewer = CAST.viewer(session, manager)
    assert measures.persons_by_group(session, period, viewer=viewer)["wage"] == 1
    begin(session, row, 200, type="INTERN", contract="IDMAJ")
    assert checks(session, row) == before
    assert measures.persons_by_group(session, period, viewer=viewer) == {
        "wage": 0, "internship": 1, "apprenticeship": 0, "self_employment": 0,
    }  # fmt: skip
    begin(session, row, 200, type="WAGE", contract="CDI")
    assert measures.persons_by_group(session, period, viewer=viewer)["wage"] == 1


def test_a_later_placement_leaves_the_former_with_its_checks(session: Session) -> None:
    first = a_job(session, 300)
    answer(session, first, 3, R.SAME, days=150)
    before = checks(session, first)
    second = a_job(session, 120)
    assert checks(session, first) == before
    assert [each[0] for each in checks(session, second)] == [3, 6, 12]
    answer(session, second, 3, R.NOT_WORK)
    assert checks(session, first) == before


def test_two_placements_at_once_count_one_person_and_two_sets_of_checks(session: Session) -> None:
    first, second = a_job(session, 220), a_job(session, 210)
    for row in (first, second):
        answer(session, row, 3, R.SAME)
    day, viewer = today(session), CAST.viewer(session, CAST.manager)
    period = ResultFilter(day - timedelta(days=300), day)
    assert measures.persons_placed(session, period, "WAGE", viewer=viewer).n == 1
    kinds = measures.outcomes_by_kind(session, period, viewer=viewer).set_index("type")
    assert tuple(kinds.loc["WAGE"]) == (1, 2)
    rows = measures.retention(session, period, viewer=viewer)
    three = rows[(rows["kind"] == "WAGE") & (rows["month"] == 3)].iloc[0]
    assert (three["working"], three["denominator"]) == (2, 2)


def test_a_persons_page_names_both_and_goes_by_the_last_begun(session: Session) -> None:
    first = a_job(session, 300)
    begin(session, first, 300, employer_id=2, sector="F", ended_on=today(session))
    a_job(session, 100, "INTERN", "IDMAJ")
    viewer = CAST.viewer(session, CAST.agent_rabat)
    lines = person_timeline.timeline(session, CAST.case_rabat, viewer=viewer)
    lines = tuple(each for each in lines if each.kind in ("placement", "ended"))
    assert [(each.kind, each.code) for each in lines] == [
        ("ended", "WAGE"), ("placement", "INTERN"), ("placement", "WAGE"),
    ]  # fmt: skip
    assert (lines[2].employer_id, lines[2].sector) == (2, "F")
    way = person.way(session, CAST.case_rabat, viewer=viewer)
    steps = {step.name: step for step in way.steps}
    assert steps["working"].kind == OutcomeType.INTERN
