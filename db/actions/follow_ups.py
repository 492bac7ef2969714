"""Follow-ups: planned by one intervention, settled by another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db.inputs.interventions import InterventionInput
from db.models import Case, FollowUp, Intervention
from db.models.base import now

#: Put together once, for each save asks them.
_OPEN = (
    sa.select(FollowUp)
    .join(Intervention, col(Intervention.id) == col(FollowUp.intervention_id))
    .where(
        col(FollowUp.agency_id) == sa.bindparam("agency"),
        col(FollowUp.intervention_id) != sa.bindparam("made"),
        col(FollowUp.settled_at).is_(None),
        # Who was seen before it was planned did not come for it.
        col(Intervention.happened_on) <= sa.bindparam("day"),
    )
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

    A named one that is settled already, planned on a later day or another person's is ignored: the
    entry is saved.
    """
    asked = {
        "agency": made.agency_id,
        "case": made.case_id,
        "made": made.id,
        "day": made.happened_on,
    }
    found = None
    if data.settles is not None:
        found = session.execute(_NAMED, {**asked, "named": data.settles}).scalars().first()
    if found is None and made.case_id is not None:
        found = session.execute(_DUE, asked).scalars().first()
    if found is not None:
        found.settled_at, found.settled_by_id = now(), made.id


def settle_anew(session: Session, changed: Intervention) -> None:
    """After an entry was corrected or voided: what it had planned or settled, and all that waits
    for the same person. The caller has locked the case."""
    if changed.case_id is not None:
        settle_person_anew(session, changed.case_id)
        return
    own = (FollowUp.intervention_id == changed.id) | (FollowUp.settled_by_id == changed.id)
    _release(session, own)


def settle_person_anew(session: Session, case_id: int) -> None:
    """What a standing entry settled stays settled by it; what waits after that, an entry settles
    that settled nothing yet. For a closed case nothing waits."""
    waiting = _release(session, col(FollowUp.case_id) == case_id)
    case = session.get_one(Case, case_id, populate_existing=True)
    for entry in _idle(session, case_id) if waiting else ():
        for row, planned in waiting:
            if _may_settle(entry, row, planned):
                row.settled_at, row.settled_by_id = now(), entry.id
                waiting.remove((row, planned))
                break
    for row, _ in waiting:
        if case.closed_on is not None:
            row.settled_at = now()
        # The person may have gone to another agency since: what waits is where they are.
        row.agency_id = case.agency_id


def bring_back(session: Session, case_id: int, since: datetime) -> None:
    """Let wait again what was dropped since then because a case was closed: no entry settled it,
    and the one that planned it stands."""
    session.execute(
        sa.update(FollowUp)
        .where(
            col(FollowUp.case_id) == case_id,
            col(FollowUp.settled_by_id).is_(None),
            col(FollowUp.settled_at) >= since,
            col(FollowUp.intervention_id).in_(
                sa.select(col(Intervention.id)).where(col(Intervention.voided_at).is_(None))
            ),
        )
        .values(settled_at=None)
    )


def _release(session: Session, which: Any) -> list[tuple[FollowUp, Intervention]]:
    """Those that wait, the first due first: also what a voided entry settled, another person's, or
    one of a day before it was planned. What a voided entry planned waits no more."""
    planner, settler = aliased(Intervention), aliased(Intervention)
    query = (
        select(FollowUp, planner, settler)
        .join(planner, col(planner.id) == FollowUp.intervention_id)
        .outerjoin(settler, col(settler.id) == FollowUp.settled_by_id)
        .where(which)
        .order_by(col(FollowUp.due_on), col(FollowUp.id))
    )
    session.flush()
    waiting = []
    for row, planned, settled in session.exec(
        query.execution_options(populate_existing=True)
    ).all():
        if planned.voided_at is not None:
            row.settled_at, row.settled_by_id = row.settled_at or now(), None
            continue
        if settled is not None and not _may_stand(settled, row, planned):
            row.settled_at = row.settled_by_id = None
        if row.settled_at is None:
            waiting.append((row, planned))
    session.flush()
    return waiting


def _idle(session: Session, case_id: int) -> Collection[Intervention]:
    """The person's own entries that settle nothing, in their order. That somebody was named of a
    group session settles nothing either."""
    settles = sa.select(col(FollowUp.settled_by_id)).where(col(FollowUp.settled_by_id).is_not(None))
    query = select(Intervention).where(
        Intervention.case_id == case_id,
        col(Intervention.voided_at).is_(None),
        col(Intervention.group_id).is_(None),
        col(Intervention.id).not_in(settles),
    )
    return session.exec(query.order_by(col(Intervention.happened_on), col(Intervention.id))).all()


def _may_stand(entry: Intervention, row: FollowUp, planned: Intervention) -> bool:
    return (
        entry.voided_at is None
        and entry.case_id == row.case_id
        and entry.happened_on >= planned.happened_on
    )


def _may_settle(entry: Intervention, row: FollowUp, planned: Intervention) -> bool:
    return (
        _may_stand(entry, row, planned)
        and entry.id != planned.id
        and entry.agency_id == row.agency_id
        and entry.happened_on >= row.due_on
    )
