"""Keep what somebody has typed and not yet saved: encrypted, theirs alone, for some days.

The same form may be open on two pages, of two devices or of one. What is typed on a page that has
not seen the newer text of the other never replaces it: it lies beside it until its author chooses.

These writes alone leave no audit row: one for each key stroke would only fill the log.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import contact_rules, draft_texts
from db.errors import AppError, NotAllowed
from db.inputs.drafts import LARGEST, LARGEST_REPORT, SUBMISSION, DraftInput
from db.inputs.records import Drafted
from db.inputs.reports import DRAFT
from db.models import Draft
from db.models.base import now
from db.queries.drafts import expiry
from db.records import CONTACT, draft_permission, row_of
from db.secrets.sealing import seal, unseal

NEWER = "error.draft_newer"
#: Put together once, for each save asks it.
_OWN = (
    sa.select(Draft)
    .where(
        col(Draft.account_id) == sa.bindparam("account"), col(Draft.form) == sa.bindparam("form")
    )
    .with_for_update()
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Kept:
    """When a draft was kept, the mark that it has now, and whether a newer text of another page
    stands in its place and this one lies beside it."""

    at: datetime
    mark: str
    is_aside: bool = False


def keep(session: Session, data: DraftInput, *, by: AccountId) -> Kept:
    """Store or replace the draft of a form, or lay it beside one that its page has not seen."""
    sealed = _sealed(session, data, by)
    forget_expired(session)
    row = _row(session, data.form, by)
    if row is None:
        return _write(session, Draft(account_id=by, form=data.form, sealed=b""), sealed, data)
    there, has_seen = unseal(row.sealed), _has_seen(row, data.writer, data.mark)
    is_same = _text(there) == _text(data.values)
    if there and not has_seen and not is_same:
        at = now()
        draft_texts.lay(session, row, sealed, data.writer, at)
        return Kept(at, data.mark, is_aside=True)
    draft_texts.forget_own(session, row, data.writer)
    if is_same and (not has_seen or row.submission_id == data.submission_id):
        # A page that comes back with the text as it stands has typed nothing: no new mark, by
        # which all other pages would seem overtaken.
        return Kept(row.kept_at, row.mark)
    return _write(session, row, sealed, data)


def overrule(session: Session, data: DraftInput, *, by: AccountId) -> Kept:
    """What this page holds shall stand; what stood there lies beside it until one is saved."""
    sealed = _sealed(session, data, by)
    row = _row(session, data.form, by)
    if row is None:
        row = Draft(account_id=by, form=data.form, sealed=b"")
    elif row.writer != data.writer:
        draft_texts.forget_own(session, row, data.writer)
        draft_texts.lay(session, row, row.sealed, "", row.kept_at)
    return _write(session, row, sealed, data)


def give_way(session: Session, data: DraftInput, *, by: AccountId) -> None:
    """What another page wrote shall stand; what this one holds lies beside it until one is saved.

    Where nothing stands there any more, this is the draft.
    """
    sealed = _sealed(session, data, by)
    row = _row(session, data.form, by)
    if row is None:
        keep(session, data, by=by)
        return
    draft_texts.forget_own(session, row, data.writer)
    draft_texts.lay(session, row, sealed, "", now())


def bring_back(session: Session, form: str, *, by: AccountId) -> None:
    """What lies beside a draft stands in its place; where several do, each comes up in turn."""
    _require(session, form, by)
    forget_expired(session)
    row = _row(session, form, by)
    up = draft_texts.turn(session, row) if row else None
    if row is None or up is None:
        return
    row.sealed, row.kept_at = up
    row.submission_id = unseal(row.sealed).get(SUBMISSION)
    row.mark, row.writer = _new_mark(), ""


def forget_expired(session: Session) -> None:
    """Delete expired drafts: at each start of the server, and whenever a draft is stored.

    Each text has its own days, also one that lies beside a draft. No permission is checked, since
    nobody can open these texts any more.
    """
    before = expiry(session)
    draft_texts.forget_expired(session, before)
    for row in draft_texts.with_aside(session, col(Draft.kept_at) < before):
        _comes_up(session, row)
    session.execute(sa.delete(Draft).where(col(Draft.kept_at) < before))
    draft_texts.forget_orphans(session)


def discard(
    session: Session, form: str, *, writer: str = "", mark: str = "", by: AccountId
) -> None:
    """Its owner throws a form's draft away; raises where another page has typed since."""
    _require(session, form, by)
    row = _row(session, form, by)
    if row is None:
        return
    if writer and not _has_seen(row, writer, mark):
        raise AppError(NEWER)
    _leave(session, row, writer)


