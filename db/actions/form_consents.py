"""Consents that a form asks for beside its own row, and what its undo makes of them."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.viewer import Viewer
from db.actions import contact_rows
from db.codes import ConsentPurpose
from db.models import Consent
from db.queries.consents import active_consent, withdrawn_since


def note(
    session: Session,
    viewer: Viewer,
    case_id: int,
    purpose: ConsentPurpose,
    day: date,
    language: str | None,
    submission_id: str | None = None,
) -> None:
    """Record a consent that was given on ``day``, unless one stands or was taken back since."""
    if active_consent(session, case_id, purpose) is not None:
        return
    if day < today(session) and withdrawn_since(session, case_id, purpose, day) is not None:
        return
    session.add(
        Consent(
            case_id=case_id,
            purpose=purpose,
            given_on=day,
            language=language,
            recorded_by=viewer.account_id,
            submission_id=submission_id,
        )
    )
    session.flush()
    log(session, viewer, "consent.give", case_id, purpose)


def discard(session: Session, viewer: Viewer, submission_id: str) -> None:
    """An entry was undone at once: what was agreed to with it was not."""
    query = select(Consent).where(
        Consent.submission_id == submission_id,
        Consent.recorded_by == viewer.account_id,
        col(Consent.withdrawn_on).is_(None),
    )
    for row in session.exec(query).all():
        log(session, viewer, "consent.undo", row.case_id, row.purpose)
        if row.purpose is ConsentPurpose.FOLLOW_UP:
            contact_rows.discard(session, row.case_id)
        session.delete(row)


def log(
    session: Session, viewer: Viewer, action: str, case_id: int, purpose: ConsentPurpose
) -> None:
    """Of a consent the log names the purpose, and the case by its internal number."""
    audit.record(session, viewer, action, "case", case_id, fields=[f"consent_{purpose.value}"])
