"""How a person who agreed to it can be reached: kept sealed, and each reading written down."""

from __future__ import annotations

from sqlmodel import Session

from db import audit
from db.access.clock import today
from db.access.viewer import AccountId
from db.actions import contact_rows, contact_rules, drafts
from db.actions.minors import require_guardian
from db.errors import NotFound, invalid
from db.inputs.contacts import Contact, ContactInput
from db.models import Contact as Row
from db.queries.codes import require_active
from db.records import CONTACT, form_of
from db.secrets.sealing import unseal


def keep(session: Session, data: ContactInput, *, by: AccountId) -> None:
    """Store or correct the contact of a person of one's agencies.

    Raises ``InvalidInput`` where the person has not agreed to be called, and where somebody else
    has changed the contact since the form showed it.
    """
    viewer, case = contact_rules.theirs(session, data.case_id, by)
    has_agreed = contact_rules.has_agreed(session, case)
    require_guardian(session, case)
    if not has_agreed:
        raise invalid("form", contact_rules.NEEDS_CONSENT)
    if data.language is not None:
        require_active(session, "language", "LANGUAGE", data.language, today(session))
    row = session.get(Row, case.id, populate_existing=True)
    if data.seen != (row.kept_at.isoformat() if row else ""):
        raise invalid("form", "error.contact_changed")
    contact_rows.store(session, viewer, case.id, data)
    drafts.finish(session, form_of(CONTACT, data.case_id), data, viewer)
    audit.record(session, viewer, "contact.keep", "case", case.id)


def show(session: Session, case_id: int, *, by: AccountId) -> Contact | None:
    """The contact of a person of one's agencies; that it was read stands in the log.

    None where the present keys do not open it; raises ``NotFound`` where there is none.
    """
    viewer, case = contact_rules.theirs(session, case_id, by)
    row = session.get(Row, case.id, populate_existing=True)
    if row is None:
        raise NotFound("error.no_contact")
    audit.record(session, viewer, "contact.show", "case", case.id)
    # Not validated: a number that is out of use by now is shown as it was written down.
    opened = unseal(row.sealed)
    return Contact.model_construct(None, **opened) if opened else None
