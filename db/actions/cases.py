"""Open a case for a person whom an agent meets for the first time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.postings import enterable_agencies
from db.access.viewer import AccountId, Viewer
from db.codes import UNDO
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs import case_codes
from db.inputs.cases import CODES, CaseInput, age_problems, may_be_minor
from db.models import Case
from db.queries.codes import require_all_active
from db.records import KINDS


def open_case(
    session: Session,
    data: CaseInput,
    agency_id: int,
    day: date,
    submission_id: str,
    *,
    by: AccountId,
) -> Case:
    """Open a case in an agency where the account is posted on ``day``; once for each submission.

    Raises ``InvalidInput`` for a person under 15 (event year less birth year; the sentence says
    where to refer them) or a code that is not in use, ``NotAllowed`` for another agency.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    known = select(Case).where(Case.submission_id == submission_id, Case.opened_by == by)
    if found := session.exec(known).first():
        return found
    if agency_id not in enterable_agencies(session, by, min(day, today(session))):
        raise NotAllowed("error.not_posted_there")
    _check(session, data, day)
    fields = fields_of(data, day)
    case = Case(
        code=_fresh_code(session),
        agency_id=agency_id,
        opened_on=day,
        opened_by=by,
        submission_id=submission_id,
        **fields,
    )
    session.add(case)
    session.flush()
    audit.record(session, viewer, "case.open", "case", case.id, fields=fields)
    return case


def fields_of(data: CaseInput, day: date) -> dict[str, Any]:
    """What is stored of a new person met on ``day``."""
    is_open = may_be_minor(data.birth_year, day)
    return data.model_dump() | {"has_turned_18": data.has_turned_18 and is_open}


def _check(session: Session, data: CaseInput, day: date) -> None:
    if problems := age_problems(data.birth_year, day):
        raise InvalidInput(problems)
    require_all_active(session, data, CODES, day)


def _fresh_code(session: Session) -> str:
    while True:
        code = case_codes.make()
        if session.exec(select(Case.id).where(Case.code == code)).first() is None:
            return code


def own_case(session: Session, case_id: int, agencies: Collection[int]) -> Case:
    """The case, if it belongs to one of the agencies; any other raises ``NotFound``, like none."""
    case = session.get(Case, case_id)
    if case is None or case.agency_id not in agencies:
        raise NotFound("error.case_not_found")
    return case


def own_open_case(session: Session, case_id: int, agencies: Collection[int], day: date) -> Case:
    """As ``own_case``; raises ``NotAllowed`` for a case that was closed before ``day``."""
    case = own_case(session, case_id, agencies)
    refuse_closed(case, day)
    return case


def refuse_closed(case: Case, day: date) -> None:
    """Raise ``NotAllowed`` for a case that was closed before ``day``."""
    if case.closed_on is not None and case.closed_on < day:
        raise NotAllowed("error.case_closed", day=case.closed_on)


def close_unused(session: Session, viewer: Viewer, submission_id: str) -> None:
    """Close the case that an undone submission had opened, unless something else was entered."""
    query = select(Case).where(
        Case.submission_id == submission_id, Case.opened_by == viewer.account_id
    )
    case = session.exec(query).first()
    if case is None or case.closed_on is not None or _has_events(session, case):
        return
    case.closed_on, case.close_reason = case.opened_on, "OTHER"
    audit.record(session, viewer, "case.close", "case", case.id, reason=UNDO)


def _has_events(session: Session, case: Case) -> bool:
    tables: list[Any] = [kind.table for kind in KINDS if kind.is_of_a_person]
    return any(
        session.exec(
            select(table.id).where(table.case_id == case.id, col(table.voided_at).is_(None))
        ).first()
        for table in tables
    )
