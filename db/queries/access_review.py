"""Who sees what: every open account with what should be looked at, for the access review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.codes import Role
from db.queries import accounts
from db.queries.accounts import Listed, Place, State


class Concern(StrEnum):
    """Why an account should be looked at."""

    DORMANT = "dormant"
    UNPOSTED = "unposted"
    NO_ORGANISATION = "no_organisation"
    ENDED = "ended"
    INVITED = "invited"


@dataclass(frozen=True)
class Access:
    """One account, the places it sees, and why to look at it."""

    account: Listed
    places: tuple[Place, ...]
    concerns: tuple[Concern, ...]


@dataclass(frozen=True)
class Review:
    """All open accounts on a day, in no order, how many are closed, and how many administrators
    stay."""

    day: date
    accounts: list[Access]
    closed: int
    staying: int


def review(session: Session, *, viewer: Viewer) -> Review:
    """The review of today."""
    require(session, viewer.account_id, Permission.ACCOUNT_MANAGE)
    places = accounts.places(session)
    found = accounts.listed(session, viewer=viewer)
    return Review(
        day=today(session),
        accounts=[_access(each, tuple(places.get(each.id, []))) for each in found],
        closed=len(accounts.listed(session, state=State.CLOSED, viewer=viewer)),
        staying=len(accounts.staying(session)),
    )


def _access(account: Listed, places: tuple[Place, ...]) -> Access:
    is_agent, is_partner = account.role is Role.AGENT, account.role is Role.PARTNER
    reasons = {
        Concern.ENDED: account.has_ended,
        Concern.DORMANT: account.is_dormant,
        Concern.INVITED: not account.has_password,
        Concern.UNPOSTED: is_agent and all(each.correct_until for each in places),
        Concern.NO_ORGANISATION: is_partner and account.organisation_id is None,
    }
    shown = places if is_agent else ()
    return Access(account, shown, tuple(each for each, holds in reasons.items() if holds))
