"""Keep a page of results with its filters under a name, rename it, and remove it."""

from __future__ import annotations

from sqlmodel import Session, select

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.account_locks import locked
from db.errors import AppError, NotFound, invalid
from db.inputs.normalisation import search_key
from db.inputs.saved_views import MOST, ViewInput, ViewName
from db.models import SavedView


def keep(session: Session, data: ViewInput, *, by: AccountId) -> int:
    """Raises ``InvalidInput`` for a name that one has used, and ``AppError`` at one too many."""
    viewer = require(session, by, Permission.RESULTS_READ)
    rows = _own(session, viewer)
    _refuse_twice(rows, data.name)
    if len(rows) >= MOST:
        raise AppError("error.views_many", count=MOST)
    row = SavedView(
        account_id=viewer.account_id,
        name=data.name,
        page=data.page,
        query=data.filters.model_dump_json(exclude_defaults=True),
    )
    session.add(row)
    session.flush()
    audit.record(session, viewer, "view.keep", "view", row.id)
    return row.id


def rename(session: Session, data: ViewName, *, by: AccountId) -> None:
    """Raises ``NotFound`` for a view that is not one's own."""
    viewer = require(session, by, Permission.RESULTS_READ)
    rows = _own(session, viewer)
    row = _the(rows, data.view_id)
    _refuse_twice([each for each in rows if each is not row], data.name)
    row.name = data.name
    audit.record(session, viewer, "view.rename", "view", row.id)


def remove(session: Session, view_id: int, *, by: AccountId) -> None:
    """Raises ``NotFound`` for a view that is not one's own."""
    viewer = require(session, by, Permission.RESULTS_READ)
    row = _the(_own(session, viewer), view_id)
    session.delete(row)
    audit.record(session, viewer, "view.remove", "view", row.id)


def _own(session: Session, viewer: Viewer) -> list[SavedView]:
    """All of one's own; who keeps two at once waits here."""
    locked(session, viewer.account_id)
    query = select(SavedView).where(SavedView.account_id == viewer.account_id)
    return list(session.exec(query))


def _the(rows: list[SavedView], view_id: int) -> SavedView:
    for row in rows:
        if row.id == view_id:
            return row
    raise NotFound("error.not_found")


def _refuse_twice(rows: list[SavedView], name: str) -> None:
    if search_key(name) in {search_key(each.name) for each in rows}:
        raise invalid("name", "error.view_named")
