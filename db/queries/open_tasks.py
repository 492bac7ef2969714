"""Everything open that can be put off or handed over, however far ahead it is due."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.viewer import AccountId
from db.codes import REFERRAL_DAYS
from db.inputs.tasks import TaskKind
from db.models import Case, FollowUp, Intervention, Placement, Referral, RetentionCheck, Task
from db.queries.retention import waits


class Found(NamedTuple):
    """A thing, its agency, and its person, of whom an appointment of a group has none."""

    kind: TaskKind
    id: int
    agency_id: int
    case_id: int | None


def found(
    session: Session,
    wanted: Any,
    agency_id: int | None = None,
    owner: AccountId | None = None,
    kinds: tuple[TaskKind, ...] = tuple(TaskKind),
) -> list[Found]:
    """Everything open that is meant, however far ahead; of one owner at an agency, or any."""
    things: list[Found] = []
    for kind in kinds:
        query, where_it_is, made_by = _open(kind)
        if wanted is not None:
            query = query.where(wanted)
        if agency_id is not None:
            whose = sa.func.coalesce(col(Task.account_id), made_by)
            query = query.where(where_it_is == agency_id, whose == owner)
        things += [Found(kind, *row) for row in session.execute(query)]
    return things


def _open(kind: TaskKind) -> tuple[Any, Any, Any]:
    """The open things of a kind with agency and person, the column of that agency, and of who
    entered them."""
    if kind is TaskKind.FOLLOW_UP:
        query = (
            sa.select(col(FollowUp.id), col(FollowUp.agency_id), col(FollowUp.case_id))
            .join(Intervention, col(Intervention.id) == col(FollowUp.intervention_id))
            .outerjoin(Case, col(Case.id) == col(FollowUp.case_id))
            .outerjoin(Task, col(Task.follow_up_id) == col(FollowUp.id))
            .where(col(FollowUp.settled_at).is_(None))
        )
        return query, col(FollowUp.agency_id), col(Intervention.entered_by)
    if kind is TaskKind.CHECK:
        query = (
            sa.select(col(RetentionCheck.id), col(Case.agency_id), col(Case.id))
            .join(Placement, col(Placement.id) == col(RetentionCheck.placement_id))
            .join(Case, col(Case.id) == col(Placement.case_id))
            .outerjoin(Task, col(Task.check_id) == col(RetentionCheck.id))
            .where(
                col(Placement.voided_at).is_(None),
                *waits(),
            )
        )
        return query, col(Case.agency_id), col(Placement.entered_by)
    query = (
        sa.select(col(Referral.id), col(Case.agency_id), col(Case.id))
        .join(Case, col(Case.id) == col(Referral.case_id))
        .outerjoin(Task, col(Task.referral_id) == col(Referral.id))
        .where(col(Referral.voided_at).is_(None), col(Referral.status).in_(tuple(REFERRAL_DAYS)))
    )
    return query, col(Case.agency_id), col(Referral.entered_by)
