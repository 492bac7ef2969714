"""Keep what somebody has typed and not yet saved: encrypted, theirs alone, for some days.

These writes alone leave no audit row: one for each key stroke would only fill the log.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import require
from db.access.viewer import AccountId
from db.errors import AppError, NotAllowed
from db.inputs.drafts import LARGEST, DraftInput
from db.models import Draft
from db.models.base import now
from db.queries.drafts import expiry
from db.records import BY_NAME
from db.secrets.sealing import seal


def keep(session: Session, data: DraftInput, *, by: AccountId) -> datetime:
    """Store or replace the draft of a form; returns when."""
    _require(session, data.form, by)
    sealed = seal(data.values)
    if len(sealed) > LARGEST:
        raise AppError("error.draft_too_long")
    forget_expired(session)
    row = session.get(Draft, (by, data.form)) or Draft(account_id=by, form=data.form, sealed=b"")
    row.sealed, row.submission_id, row.kept_at = sealed, data.submission_id, now()
    session.add(row)
    return row.kept_at


def forget_expired(session: Session) -> None:
    """Delete expired drafts: at each start of the server, and whenever a draft is stored.

    It checks no permission, since nobody can open these drafts any more.
    """
    session.execute(sa.delete(Draft).where(col(Draft.kept_at) < expiry(session)))


def discard(
    session: Session, form: str, submission_id: str | None = None, *, by: AccountId
) -> None:
    """Delete a form's draft: its owner discards it, or saves the form in this transaction.

    With ``submission_id`` only that submission's draft goes: a late save leaves a newer one alone.
    """
    _require(session, form, by)
    mine = sa.delete(Draft).where(col(Draft.account_id) == by, col(Draft.form) == form)
    if submission_id is not None:
        known = col(Draft.submission_id)
        # Drafts stored before this column existed have no submission id.
        mine = mine.where(sa.or_(known == submission_id, known.is_(None)))
    session.execute(mine)


def _require(session: Session, form: str, by: AccountId) -> None:
    """A draft needs the permission that its save needs."""
    kind = BY_NAME.get(form)
    if kind is None:
        raise NotAllowed("error.not_allowed")
    require(session, by, kind.permission)
