"""All texts of one form that lie beside its draft, where more than two pages have typed.

The one that comes up next lies in the draft's own row (``aside``), the others wait behind it.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.models import Draft, DraftText
from db.models.base import now


def lay(session: Session, row: Draft, sealed: bytes, writer: str, at: datetime) -> None:
    """Lay a text beside the draft; an earlier one of the same page goes, any other stays."""
    forget_own(session, row, writer)
    if row.aside is not None:
        _wait(session, row, row.aside, row.aside_writer, row.aside_kept_at or now())
    row.aside, row.aside_writer, row.aside_kept_at = sealed, writer, at


def forget_own(session: Session, row: Draft, writer: str) -> None:
    """What a page typed earlier and lies beside: it has another text now."""
    if not writer:
        return
    session.execute(sa.delete(DraftText).where(*_of(row), col(DraftText.writer) == writer))
    if row.aside_writer == writer:
        lift(session, row)


def lift(session: Session, row: Draft) -> None:
    """The text beside goes, and the one that has waited longest comes next."""
    row.aside, row.aside_writer, row.aside_kept_at = None, "", None
    query = select(DraftText).where(*_of(row)).order_by(col(DraftText.id))
    if found := session.exec(query).first():
        row.aside, row.aside_writer = found.sealed, found.writer
        row.aside_kept_at = found.kept_at
        session.delete(found)
        session.flush()


def turn(session: Session, row: Draft) -> tuple[bytes, datetime] | None:
    """The text beside, to stand as the draft; the draft's own goes behind all others."""
    if row.aside is None:
        return None
    up = row.aside, row.aside_kept_at or now()
    _wait(session, row, row.sealed, "", row.kept_at)
    lift(session, row)
    return up


def forget_chosen(session: Session, row: Draft, writer: str) -> None:
    """One text is saved: of those beside it only the ones stay between which nobody has chosen."""
    session.execute(sa.delete(DraftText).where(*_of(row), col(DraftText.writer).in_({"", writer})))
    if row.aside is None or row.aside_writer in ("", writer):
        lift(session, row)


def forget_expired(session: Session, before: datetime) -> None:
    """Delete texts kept before then, those beside a draft too: the next one comes up."""
    session.execute(sa.delete(DraftText).where(col(DraftText.kept_at) < before))
    for row in with_aside(session, col(Draft.aside_kept_at) < before):
        lift(session, row)


def with_aside(session: Session, *where: sa.ColumnElement[bool]) -> list[Draft]:
    """Drafts beside which a text lies, locked; one that is written in now is left for later."""
    query = select(Draft).where(col(Draft.aside).is_not(None), *where)
    return list(session.exec(query.with_for_update(skip_locked=True)).all())


def forget_orphans(session: Session) -> None:
    """Delete texts whose draft has gone."""
    has_draft = sa.exists().where(
        col(Draft.account_id) == col(DraftText.account_id), col(Draft.form) == col(DraftText.form)
    )
    session.execute(sa.delete(DraftText).where(~has_draft))


def _wait(session: Session, row: Draft, sealed: bytes, writer: str, at: datetime) -> None:
    session.add(
        DraftText(
            account_id=row.account_id, form=row.form, sealed=sealed, writer=writer, kept_at=at
        )
    )
    session.flush()


def _of(row: Draft) -> tuple[sa.ColumnElement[bool], ...]:
    return col(DraftText.account_id) == row.account_id, col(DraftText.form) == row.form
