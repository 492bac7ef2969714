"""What a person agreed to, and their contact, when two cases of theirs are put together.

A consent is never won by a merge: where the two cases say different things on one purpose, the
person is asked first.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.codes import ConsentPurpose
from db.errors import AppError
from db.models import Case, CaseMerge, Consent, Contact, ContactMark, MergedRow, Transfer
from db.models.tasks import TransferState

#: Tables that this file moves, row by row.
MOVED = (Consent.__tablename__, Contact.__tablename__)
_CONTACT = json.dumps([])


def check(session: Session, kept: int, merged: int) -> None:
    """Raise ``AppError`` where the cases contradict each other on a consent, or where one of them
    is about to go to another agency."""
    one, other = _last_words(session, kept), _last_words(session, merged)
    if any(one[purpose] != other[purpose] for purpose in one.keys() & other.keys()):
        raise AppError("error.merge_consents")
    # Of a closed case nobody can say yes or no, or see that somebody was asked.
    pending = (
        select(Transfer.id)
        .join(Case, col(Case.id) == col(Transfer.case_id))
        .where(
            col(Transfer.case_id).in_((kept, merged)),
            Transfer.state == TransferState.PENDING,
            col(Case.closed_on).is_(None),
        )
    )
    if session.exec(pending).first() is not None:
        raise AppError("error.merge_transfer")


def move(session: Session, merge: CaseMerge) -> None:
    """Consents on purposes of which the kept case says nothing, and the contact where it has none;
    what it says already, it says for both."""
    said = _last_words(session, merge.kept_id)
    for row in session.exec(select(Consent).where(Consent.case_id == merge.merged_id)).all():
        if row.purpose not in said:
            row.case_id = merge.kept_id
            session.add(_note(merge, Consent.__tablename__, json.dumps([row.id])))
    session.flush()
    if _carry_contact(session, merge.merged_id, merge.kept_id):
        session.add(_note(merge, Contact.__tablename__, _CONTACT))
    session.flush()


def move_back(session: Session, merge: CaseMerge, moved: MergedRow) -> None:
    """One row that was moved; the contact afterwards, by ``move_contact_back``."""
    if moved.of_table == Contact.__tablename__:
        return
    (row_id,) = json.loads(moved.row_key)
    row = session.get(Consent, row_id)
    if row is not None:
        row.case_id = merge.merged_id


def move_contact_back(session: Session, merge: CaseMerge, *, was_moved: bool) -> None:
    """The contact goes with the consent that it rests on, once the consents are back; one that was
    deleted since stays so. Where both cases have the consent, only one that was moved goes back,
    and not another that was written down since."""
    session.flush()
    purpose = ConsentPurpose.FOLLOW_UP
    kept, merged = (
        _last_words(session, each).get(purpose, False) for each in (merge.kept_id, merge.merged_id)
    )
    held = session.get(Contact, merge.kept_id, populate_existing=True)
    if held is None or not merged:
        return
    if not kept or (was_moved and held.kept_at <= merge.merged_at):
        _carry_contact(session, merge.kept_id, merge.merged_id)


def _last_words(session: Session, case_id: int) -> dict[ConsentPurpose, bool]:
    """Whether the last word on each purpose is a consent; nothing where nothing was said."""
    query = select(Consent).where(Consent.case_id == case_id).order_by(col(Consent.id))
    return {row.purpose: row.withdrawn_on is None for row in session.exec(query)}


def _note(merge: CaseMerge, of_table: str, key: str) -> MergedRow:
    return MergedRow(merge_id=merge.id, of_table=of_table, row_key=key)


def _carry_contact(session: Session, source: int, target: int) -> bool:
    """The contact with all that finds it, unless the target has its own; whether it was moved."""
    found = session.get(Contact, source, populate_existing=True)
    if found is None or session.get(Contact, target, populate_existing=True) is not None:
        return False
    held = found.model_dump(exclude={"case_id"})
    session.add(Contact(case_id=target, **held))
    session.flush()
    marks = sa.update(ContactMark).where(col(ContactMark.case_id) == source)
    session.execute(marks.values(case_id=target), execution_options={"synchronize_session": False})
    session.delete(found)
    session.flush()
    return True
