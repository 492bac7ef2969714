"""Accounts in words: their use, their state, their places, and what a role sees and does."""

from __future__ import annotations

from datetime import date, datetime

from components.language import i18n
from components.reads import labels, reference
from db.access.permissions import ROLES, Permission
from db.codes import Role
from db.models.base import now
from db.queries.accounts import Listed, Place

#: From so many days on, months are easier to read.
IN_MONTHS, MONTH = 60, 30
TODAY = 0


def day_of(moment: datetime) -> date:
    """The programme's day of a stored moment."""
    return reference.local(moment).date()


def last_use(account: Listed) -> str:
    """When somebody last worked with the account."""
    if account.last_used_at is None:
        return i18n.t("accounts.never_used", day=day_of(account.created_at))
    days = (reference.today() - day_of(account.last_used_at)).days
    if days <= TODAY:
        return i18n.t("accounts.used_today")
    if days < IN_MONTHS:
        return i18n.tn("accounts.used_days", days)
    return i18n.tn("accounts.used_months", days // MONTH, day=day_of(account.last_used_at))


def states(account: Listed) -> list[str]:
    """What is out of the ordinary, in few words each."""
    if account.closed_at:
        return [i18n.t("accounts.closed_on", day=day_of(account.closed_at))]
    said = []
    if account.has_ended:
        said.append(i18n.t("accounts.ended"))
    if not account.has_password:
        said.append(i18n.t("accounts.invited"))
        said.append(code_state(account))
    return said


def code_state(account: Listed) -> str:
    """Whether the code that was handed over is still good."""
    if account.code_until is None or account.code_until < now():
        return i18n.t("accounts.code_over")
    until = reference.local(account.code_until)
    return i18n.t("accounts.code_good", moment=until)


def until(account: Listed) -> str:
    """The last day, or that there is none."""
    if account.expires_on is None:
        return i18n.t("accounts.no_end")
    return i18n.t("accounts.until", day=account.expires_on)


def place(found: Place) -> str:
    """An agency, and from when to when it is open to the agent."""
    agency = labels.agency(found.agency_id)
    if found.correct_until:
        ended = {"ended": found.ends_on, "until": found.correct_until}
        return i18n.t("accounts.place.over", agency=agency, **ended)
    if found.is_to_come:
        return i18n.t("accounts.place.to_come", agency=agency, day=found.starts_on)
    if found.ends_on:
        return i18n.t("accounts.place.until", agency=agency, day=found.ends_on)
    return i18n.t("accounts.place.now", agency=agency, day=found.starts_on)


def scope(role: Role) -> str:
    """Whose rows a role sees."""
    return i18n.t(f"review.scope.{role}")


def rights(role: Role) -> list[str]:
    """What a role sees and does, one sentence a permission; the own account is everybody's."""
    mine = [each for each in Permission if each in ROLES[role]]
    return [i18n.t(f"permission.{each}") for each in mine if each is not Permission.OWN_ACCOUNT]
