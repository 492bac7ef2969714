"""The views that a person has kept."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError
from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.saved_views import Filters
from db.models import SavedView


@dataclass(frozen=True, kw_only=True)
class View:
    """A page with its filters, under a name."""

    id: int
    name: str
    page: str
    filters: Filters


def own(session: Session, *, viewer: Viewer) -> list[View]:
    """One's own, in the order in which they were kept."""
    by = require(session, viewer.account_id, Permission.RESULTS_READ).account_id
    query = select(SavedView).where(SavedView.account_id == by).order_by(col(SavedView.id))
    return [
        View(id=row.id, name=row.name, page=row.page, filters=_read(row.query))
        for row in session.exec(query)
    ]


def _read(query: str) -> Filters:
    """As they are checked today: what is no filter any more falls away."""
    try:
        return Filters.model_validate_json(query)
    except ValidationError:
        return Filters()
