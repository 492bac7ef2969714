"""Appointments follow the entries that stand: settled, waiting again, or dropped with the case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.actions import case_facts, events, interventions, merges
from db.errors import InvalidInput
from db.inputs.interventions import InterventionCorrection
from db.inputs.parse import validated
from db.models import Case, FollowUp, Intervention
from tests.acts import close_case
from tests.cast import CAST, ago, today
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_interventions import record
from tests.db.actions.test_merges import merge

pytestmark = POSTGRESQL_AT_LENGTH

AGENT = CAST.agent_rabat
KEPT, OTHER = CAST.case_rabat, CAST.case_rabat_2
#: What came of an appointment: it waits, or was dropped; else the entry that settled it.
WAITS, DROPPED = "waits", "dropped"


def planned(session: Session, days_ago: int, due_ago: int, case_id: int = KEPT) -> FollowUp:
    """An appointment of so many days ago, planned by an entry of a day before."""
    made = seen(session, days_ago, case_id, follow_up_on=ago(-1))
    row = session.exec(select(FollowUp).where(FollowUp.intervention_id == made)).one()
    row.due_on = ago(due_ago)
    session.flush()
    return row


def seen(session: Session, days_ago: int, case_id: int = KEPT, **more: Any) -> int:
    count = len(session.exec(select(Intervention.id)).all())
    stored = record(
        session, submission_id=f"{count}", case_ids=(case_id,), happened_on=ago(days_ago), **more
    )
    session.flush()
    return stored.ids[0]


def void(session: Session, entry: int) -> None:
    events.void(session, "intervention", entry, "MISTAKE", by=AGENT)


def move(session: Session, entry: int, day: date) -> None:
    row = session.get_one(Intervention, entry)
    raw = {
        "id": entry, "type": row.type, "mode": row.mode, "happened_on": day, "seen": row.seen,
    }  # fmt: skip
    interventions.correct(session, validated(InterventionCorrection, raw), by=AGENT)


def came_of(session: Session, row: FollowUp) -> str | int:
    session.flush()
    session.refresh(row)
    if row.settled_at is None:
        assert row.settled_by_id is None
        return WAITS
    return row.settled_by_id or DROPPED


def test_on_a_closed_case_nothing_waits_again_when_its_entry_is_voided(session: Session) -> None:
    row = planned(session, 10, 4)
    kept_by = seen(session, 3)
    close_case(session)
    assert came_of(session, row) == kept_by
    void(session, kept_by)
    assert came_of(session, row) == DROPPED
    case_facts.reopen(session, KEPT, by=AGENT)
    assert came_of(session, row) == DROPPED


@pytest.mark.parametrize("days_ago", [0, 2])
def test_no_appointment_is_planned_on_a_closed_case(session: Session, days_ago: int) -> None:
    close_case(session)
    with pytest.raises(InvalidInput) as refused:
        seen(session, days_ago, follow_up_on=today() + timedelta(days=5))
    problem = refused.value.problems["follow_up_on"]
    assert (problem.key, problem.values) == ("error.case_closed", {"day": today()})
    seen(session, days_ago)


def test_a_later_visit_settles_what_a_voided_one_had_settled(session: Session) -> None:
    row = planned(session, 10, 4)
    first, second = seen(session, 3), seen(session, 1)
    void(session, first)
    assert came_of(session, row) == second
    void(session, second)
    assert came_of(session, row) == WAITS


def test_each_visit_settles_one(session: Session) -> None:
    sooner, later = planned(session, 10, 6), planned(session, 9, 4)
    first, second = seen(session, 3), seen(session, 2)
    assert [came_of(session, each) for each in (sooner, later)] == [first, second]
    void(session, first)
    assert [came_of(session, each) for each in (sooner, later)] == [WAITS, second]


def test_the_visit_of_an_appointment_planned_by_mistake_settles_the_next(session: Session) -> None:
    mistaken, row = planned(session, 10, 6), planned(session, 9, 4)
    kept_by = seen(session, 3)
    assert came_of(session, row) == WAITS
    void(session, mistaken.intervention_id)
    assert [came_of(session, each) for each in (mistaken, row)] == [DROPPED, kept_by]


def test_a_visit_moved_before_the_plan_did_not_keep_it(session: Session) -> None:
    row = planned(session, 10, 4)
    kept_by = seen(session, 3)
    move(session, kept_by, ago(20))
    assert came_of(session, row) == WAITS
    move(session, kept_by, ago(4))
    assert came_of(session, row) == kept_by


def test_a_plan_moved_behind_its_visit_was_not_kept_by_it(session: Session) -> None:
    row = planned(session, 10, 4)
    seen(session, 3)
    move(session, row.intervention_id, ago(2))
    assert came_of(session, row) == WAITS


def test_what_an_entry_named_stays_settled_by_it(session: Session) -> None:
    row = planned(session, 10, -4)
    kept_by = seen(session, 3, settles=row.id)
    other = seen(session, 1)
    move(session, kept_by, ago(2))
    move(session, other, ago(0))
    assert came_of(session, row) == kept_by


def test_who_was_seen_before_a_plan_did_not_keep_it_though_it_is_named(session: Session) -> None:
    row = planned(session, 10, -4)
    seen(session, 12, settles=row.id)
    assert came_of(session, row) == WAITS


def test_the_appointment_of_a_group_follows_its_entries_too(session: Session) -> None:
    def group(days_ago: int, **more: Any) -> int:
        count = len(session.exec(select(Intervention.id)).all())
        raw: dict[str, Any] = {"is_group": True, "women": 2, "type": "INFO_SESSION", "case_ids": ()}
        return record(
            session, submission_id=f"{count}", happened_on=ago(days_ago), **raw, **more
        ).ids[0]

    made = group(10, follow_up_on=ago(-1))
    row = session.exec(select(FollowUp).where(FollowUp.intervention_id == made)).one()
    kept_by = group(3, settles=row.id)
    assert came_of(session, row) == kept_by
    void(session, kept_by)
    assert came_of(session, row) == WAITS
    void(session, made)
    assert came_of(session, row) == DROPPED


def test_what_the_closing_of_the_kept_case_dropped_waits_again_for_the_other(
    session: Session,
) -> None:
    row, own = planned(session, 10, -4, OTHER), planned(session, 10, -5, KEPT)
    made = merge(session)
    close_case(session, KEPT)
    assert [came_of(session, each) for each in (row, own)] == [DROPPED, DROPPED]
    merges.undo(session, made.id, by=AGENT)
    assert session.get_one(Case, OTHER).closed_on is None
    assert (came_of(session, row), row.case_id) == (WAITS, OTHER)
    assert came_of(session, own) == DROPPED


def test_what_was_dropped_before_the_merge_or_was_void_stays_so(session: Session) -> None:
    dropped, mistaken = planned(session, 10, -4, OTHER), planned(session, 10, -5, OTHER)
    close_case(session, OTHER)
    case_facts.reopen(session, OTHER, by=AGENT)
    made = merge(session)
    void(session, mistaken.intervention_id)
    close_case(session, KEPT)
    merges.undo(session, made.id, by=AGENT)
    assert [came_of(session, each) for each in (dropped, mistaken)] == [DROPPED, DROPPED]


def test_what_its_own_entry_settled_stays_settled(session: Session) -> None:
    row = planned(session, 10, 4, OTHER)
    kept_by = seen(session, 3, OTHER)
    made = merge(session)
    close_case(session, KEPT)
    merges.undo(session, made.id, by=AGENT)
    assert came_of(session, row) == kept_by


def test_a_visit_that_stays_with_the_kept_case_did_not_keep_the_others_appointment(
    session: Session,
) -> None:
    row = planned(session, 10, 4, OTHER)
    made = merge(session)
    kept_by = seen(session, 3, KEPT)
    assert came_of(session, row) == kept_by
    merges.undo(session, made.id, by=AGENT)
    assert (came_of(session, row), row.case_id) == (WAITS, OTHER)
