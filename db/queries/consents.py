"""What a person has agreed to, purpose by purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import ConsentPurpose
from db.errors import NotFound
from db.inputs.cases import MAYBE_MINOR, YOUNGEST, is_too_young
from db.inputs.consents import is_minor
from db.models import Account, Case, Consent, Referral


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


def waits_for_guardian(session: Session, case: Case) -> bool:
    """Whether a person is a minor today whose guardian has not agreed.

    Under 15 no guardian's consent helps: that is said beside the day or the year.
    """
    young = is_too_young(case.birth_year, today(session))
    if young or not is_minor_now(session, case):
        return False
    return active_consent(session, case.id, ConsentPurpose.GUARDIAN) is None


def sql_waits_for_guardian(day: date) -> sa.ColumnElement[bool]:
    """The same on ``day`` as a condition on ``cases``."""
    born = col(Case.birth_year)
    turns = day.year - MAYBE_MINOR
    is_minor_then = (born > turns) | ((born == turns) & col(Case.has_turned_18).is_(False))
    is_old_enough = born <= day.year - YOUNGEST
    return is_old_enough & is_minor_then & ~sql_agrees(col(Case.id), ConsentPurpose.GUARDIAN)


def sql_agrees(case_id: Any, purpose: ConsentPurpose) -> sa.ColumnElement[bool]:
    """That a consent stands, as a condition on the row with ``case_id``."""
    return sa.exists().where(col(Consent.case_id) == case_id, is_active(purpose))


def is_active(purpose: ConsentPurpose) -> sa.ColumnElement[bool]:
    """That a row of ``consents`` stands, and is on this."""
    return sa.and_(col(Consent.purpose) == purpose, col(Consent.withdrawn_on).is_(None))


def may_be_spoken_of(session: Session, referral: Referral) -> bool:
    """Whether the place of a referral may be told of it, and answer: as agreed for that referral
    and since, and of a minor with the guardian's consent."""
    return (
        referral.may_share
        and active_consent(session, referral.case_id, ConsentPurpose.REFERRAL) is not None
        and not waits_for_guardian(session, session.get_one(Case, referral.case_id))
    )


def active_consent(session: Session, case_id: int, purpose: ConsentPurpose) -> Consent | None:
    """The consent that stands, for acts and reads that have asked who looks."""
    query = select(Consent).where(Consent.case_id == case_id, is_active(purpose))
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
