"""Whether a submission that is sent again equals what was stored: a second tab may differ."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from db.access.viewer import AccountId
from db.actions import cases
from db.inputs.interventions import InterventionInput
from db.models import Case, FollowUp, Intervention
from db.queries import merges


def is_as_asked(
    session: Session, data: InterventionInput, rows: Sequence[Intervention], by: AccountId
) -> bool:
    """Whether the stored rows are about the persons, and plan the follow-up, that is asked now."""
    return _same_persons(session, data, rows, by) and _same_follow_ups(session, data, rows)


def _same_persons(
    session: Session, data: InterventionInput, rows: Sequence[Intervention], by: AccountId
) -> bool:
    wanted = set(merges.surviving_cases(session, data.case_ids).values())
    if data.new_case is not None:
        opened = session.exec(
            select(Case).where(Case.submission_id == data.submission_id, Case.opened_by == by)
        ).first()
        fields = cases.fields_of(data.new_case, data.happened_on)
        if opened is None or any(getattr(opened, name) != fields[name] for name in fields):
            return False
        wanted.add(merges.surviving_case(session, opened.id))
    return {row.case_id for row in rows if row.case_id is not None} == wanted


def _same_follow_ups(
    session: Session, data: InterventionInput, rows: Sequence[Intervention]
) -> bool:
    ids = [row.id for row in rows]
    made = session.exec(select(FollowUp).where(col(FollowUp.intervention_id).in_(ids)))
    wanted = (
        [] if data.follow_up_on is None else [(data.follow_up_on, data.follow_up_at)] * len(ids)
    )
    return [(each.due_on, each.due_at) for each in made] == wanted
