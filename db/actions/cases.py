"""Open a case for a person whom an agent meets for the first time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, may
from db.access.postings import enterable_agencies
from db.access.viewer import Viewer, is_there_today
from db.actions import contact_rows, duplicates, form_consents
from db.actions.minors import require_guardian
from db.codes import UNDO, ConsentPurpose
from db.errors import InvalidInput, NotAllowed, NotFound, Problem, invalid
from db.inputs import case_codes
from db.inputs.cases import CODES, CaseInput, NewPerson, age_problems, may_be_minor
from db.inputs.consents import is_minor
from db.inputs.duplicates import NewNames
from db.inputs.partial_validation import collected
from db.models import Case
from db.queries import merges
from db.queries.codes import require_all_active
from db.queries.consents import is_minor_now
from db.records import KINDS


def open_case(
    session: Session,
    data: NewPerson,
    agency_id: int,
    day: date,
    submission_id: str,
    viewer: Viewer,
    *,
    names: NewNames | None = None,
    language: str | None = None,
) -> Case:
    """Open a case in an agency where the account is posted on ``day``; once for each submission.

    Of ``names`` nothing is stored but keys by which the person is noticed when they come again.

    Raises ``InvalidInput`` for a person under 15 (event year less birth year; the sentence says
    where to refer them), a minor whose guardian does not agree or a code that is not in use,
    ``NotAllowed`` for another agency. ``language`` is that in which consents were explained.
    """
    by = viewer.account_id
    known = select(Case).where(Case.submission_id == submission_id, Case.opened_by == by)
    if found := session.exec(known).first():
        return found
    _check_place(session, viewer, agency_id, min(day, today(session)))
    if problems := new_problems(session, data, day):
        raise InvalidInput(problems)
    fields = fields_of(data, day) | {"agency_id": agency_id, "submission_id": submission_id}
    case = Case(code=_fresh_code(session), opened_on=day, opened_by=by, **fields)
    session.add(case)
    session.flush()
    audit.record(session, viewer, "case.open", "case", case.id, fields=fields_of(data, day))
    if names is not None:
        duplicates.keep(session, case, names, viewer)
    _note_consents(session, viewer, case, data, language)
    return case


def new_problems(session: Session, data: NewPerson | None, day: date) -> dict[str, Problem]:
    """What is wrong with a new person met on ``day``, as far as it could be read."""
    if data is None:
        return {}
    return collected(
        lambda: check_new(session, data, day),
        lambda: _check_guardian(session, data, day),
    )


def _check_guardian(session: Session, data: NewPerson, day: date) -> None:
    """Under 15 no guardian's consent helps."""
    if age_problems(data.birth_year, day):
        return
    minor = is_minor(data.birth_year, today(session), has_turned_18=data.has_turned_18)
    if minor and not data.guardian_agrees:
        raise invalid("guardian_agrees", "error.guardian_needed")


def _note_consents(
    session: Session, viewer: Viewer, case: Case, data: NewPerson, language: str | None
) -> None:
    """What was agreed to with the form that opens a case, and the contact that rests on it."""
    purposes = {
        ConsentPurpose.GUARDIAN: is_minor_now(session, case),
        ConsentPurpose.FOLLOW_UP: data.follow_up_agrees,
    }
    for purpose in (each for each, is_given in purposes.items() if is_given):
        form_consents.note(
            session, viewer, case.id, purpose, case.opened_on, language, case.submission_id
        )
    if data.contact is not None:
        contact_rows.store(session, viewer, case.id, data.contact)
        audit.record(session, viewer, "contact.keep", "case", case.id)


def _check_place(session: Session, viewer: Viewer, agency_id: int, day: date) -> None:
    if not may(viewer.role, Permission.CASE_WRITE):
        raise NotAllowed("error.not_allowed")
    if is_there_today(session, viewer, agency_id, day):
        return
    if agency_id not in enterable_agencies(session, viewer.account_id, day):
        raise NotAllowed("error.not_posted_there")


def fields_of(data: CaseInput, day: date) -> dict[str, Any]:
    """What is stored of a new person met on ``day``."""
    is_open = may_be_minor(data.birth_year, day)
    known = data.model_dump(include=set(CaseInput.model_fields))
    return known | {"has_turned_18": data.has_turned_18 and is_open}