def finish(session: Session, form: str, data: Drafted, viewer: Viewer) -> None:
    """The form is saved in this transaction by whoever may: its draft goes, a newer one stays.

    Raises where another page has typed in the same draft since: the save would lose that unseen.
    """
    row = _row(session, form, viewer.account_id)
    if row is None:
        return
    # Drafts stored before this column existed have no submission id.
    if row.submission_id not in (None, data.submission_id):
        draft_texts.forget_own(session, row, data.writer)
        return
    if data.writer and not _has_seen(row, data.writer, data.mark):
        raise AppError(NEWER)
    _leave(session, row, data.writer)


def _leave(session: Session, row: Draft, writer: str) -> None:
    """The text goes; one of another page, between which and this nobody has chosen, comes up."""
    draft_texts.forget_chosen(session, row, writer)
    if row.aside is None:
        session.delete(row)
        session.flush()
        return
    _comes_up(session, row)


def _comes_up(session: Session, row: Draft) -> None:
    """What lies beside stands as the draft."""
    if row.aside is None:
        return
    row.sealed, row.writer, row.kept_at = row.aside, row.aside_writer, row.aside_kept_at or now()
    row.submission_id, row.mark = unseal(row.sealed).get(SUBMISSION), _new_mark()
    draft_texts.lift(session, row)


def _write(session: Session, row: Draft, sealed: bytes, data: DraftInput) -> Kept:
    row.sealed, row.submission_id, row.kept_at = sealed, data.submission_id, now()
    row.mark, row.writer, row.sign_in_id = _new_mark(), data.writer, data.sign_in_id
    session.add(row)
    return Kept(row.kept_at, row.mark)


def _has_seen(row: Draft, writer: str, mark: str) -> bool:
    """Whether a page knows the text as it stands: it wrote it, or has read it."""
    return writer == row.writer or mark == row.mark


def _row(session: Session, form: str, by: AccountId) -> Draft | None:
    """The draft of a form, locked."""
    return session.execute(_OWN, {"account": by, "form": form}).scalar_one_or_none()


def _sealed(session: Session, data: DraftInput, by: AccountId) -> bytes:
    _require(session, data.form, by)
    _require_agreed(session, data.form, by)
    sealed = seal(data.values)
    if len(sealed) > (LARGEST_REPORT if _is_report(data.form) else LARGEST):
        raise AppError("error.draft_too_long")
    return sealed


def _text(values: dict[str, Any]) -> dict[str, Any]:
    """What a draft says, as it is read again: the submission is not part of it."""
    read: dict[str, Any] = json.loads(json.dumps(values))
    return {name: value for name, value in read.items() if name != SUBMISSION}


def _new_mark() -> str:
    return uuid.uuid4().hex


def _require(session: Session, form: str, by: AccountId) -> None:
    """A draft needs the permission that its save needs."""
    permission = Permission.REPORTS_WRITE if _is_report(form) else draft_permission(form)
    if permission is None:
        raise NotAllowed("error.not_allowed")
    require(session, by, permission)


def _require_agreed(session: Session, form: str, by: AccountId) -> None:
    """A contact is typed of whoever agrees to be called, and of nobody else."""
    kind, case_id = row_of(form) or ("", 0)
    if kind != CONTACT:
        return
    _, case = contact_rules.theirs(session, case_id, by)
    if not contact_rules.has_agreed(session, case):
        raise AppError(contact_rules.NEEDS_CONSENT)


def _is_report(form: str) -> bool:
    """The sentences of a report: longer than any entry, and one form for each period."""
    return form.startswith(DRAFT)
