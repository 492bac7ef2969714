"""What is known of a person, put right with a reason; a case closed, and opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import transfers
from db.actions.cases import own_case
from db.actions.edit_conflicts import refuse_stale
from db.actions.minors import require_guardian
from db.errors import AppError, InvalidInput, invalid
from db.inputs.cases import age_problems, is_too_young, may_be_minor
from db.inputs.people import CODES, IN_FIGURES, UNTOLD, CaseClosing, FactsCorrection, as_text
from db.models import Case, CaseChange, FollowUp
from db.models.base import now
from db.queries.codes import require_active
from db.queries.consents import waits_for_guardian
from db.records import KINDS

#: Also the name of the history's field, where a case is closed or opened again.
CLOSED_ON = "closed_on"
#: What says whether a person is a minor can always be put right.
OF_AGE = frozenset({"birth_year", "has_turned_18"})


def correct(session: Session, data: FactsCorrection, *, by: AccountId) -> list[str]:
    """Correct facts of a person of one's agencies; returns the columns that have another value now.

    Raises ``InvalidInput`` where somebody else has corrected the same fact meanwhile, for a code
    that is not in use, and for a year of birth that does not fit what was entered.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    case = own_case(session, data.case_id, viewer.agencies)
    wanted, day = data.changed(), today(session)
    if wanted.keys() - OF_AGE:
        require_guardian(session, case)
    require_active(session, "reason", "FACT_REASON", data.reason, day)
    refuse_stale(session, case, {name: data.seen[name] for name in wanted})
    for name in CODES.keys() & wanted.keys():
        if wanted[name] is not None:
            require_active(session, name, CODES[name], wanted[name], day)
    _settle_age(session, case, wanted, day)
    if not wanted:
        raise AppError("error.nothing_changed")
    for name, value in wanted.items():
        told = name not in UNTOLD
        before, after = (as_text(each) if told else "" for each in (getattr(case, name), value))
        _note(session, viewer, case, name, before, after, data.reason)
        setattr(case, name, value)
    audit.record(
        session,
        viewer,
        "case.correct",
        "case",
        case.id,
        fields=wanted,
        reason=data.reason,
        changes_results=bool(IN_FIGURES & wanted.keys()),
    )
    if OF_AGE & wanted.keys() and waits_for_guardian(session, case):
        transfers.end(session, viewer, case)
    return sorted(wanted)


@dataclass(frozen=True, kw_only=True)
class Closed:
    """What fell away with a case that was closed: so many appointments, and whether another agency
    is asked no more to go on with the person."""

    appointments: int
    transfer: bool


def close(session: Session, data: CaseClosing, *, by: AccountId) -> Closed:
    """Close a case today; what falls away is said, since nothing of it can be kept."""
    viewer = require(session, by, Permission.CASE_WRITE)
    case = own_case(session, data.case_id, viewer.agencies)
    day = today(session)
    require_active(session, "reason", "CLOSE_REASON", data.reason, day)
    refuse_stale(session, case, {CLOSED_ON: None})
    _note(session, viewer, case, CLOSED_ON, "", as_text(day), data.reason)
    case.closed_on, case.close_reason = day, data.reason
    dropped = session.exec(
        select(FollowUp).where(FollowUp.case_id == case.id, col(FollowUp.settled_at).is_(None))
    ).all()
    for each in dropped:
        each.settled_at = now()
    _log(session, viewer, case, "case.close", data.reason)
    return Closed(appointments=len(dropped), transfer=transfers.end(session, viewer, case))


def reopen(session: Session, case_id: int, *, by: AccountId) -> None:
    """Open a closed case again; one that is open already stays so."""
    viewer = require(session, by, Permission.CASE_WRITE)
    case = own_case(session, case_id, viewer.agencies)
    session.refresh(case, with_for_update={"key_share": True})
    if case.closed_on is None:
        return
    _note(session, viewer, case, CLOSED_ON, as_text(case.closed_on), "", case.close_reason or "")
    case.closed_on = case.close_reason = None
    # Asked before closing ended it.
    transfers.end(session, viewer, case)
    _log(session, viewer, case, "case.reopen")


def _settle_age(session: Session, case: Case, wanted: dict[str, Any], day: date) -> None:
    """No entry of a person may now lie before the age of 15 or after any likely one; and who is
    no longer near 18 has not "turned 18"."""
    year = wanted.get("birth_year", case.birth_year)
    if "birth_year" in wanted:
        first = _first_day(session, case)
        if is_too_young(year, first):
            raise invalid("birth_year", "error.under_15_then", day=first)
        if problems := age_problems(year, day):
            raise InvalidInput(problems)
    if not may_be_minor(year, day):
        wanted.pop("has_turned_18", None)
        if case.has_turned_18:
            wanted["has_turned_18"] = False


def _first_day(session: Session, case: Case) -> date:
    """The first day on which anything was done with a person."""
    days = [case.opened_on]
    for kind in KINDS:
        if kind.is_of_a_person:
            table: Any = kind.table
            first = sa.select(sa.func.min(getattr(table, kind.day))).where(
                table.case_id == case.id, col(table.voided_at).is_(None)
            )
            days += [each for each in session.scalars(first) if each is not None]
    return min(days)


def _note(
    session: Session,
    viewer: Viewer,
    case: Case,
    field: str,
    before: str,
    after: str,
    reason: str,
) -> None:
    session.add(
        CaseChange(
            case_id=case.id,
            changed_by=viewer.account_id,
            field=field,
            before=before,
            after=after,
            reason=reason,
        )
    )


def _log(session: Session, viewer: Viewer, case: Case, action: str, reason: str = "") -> None:
    fields = ("closed_on", "close_reason")
    # Whoever is closed is no longer awaited by figures of the time to work.
    audit.record(
        session, viewer, action, "case", case.id, fields=fields, reason=reason, changes_results=True
    )
