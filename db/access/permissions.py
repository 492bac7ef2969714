"""Who may do what: a permission is a verb, a role is data, each check reads the account afresh."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from sqlmodel import Session, select

from db.access.viewer import AccountId, Viewer, live_account, viewer_behind
from db.codes import Role
from db.errors import NotAllowed
from db.models import Agency


class Permission(StrEnum):
    """What a person can be allowed to do."""

    OWN_ACCOUNT = "own_account"
    CASE_READ = "case_read"
    CASE_WRITE = "case_write"
    CONTACTS = "contacts"
    PEOPLE_READ = "people_read"
    CASES_MERGE = "cases_merge"
    CASES_HAND_OVER = "cases_hand_over"
    PAIRS_DECIDE = "pairs_decide"
    INTERVENTION_WRITE = "intervention_write"
    TRAINING_WRITE = "training_write"
    COURSES_WRITE = "courses_write"
    PLACEMENT_WRITE = "placement_write"
    REFERRAL_WRITE = "referral_write"
    TRUST_WRITE = "trust_write"
    DAY_READ = "day_read"
    DAYS_READ = "days_read"
    ENTRIES_READ = "entries_read"
    ENTRIES_CORRECT = "entries_correct"
    RESULTS_READ = "results_read"
    PERIOD_PROPOSE = "period_propose"
    PERIOD_APPROVE = "period_approve"
    EVENTS_MARK = "events_mark"
    FILE_TAKE = "file_take"
    RELEASE_READ = "release_read"
    RELEASE_FREEZE = "release_freeze"
    ACCOUNT_MANAGE = "account_manage"
    PROGRAMME_MANAGE = "programme_manage"
    LISTS_MANAGE = "lists_manage"
    PLACES_READ = "places_read"
    PLACE_ADD = "place_add"
    PLACES_MANAGE = "places_manage"
    POSTINGS_MANAGE = "postings_manage"
    WAVES_MANAGE = "waves_manage"
    REGISTER_COUNTS_WRITE = "register_counts_write"
    INDICATORS_MANAGE = "indicators_manage"
    REPORTS_WRITE = "reports_write"
    AUDIT_READ = "audit_read"
    BACKUPS_READ = "backups_read"
    READINESS_READ = "readiness_read"


P = Permission
ROLES: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset(
        {
            P.OWN_ACCOUNT,
            P.CASE_READ,
            P.CASE_WRITE,
            P.CONTACTS,
            P.PEOPLE_READ,
            P.CASES_MERGE,
            P.INTERVENTION_WRITE,
            P.TRAINING_WRITE,
            P.COURSES_WRITE,
            P.PLACEMENT_WRITE,
            P.REFERRAL_WRITE,
            P.TRUST_WRITE,
            P.DAY_READ,
            P.ENTRIES_READ,
            P.ENTRIES_CORRECT,
            P.RESULTS_READ,
            P.PERIOD_PROPOSE,
            P.FILE_TAKE,
        }
    ),
    Role.MANAGER: frozenset(
        {
            P.OWN_ACCOUNT,
            P.PEOPLE_READ,
            P.COURSES_WRITE,
            P.CASES_MERGE,
            P.PAIRS_DECIDE,
            P.CASES_HAND_OVER,
            P.DAYS_READ,
            P.ENTRIES_READ,
            P.ENTRIES_CORRECT,
            P.RESULTS_READ,
            P.PERIOD_APPROVE,
            P.EVENTS_MARK,
            P.FILE_TAKE,
            P.RELEASE_READ,
            P.RELEASE_FREEZE,
            P.PLACES_READ,
            P.PLACE_ADD,
            P.POSTINGS_MANAGE,
            P.WAVES_MANAGE,
            P.REGISTER_COUNTS_WRITE,
            P.INDICATORS_MANAGE,
            P.REPORTS_WRITE,
            P.READINESS_READ,
        }
    ),
    Role.PARTNER: frozenset({P.OWN_ACCOUNT, P.FILE_TAKE, P.RELEASE_READ}),
    Role.ADMINISTRATOR: frozenset(
        {
            P.OWN_ACCOUNT,
            P.FILE_TAKE,
            P.ACCOUNT_MANAGE,
            P.PROGRAMME_MANAGE,
            P.LISTS_MANAGE,
            P.PLACES_READ,
            P.PLACE_ADD,
            P.PLACES_MANAGE,
            P.AUDIT_READ,
            P.BACKUPS_READ,
            P.READINESS_READ,
        }
    ),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether a role has a permission; for hiding what would be refused anyway."""
    return permission in ROLES[role]


def require(session: Session, by: AccountId, permission: Permission) -> Viewer:
    """The viewer behind ``by`` when they have the permission now; else ``NotAllowed``.

    Until a first password is set, only the own account is open.
    """
    account = live_account(session, by)
    if account.must_change_password and permission is not Permission.OWN_ACCOUNT:
        raise NotAllowed("error.password_first")
    if not may(account.role, permission):
        raise NotAllowed("error.not_allowed")
    return viewer_behind(session, account)


def scope(session: Session, viewer: Viewer, permission: Permission) -> frozenset[int]:
    """The agencies a read may cover: the viewer's, as far as the account still has them."""
    return viewer_now(session, viewer, permission).agencies


def place_in_scope(
    session: Session, viewer: Viewer, permission: Permission, agency_id: int | None
) -> None:
    """Raise ``NotAllowed`` unless a read may cover this agency; or, with none, each there is."""
    needed = set(session.exec(select(Agency.id))) if agency_id is None else {agency_id}
    if not needed <= scope(session, viewer, permission):
        raise NotAllowed("error.not_allowed")


def viewer_now(session: Session, viewer: Viewer, permission: Permission) -> Viewer:
    """The viewer with the account's present role, and the agencies of ``scope``."""
    known = require(session, viewer.account_id, permission)
    return replace(known, agencies=viewer.agencies & known.agencies)
