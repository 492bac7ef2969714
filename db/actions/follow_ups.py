"""Follow-ups: planned by one intervention, settled by another."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.inputs.interventions import InterventionInput
from db.models import Case, FollowUp, Intervention
from db.models.base import now

#: Put together once, for each save asks them.
_OPEN = sa.select(FollowUp).where(
    col(FollowUp.agency_id) == sa.bindparam("agency"),
    col(FollowUp.intervention_id) != sa.bindparam("made"),
    col(FollowUp.settled_at).is_(None),
)
_NAMED = _OPEN.where(
    col(FollowUp.id) == sa.bindparam("named"),
    # A group's entry has nobody, and neither has what it settles.
    col(FollowUp.case_id).is_not_distinct_from(sa.bindparam("case")),
)
_DUE = _OPEN.where(
    col(FollowUp.case_id) == sa.bindparam("case"), col(FollowUp.due_on) <= sa.bindparam("day")
).order_by(col(FollowUp.due_on))


def plan(session: Session, data: InterventionInput, made: Intervention) -> None:
    """Store when to see the person (or group) again, if the entry says so."""
    if data.follow_up_on is not None:
        session.add(
            FollowUp(
                case_id=made.case_id,
                intervention_id=made.id,
                agency_id=made.agency_id,
                due_on=data.follow_up_on,
                due_at=data.follow_up_at,
            )
        )


def settle(session: Session, data: InterventionInput, made: Intervention) -> None:
    """Settle the follow-up that the entry names, else the person's oldest that was due by then.

    A named one that is settled already, or another person's, is ignored: the entry is saved.
    """
    asked = {"agency": made.agency_id, "case": made.case_id, "made": made.id}
    found = None
    if data.settles is not None:
        found = session.execute(_NAMED, {**asked, "named": data.settles}).scalars().first()
    if found is None and made.case_id is not None:
        found = session.execute(_DUE, {**asked, "day": made.happened_on}).scalars().first()
    if found is not None:
        found.settled_at, found.settled_by_id = now(), made.id


def when_voided(session: Session, voided: Intervention) -> None:
    """Close the follow-up that the voided entry planned, and reopen the one that it settled.

    One whose own entry was voided earlier is not reopened: it stays settled, by nobody.
    """
    settled = (
        select(FollowUp, Intervention.voided_at)
        .join(Intervention, col(Intervention.id) == FollowUp.intervention_id)
        .where(FollowUp.settled_by_id == voided.id)
    )
    for row, planner_voided_at in session.exec(settled):
        row.settled_by_id = None
        if planner_voided_at is None:
            row.settled_at = None
            # The person may have gone to another agency since: what waits is where they are.
            if row.case_id is not None:
                row.agency_id = session.get_one(Case, row.case_id).agency_id
    for row in session.exec(select(FollowUp).where(FollowUp.intervention_id == voided.id)):
        row.settled_at, row.settled_by_id = row.settled_at or now(), None
