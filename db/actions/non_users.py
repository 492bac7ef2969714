"""Count people who never came, met outside of the agency: a number, and nothing of the person."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.postings import posted_agencies
from db.access.viewer import AccountId, Viewer
from db.actions.anonymous_counts import acts, locked, submission_hash, to_undo
from db.errors import NotFound
from db.inputs.non_users import NonUserInput
from db.models import NonUserCount
from db.queries.codes import require_active

ENTITY = "non_user"


def count(session: Session, data: NonUserInput, *, by: AccountId) -> None:
    """One more person of this answer today; the same ``submission_id`` counts once."""
    viewer = require(session, by, Permission.TRUST_WRITE)
    day = today(session)
    if data.agency_id not in posted_agencies(session, by, day):
        raise NotFound("error.not_found")
    require_active(session, "answer", "NON_USER", data.answer, day)
    row = _row(session, data, day)
    if acts(session, ENTITY, data, by):
        return
    row.people += 1
    _log(session, viewer, "count", data)


def undo(session: Session, data: NonUserInput, *, by: AccountId) -> None:
    """Take back what the same account counted today, where it is still posted."""
    viewer = require(session, by, Permission.TRUST_WRITE)
    day = today(session)
    to_undo(session, ENTITY, data, by)
    if data.agency_id not in posted_agencies(session, by, day):
        raise NotFound("error.not_found")
    row = _row(session, data, day)
    if not to_undo(session, ENTITY, data, by) or row.people == 0:
        return
    row.people -= 1
    _log(session, viewer, "undo", data)


def _row(session: Session, data: NonUserInput, day: date) -> NonUserCount:
    """The number of this agency, day and answer."""
    return locked(session, NonUserCount, agency_id=data.agency_id, day=day, answer=data.answer)


def _log(session: Session, viewer: Viewer, verb: str, data: NonUserInput) -> None:
    """The answer is not told: beside the moment it would be one person's."""
    audit.record(session, viewer, f"{ENTITY}.{verb}", ENTITY, submission_hash(data))
