"""Whether a person can be reached, and who is found by a name or a number; never what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.errors import NotFound
from db.inputs import phones
from db.models import Account, Case, Contact, ContactMark
from db.queries import merges
from db.secrets import names
from db.secrets.sealing import match_keys

#: What the keyed forms of a name and of a number are kept for.
NAME, PHONE = "contact name", "contact phone"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """There is a contact: since when, and who wrote it down. ``seen`` tells it from a later one."""

    kept_at: datetime
    kept_by: str

    @property
    def seen(self) -> str:
        """What a form that corrects it sends back."""
        return self.kept_at.isoformat()


def kept(session: Session, case_id: int, *, viewer: Viewer) -> Kept | None:
    """Whether there is a contact of a person of the viewer's agencies; ``NotFound`` elsewhere."""
    here = scope(session, viewer, Permission.CONTACTS)
    case = session.get(Case, case_id)
    if case is None or case.agency_id not in here:
        raise NotFound("error.case_not_found")
    query = (
        sa.select(col(Contact.kept_at), col(Account.display_name))
        .join(Account, col(Account.id) == col(Contact.kept_by))
        .where(col(Contact.case_id) == case_id)
    )
    row = session.execute(query).first()
    return Kept(kept_at=row[0], kept_by=row[1]) if row else None


def named(session: Session, typed: str) -> sa.ColumnElement[bool]:
    """The condition that a case's contact has a name like this one: all words of it that tell
    something, in any order and spelling."""
    words = names.words(typed)
    telling = [each for each in words if not each.is_weak] or words
    if not telling:
        return sa.false()
    return sa.and_(*(_marked(session, match_keys(each.sounds, NAME)) for each in telling))


def rung_at(session: Session, typed: str) -> sa.ColumnElement[bool]:
    """The condition that a case's contact has this number, or one that ends so."""
    return _marked(session, match_keys([phones.looked_for(typed)], PHONE))


def _marked(session: Session, marks: frozenset[str]) -> sa.ColumnElement[bool]:
    """A contact that stayed with a case when it was put together finds the one that stands."""
    found = sa.select(col(ContactMark.case_id)).where(col(ContactMark.mark).in_(sorted(marks)))
    if others := merges.survivors_of(session, found):
        return sa.or_(col(Case.id).in_(found), col(Case.id).in_(sorted(others)))
    return col(Case.id).in_(found)
