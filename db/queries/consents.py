"""What a person has agreed to, purpose by purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import ConsentPurpose
from db.errors import NotFound
from db.inputs.consents import is_minor
from db.models import Account, Case, Consent


@dataclass(frozen=True, kw_only=True)
class Said:
    """The last word of a person on one purpose; without a day, they were never asked."""

    purpose: ConsentPurpose
    given_on: date | None = None
    language: str | None = None
    recorded_by: str = ""
    withdrawn_on: date | None = None

    @property
    def stands(self) -> bool:
        """Whether it was given and not withdrawn."""
        return self.given_on is not None and self.withdrawn_on is None


@dataclass(frozen=True, kw_only=True)
class Consents:
    """All purposes of one person, in their order; a guardian's where they are or were a minor."""

    said: Mapping[ConsentPurpose, Said]
    #: A minor without the guardian's: nothing else is recorded before it.
    waits_for_guardian: bool


def of_case(session: Session, case_id: int, *, viewer: Viewer) -> Consents:
    """What a person of the viewer's agencies has agreed to; any other raises ``NotFound``."""
    here = scope(session, viewer, Permission.CASE_READ)
    case = session.get(Case, case_id)
    if case is None or case.agency_id not in here:
        raise NotFound("error.case_not_found")
    found = {purpose: Said(purpose=purpose) for purpose in ConsentPurpose}
    query = (
        sa.select(Consent, col(Account.display_name))
        .join(Account, col(Account.id) == col(Consent.recorded_by))
        .where(col(Consent.case_id) == case_id)
        .order_by(col(Consent.id))
    )
    for row, name in session.execute(query):
        found[row.purpose] = Said(
            purpose=row.purpose,
            given_on=row.given_on,
            language=row.language,
            recorded_by=name,
            withdrawn_on=row.withdrawn_on,
        )
    guardian = found[ConsentPurpose.GUARDIAN]
    minor = is_minor_now(session, case)
    if not minor and guardian.given_on is None:
        del found[ConsentPurpose.GUARDIAN]
    return Consents(said=found, waits_for_guardian=minor and not guardian.stands)


def is_minor_now(session: Session, case: Case) -> bool:
    """Whether minor rules apply to a person today."""
    return is_minor(case.birth_year, today(session), has_turned_18=case.has_turned_18)


def active_consent(session: Session, case_id: int, purpose: ConsentPurpose) -> Consent | None:
    """The consent that stands, for acts and reads that have asked who looks."""
    query = select(Consent).where(
        Consent.case_id == case_id,
        Consent.purpose == purpose,
        col(Consent.withdrawn_on).is_(None),
    )
    return session.exec(query).first()


def withdrawn_since(
    session: Session, case_id: int, purpose: ConsentPurpose, since: date
) -> date | None:
    """The day on which a consent of which none stands was taken back last, if that is ``since`` or
    later; for acts that have asked who looks."""
    if active_consent(session, case_id, purpose) is not None:
        return None
    query = select(sa.func.max(col(Consent.withdrawn_on))).where(
        Consent.case_id == case_id, Consent.purpose == purpose
    )
    day = session.exec(query).one()
    return day if day is not None and day >= since else None
