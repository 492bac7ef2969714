"""Mark an event or a note on the time of an agency, or of the whole programme, or remove one."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.actions.facts import refuse
from db.errors import NotFound, Problem, invalid
from db.inputs.marks import MarkInput, day_problems
from db.inputs.results import EARLIEST
from db.models import Agency, MarkedEvent, MarkKind
from db.models.base import now

ENTITY = "mark"
#: How far ahead an event may lie.
AHEAD = timedelta(days=730)


def add(session: Session, data: MarkInput, *, by: AccountId) -> int:
    """Mark one; the same twice is one. Raises ``InvalidInput`` for days that cannot be."""
    viewer = require(session, by, Permission.EVENTS_MARK)
    if data.agency_id is not None and data.agency_id not in viewer.agencies:
        raise NotFound("error.not_found")
    if data.kind not in set(MarkKind):
        raise invalid("kind", "error.unknown_choice")
    _check_days(session, data)
    if data.agency_id is not None:
        # Of two equal marks at once the later waits here and finds the first.
        session.get_one(Agency, data.agency_id, with_for_update={"key_share": True})
    known = _same(session, data)
    if known is not None:
        return known
    row = MarkedEvent(
        agency_id=data.agency_id,
        kind=MarkKind(data.kind),
        starts_on=data.starts_on,
        ends_on=data.ends_on,
        sentence=data.sentence,
        marked_by=viewer.account_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, viewer, "mark.add", ENTITY, row.id,
        fields=("starts_on", "ends_on", "sentence"), changes_results=True,
    )  # fmt: skip
    return row.id


def remove(session: Session, mark_id: int, *, by: AccountId) -> None:
    """One that is wrong is shown no more; it stays, and so does who removed it. Once is enough."""
    viewer = require(session, by, Permission.EVENTS_MARK)
    row = session.get(MarkedEvent, mark_id, with_for_update=True, populate_existing=True)
    if row is None or (row.agency_id is not None and row.agency_id not in viewer.agencies):
        raise NotFound("error.not_found")
    if row.removed_at is not None:
        return
    row.removed_by, row.removed_at = viewer.account_id, now()
    session.flush()
    audit.record(session, viewer, "mark.remove", ENTITY, row.id, changes_results=True)


def _check_days(session: Session, data: MarkInput) -> None:
    found = day_problems(data)
    if data.starts_on < EARLIEST:
        found = {"starts_on": Problem("error.mark_too_far")}
    elif data.ends_on > today(session) + AHEAD:
        found.setdefault("ends_on", Problem("error.mark_too_far"))
    refuse(found)


def _same(session: Session, data: MarkInput) -> int | None:
    query = select(MarkedEvent.id).where(
        col(MarkedEvent.agency_id).is_not_distinct_from(data.agency_id),
        MarkedEvent.kind == MarkKind(data.kind),
        MarkedEvent.starts_on == data.starts_on,
        MarkedEvent.ends_on == data.ends_on,
        MarkedEvent.sentence == data.sentence,
        col(MarkedEvent.removed_at).is_(None),
    )
    return session.exec(query).first()
