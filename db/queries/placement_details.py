"""What is known of a person's jobs: what a check need not ask again, and what stands already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import OutcomeType
from db.inputs.placement_details import DETAILS
from db.models import Case, Placement, RetentionCheck


@dataclass(frozen=True, kw_only=True)
class Job:
    """A placement that stands; ``ended_on`` where it is known."""

    id: int
    type: OutcomeType
    starts_on: date
    ended_on: date | None


def jobs(session: Session, case_id: int, *, viewer: Viewer) -> tuple[Job, ...]:
    """The placements of a person of the viewer's agencies, the last begun first."""
    agencies = scope(session, viewer, Permission.PLACEMENT_WRITE)
    query = (
        select(Placement)
        .join(Case, col(Case.id) == col(Placement.case_id))
        .where(
            Placement.case_id == case_id,
            col(Case.agency_id).in_(agencies),
            col(Placement.voided_at).is_(None),
        )
        .order_by(col(Placement.starts_on).desc(), col(Placement.id).desc())
    )
    return tuple(
        Job(id=row.id, type=row.type, starts_on=row.starts_on, ended_on=row.ended_on)
        for row in session.exec(query)
    )


def known(session: Session, check_id: int, *, viewer: Viewer) -> frozenset[str]:
    """The ``DETAILS`` that are known of the job of a check; none of another agency's."""
    agencies = scope(session, viewer, Permission.PLACEMENT_WRITE)
    row = session.exec(
        select(Placement)
        .join(RetentionCheck, col(RetentionCheck.placement_id) == col(Placement.id))
        .join(Case, col(Case.id) == col(Placement.case_id))
        .where(RetentionCheck.id == check_id, col(Case.agency_id).in_(agencies))
    ).first()
    if row is None:
        return frozenset()
    return frozenset(name for name in DETAILS if getattr(row, name) is not None)