def check_new(session: Session, data: CaseInput, day: date) -> None:
    """Refuse a new person who is too young on ``day``, or a code that is not in use then."""
    problems = collected(
        lambda: age_problems(data.birth_year, day),
        lambda: require_all_active(session, data, CODES, day),
    )
    if problems:
        raise InvalidInput(problems)


def _fresh_code(session: Session) -> str:
    while True:
        code = case_codes.make()
        if session.exec(select(Case.id).where(Case.code == code)).first() is None:
            return code


def own_case(session: Session, case_id: int, agencies: Collection[int]) -> Case:
    """The case, or the one that it was put together with, if it belongs to one of the agencies; any
    other raises ``NotFound``, like none."""
    return own_cases(session, [case_id], agencies)[0]


def own_cases(session: Session, case_ids: Collection[int], agencies: Collection[int]) -> list[Case]:
    """The same of several, in their order."""
    found = []
    for case_id in hold(session, case_ids).values():
        case = session.get(Case, case_id)
        if case is None or case.agency_id not in agencies:
            raise NotFound("error.case_not_found")
        found.append(case)
    return found


def hold(session: Session, case_ids: Collection[int]) -> dict[int, int]:
    """By each of these cases the one that stands for it. No one puts them together with others, or
    brings them to another agency, before the transaction ends: so what it enters is moved along, or
    goes to the case that is kept."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    if not case_ids or not is_postgresql:  # SQLite has one writer anyway
        return merges.surviving_cases(session, case_ids)
    while True:
        with session.begin_nested() as step:
            ids = {*case_ids, *merges.surviving_cases(session, case_ids).values()}
            _lock(session, ids)
            held = merges.surviving_cases(session, case_ids)
            if {*held.values()} <= ids:
                return held
            # Put together while this waited: all of them again, in the order of their ids.
            step.rollback()


def _lock(session: Session, ids: Collection[int]) -> None:
    """In one order, as putting together and apart does. It is no shared lock: what follows from an
    entry would wait to lock its case alone, and be waited for."""
    query = sa.select(col(Case.id)).where(col(Case.id).in_(ids)).order_by(col(Case.id))
    session.execute(query.with_for_update(key_share=True))


def own_open_case(session: Session, case_id: int, agencies: Collection[int], day: date) -> Case:
    """As ``own_case``; raises ``NotAllowed`` for a case that was closed before ``day``, and
    ``InvalidInput`` for a minor whose guardian has not agreed."""
    return own_open_cases(session, [case_id], agencies, day)[0]


def own_open_cases(
    session: Session, case_ids: Collection[int], agencies: Collection[int], day: date
) -> list[Case]:
    """The same of several, in their order."""
    found = own_cases(session, case_ids, agencies)
    for case in found:
        refuse_closed(case, day)
        require_guardian(session, case)
    return found


def refuse_closed(case: Case, day: date) -> None:
    """Raise ``NotAllowed`` for a case that was closed before ``day``."""
    if case.closed_on is not None and case.closed_on < day:
        raise NotAllowed("error.case_closed", day=case.closed_on)


def close_unused(session: Session, viewer: Viewer, *submission_ids: str) -> None:
    """Close the cases that undone submissions had opened, unless something else was entered."""
    query = select(Case).where(
        col(Case.submission_id).in_(submission_ids), Case.opened_by == viewer.account_id
    )
    for case in session.exec(query):
        if case.closed_on is None and not _has_events(session, case):
            case.closed_on, case.close_reason = case.opened_on, "OTHER"
            duplicates.forget(session, case.id)
            audit.record(session, viewer, "case.close", "case", case.id, reason=UNDO)


def submission_of(submission_id: str, position: int) -> str:
    """The submission under which one of several new people of a form has their case."""
    return str(uuid5(NAMESPACE_OID, f"{submission_id}:{position}"))


def _has_events(session: Session, case: Case) -> bool:
    tables: list[Any] = [kind.table for kind in KINDS if kind.is_of_a_person]
    return any(
        session.exec(
            select(table.id).where(table.case_id == case.id, col(table.voided_at).is_(None))
        ).first()
        for table in tables
    )
