"""A contact and the marks by which it is found, stored and deleted together."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.viewer import Viewer
from db.inputs import phones
from db.inputs.contacts import Contact
from db.models import Contact as Row
from db.models import ContactMark, Draft, DraftText
from db.models.base import now
from db.queries import merges
from db.queries.contacts import NAME, PHONE
from db.records import CONTACT, form_of
from db.secrets import names
from db.secrets.sealing import match_keys, seal


def store(session: Session, viewer: Viewer, case_id: int, contact: Contact) -> None:
    """Seal the contact of a case in the place of an earlier one."""
    _delete(session, _cards(session, case_id))
    sealed = seal(contact.model_dump(mode="json", include=set(Contact.model_fields)))
    session.add(Row(case_id=case_id, sealed=sealed, kept_by=viewer.account_id, kept_at=now()))
    session.flush()
    numbers = (form for each in contact.phones for form in phones.forms(each))
    marks = match_keys(names.forms(contact.name), NAME) | match_keys(numbers, PHONE)
    session.add_all(ContactMark(case_id=case_id, mark=mark) for mark in sorted(marks))
    session.flush()


def discard(session: Session, case_id: int) -> None:
    """Delete the contact of a case, if there is one, with all that finds it and all that anybody
    was writing of it; also those of all cases of the same person that were put together with it,
    one after the other."""
    cards = _cards(session, case_id)
    _delete(session, cards)
    _forget_drafts(session, cards)


def forget_drafts(session: Session, case_ids: Collection[int]) -> None:
    """Delete what anybody was writing of these contacts: the people go on elsewhere."""
    families = merges.families(session, case_ids).values()
    _forget_drafts(session, frozenset[int]().union(*families))


def _cards(session: Session, case_id: int) -> Collection[int]:
    return merges.families(session, [case_id])[case_id]


def _delete(session: Session, cards: Collection[int]) -> None:
    for table in (ContactMark, Row):
        session.execute(sa.delete(table).where(col(table.case_id).in_(cards)))


def _forget_drafts(session: Session, cards: Collection[int]) -> None:
    forms = [form_of(CONTACT, each) for each in cards]
    for table in (DraftText, Draft):
        session.execute(sa.delete(table).where(col(table.form).in_(forms)))
