"""What stands behind a referral's link: a form that can be answered, or why it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from db.access.clock import today
from db.codes import ReferralStatus
from db.models import Agency, Referral, ReferralLink
from db.queries import received_referrals, referrals
from db.queries.code_hashes import hash_of
from db.queries.consents import may_be_spoken_of


class Standing(StrEnum):
    """Whether a link opens a form; the others are refusals, each with its own sentence."""

    OPEN = "open"
    UNKNOWN = "unknown"
    USED = "used"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form says: the code on the person's slip and why, when and from where they come.

    Nothing about the person is in it.
    """

    case_code: str
    type: str
    sent_on: date
    agency: str
    agency_ar: str
    steps: tuple[ReferralStatus, ...]


@dataclass(frozen=True, kw_only=True)
class Behind:
    """A link as it stands now; ``asked`` only where it can be answered. Never what was answered:
    whoever kept a link would read on in it.
    """

    standing: Standing
    asked: Asked | None = None


def behind(session: Session, typed: str) -> Behind:
    """The code as typed: one look-up by hash, whether there is such a code or not."""
    row = session.exec(
        select(ReferralLink, Referral, Agency)
        .join(Referral, col(Referral.id) == col(ReferralLink.referral_id))
        .join(Agency, col(Agency.id) == col(Referral.agency_id))
        .where(ReferralLink.code_hash == hash_of(typed))
    ).first()
    if row is None:
        return Behind(standing=Standing.UNKNOWN)
    link, referral, agency = row
    if not _is_open(session, link, referral):
        return Behind(standing=Standing.OVER)
    if link.used_at is not None:
        return Behind(standing=Standing.USED)
    steps = received_referrals.steps(referral.status)
    if not steps:
        return Behind(standing=Standing.OVER)
    return Behind(
        standing=Standing.OPEN,
        asked=Asked(
            case_code=referrals.code_on_paper(session, referral.id),
            type=referral.type,
            sent_on=referral.sent_on,
            agency=agency.name,
            agency_ar=agency.name_ar or agency.name,
            steps=steps,
        ),
    )


def _is_open(session: Session, link: ReferralLink, referral: Referral) -> bool:
    """Whether anything is told by a link, used or not: in its days, of a referral that stands and
    a person who agrees, as does the guardian of a minor."""
    return (
        link.closed_at is None
        and referral.voided_at is None
        and today(session) <= link.until
        and may_be_spoken_of(session, referral)
    )
