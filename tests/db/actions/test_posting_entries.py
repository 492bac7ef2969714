"""A posting under which anything was recorded stays, whatever the day that it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.actions import non_users, placements, postings, training
from db.errors import InvalidInput, Problem
from db.inputs.parse import validated
from db.inputs.placements import PlacementInput
from db.inputs.postings import PostingEnd
from db.inputs.training import TrainingInput
from db.models import (
    Attendance,
    Placement,
    Posting,
    RetentionCheck,
    TrainingEnrolment,
    TrainingStep,
)
from tests.acts import a_non_user, answer_check, mark_group, step_enrolment
from tests.cast import CAST, ago, today
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH
AGENT, OTHER = CAST.agent_rabat, CAST.agent_casablanca


@pytest.fixture
def posting(session: Session) -> int:
    """The agent of Rabat came five days ago."""
    row = session.exec(select(Posting).where(Posting.account_id == AGENT)).one()
    row.starts_on = ago(5)
    session.flush()
    return row.id


def an_old_job(session: Session) -> None:
    raw = {
        "case_id": CAST.case_rabat, "type": "WAGE", "starts_on": ago(200), "contract": "CDI",
        "evidence": "SELF", "submission_id": "old",
    }  # fmt: skip
    placements.record(session, validated(PlacementInput, raw), by=AGENT)


def a_course_to_come(session: Session) -> None:
    raw = {
        "case_id": CAST.case_rabat, "submission_id": "ahead", "type": "EN_CEF", "centre_id": 2,
        "starts_on": ago(-20), "planned_end_on": ago(-60), "status": "ENROLLED",
    }  # fmt: skip
    training.record(session, validated(TrainingInput, raw), by=AGENT)


def refused(session: Session, posting: int) -> dict[str, Problem]:
    session.flush()
    with pytest.raises(InvalidInput) as told:
        postings.delete(session, posting, by=CAST.manager)
    return told.value.problems


def of_another(session: Session, *tables: Any) -> None:
    """All rows of these tables are somebody else's entries, and of before."""
    for table in tables:
        for row in session.exec(select(table).where(table.entered_by == AGENT)):
            row.entered_by = OTHER
            row.entered_at -= timedelta(days=90)
    session.flush()


@pytest.mark.parametrize("record", [an_old_job, a_course_to_come])
def test_what_is_about_other_days_was_recorded_under_it_all_the_same(
    session: Session, posting: int, record: Callable[[Session], None]
) -> None:
    record(session)
    assert refused(session, posting) == {
        "entries": Problem("error.posting_has_entries", day=today())
    }
    seen = {"ends_on": None}
    raw = {"id": posting, "seen": seen, "ends_on": ago(1)}
    with pytest.raises(InvalidInput) as told:
        postings.end(session, validated(PostingEnd, raw), by=CAST.manager)
    assert told.value.problems == {"anyway": Problem("error.posting_entry_after", day=today())}


@pytest.mark.parametrize(
    ("act", "of", "own"),
    [
        (answer_check, (Placement,), RetentionCheck),
        (step_enrolment, (TrainingEnrolment,), TrainingStep),
        (mark_group, (TrainingEnrolment, TrainingStep), Attendance),
    ],
)
def test_what_is_added_to_an_entry_of_somebody_else_counts(
    session: Session, posting: int, act: Callable[[Session], Any], of: tuple[Any, ...], own: Any
) -> None:
    act(session)
    of_another(session, *of)
    assert refused(session, posting) == {
        "entries": Problem("error.posting_has_entries", day=today())
    }
    of_another(session, own)
    postings.delete(session, posting, by=CAST.manager)


def test_a_person_who_is_only_counted_counts_until_they_are_taken_back(
    session: Session, posting: int
) -> None:
    counted = a_non_user(session)
    assert refused(session, posting) == {
        "entries": Problem("error.posting_has_entries", day=today())
    }
    non_users.undo(session, counted, by=AGENT)
    session.flush()
    postings.delete(session, posting, by=CAST.manager)


def test_what_was_recorded_before_or_elsewhere_keeps_no_posting(
    session: Session, posting: int
) -> None:
    an_old_job(session)
    session.exec(select(Placement)).one().entered_at -= timedelta(days=6)
    elsewhere = session.exec(select(Posting).where(Posting.account_id == OTHER)).one()
    postings.delete(session, elsewhere.id, by=CAST.manager)
    postings.delete(session, posting, by=CAST.manager)
