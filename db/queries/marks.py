"""What managers have marked on the time that a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import local
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.models import Account, MarkedEvent, MarkKind


@dataclass(frozen=True, kw_only=True)
class Marked:
    """An event or note with its writer's name; ``agency_id``: none for the whole programme."""

    id: int
    agency_id: int | None
    kind: MarkKind
    starts_on: date
    ends_on: date
    sentence: str
    author: str
    at: datetime

    @property
    def is_note(self) -> bool:
        """Whether it is only read, and drawn on no chart."""
        return self.kind is MarkKind.NOTE


def marks(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Marked]:
    """Those that touch the period, of the agencies in question and of the whole programme, by
    their first day; none that was removed."""
    agencies = wanted.among(scope(session, viewer, Permission.RESULTS_READ))
    query = (
        select(MarkedEvent, Account.display_name)
        .join(Account, col(Account.id) == col(MarkedEvent.marked_by))
        .where(
            col(MarkedEvent.removed_at).is_(None),
            sa.or_(col(MarkedEvent.agency_id).is_(None), col(MarkedEvent.agency_id).in_(agencies)),
            MarkedEvent.starts_on <= wanted.end,
            MarkedEvent.ends_on >= wanted.start,
        )
        .order_by(col(MarkedEvent.starts_on), col(MarkedEvent.id))
    )
    told = {"id", "agency_id", "kind", "starts_on", "ends_on", "sentence"}
    return [
        Marked(author=name, at=local(session, row.marked_at), **row.model_dump(include=told))
        for row, name in session.exec(query)
    ]
