"""Record and correct what an agent did, one row a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, select

from db import audit
from db.actions import cases, drafts, follow_ups
from db.actions.events import changeable
from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES, UNKNOWN, Role
from db.errors import AppError, InvalidInput, NotAllowed, Problem
from db.inputs.interventions import MOST_HEADS, CorrectionInput, InterventionInput
from db.models import Case, Intervention, Posting, Programme
from db.models.base import now
from db.permissions import AccountId, Permission, Viewer, enterable_agencies, require, today
from db.queries.codes import require_active

FOLLOW_UP_DAYS = 550


@dataclass(frozen=True)
class Recorded:
    """What one submission stored; ``already`` when it had been stored before."""

    ids: tuple[int, ...]
    codes: tuple[str, ...]
    heads: int
    already: bool = False


def record(session: Session, data: InterventionInput, *, by: AccountId) -> Recorded:
    """Store one row for each person named, or one for a group; forget the draft.

    A repeated ``submission_id`` stores nothing and says so. Raises ``InvalidInput`` by field,
    ``NotAllowed`` and ``NotFound`` for an agency or case that is not the agent's.
    """
    viewer = require(session, by, Permission.INTERVENTION_WRITE)
    drafts.discard(session, "intervention", by=by)
    if stored := _stored(session, data, by):
        return stored
    _check(session, data, by)
    persons = _persons(session, data, by)
    ids = [
        _row(session, viewer, data, case_id, position)
        for position, case_id in enumerate(persons or {None: ""})
    ]
    return Recorded(tuple(ids), tuple(persons.values()), data.heads)


def _persons(session: Session, data: InterventionInput, by: AccountId) -> dict[int | None, str]:
    """Internal ids and codes of all persons named, a new one last."""
    found: dict[int | None, str] = {}
    for case_id in data.case_ids:
        case = cases.own_open_case(session, case_id, data.agency_id, data.happened_on)
        found[case.id] = case.code
    if data.new_case is not None:
        made = cases.open_case(
            session, data.new_case, data.agency_id, data.happened_on, data.submission_id, by=by
        )
        found[made.id] = made.code
    return found


def _row(
    session: Session,
    viewer: Viewer,
    data: InterventionInput,
    case_id: int | None,
    position: int,
) -> int:
    made = Intervention(
        agency_id=data.agency_id,
        entered_by=viewer.account_id,
        submission_id=data.submission_id,
        position=position,
        case_id=case_id,
        type=data.type,
        mode=data.mode,
        language=data.language or None,
        minutes=data.minutes,
        happened_on=data.happened_on,
        women=data.women if data.is_group else None,
        men=data.men if data.is_group else None,
        other=data.other if data.is_group else None,
    )
    session.add(made)
    session.flush()
    follow_ups.settle(session, data, made)
    follow_ups.plan(session, data, made)
    audit.record(
        session,
        viewer,
        "intervention.record",
        "intervention",
        made.id,
        changes_results=position == 0,
    )
    return made.id or 0


def _check(session: Session, data: InterventionInput, by: AccountId) -> None:
    _check_day(session, data.happened_on, data.agency_id, by)
    _check_codes(session, data.type, data.mode, data.language, data.happened_on)
    if data.follow_up_on is not None:
        latest = today(session) + timedelta(days=FOLLOW_UP_DAYS)
        if not today(session) < data.follow_up_on <= latest:
            raise InvalidInput({"follow_up_on": Problem("error.follow_up_range", day=latest)})


def _check_day(session: Session, day: date, agency_id: int, by: AccountId) -> None:
    programme = session.exec(select(Programme)).one()
    if day > today(session):
        raise InvalidInput({"happened_on": Problem("error.in_the_future")})
    if day < programme.starts_on:
        problem = Problem("error.before_programme", day=programme.starts_on)
        raise InvalidInput({"happened_on": problem})
    if agency_id not in enterable_agencies(session, by, day):
        if not _ever_posted(session, by, agency_id):
            raise NotAllowed("error.not_posted_there")
        raise InvalidInput({"happened_on": Problem("error.not_posted_that_day", day=day)})


def _ever_posted(session: Session, by: AccountId, agency_id: int) -> bool:
    query = select(Posting.id).where(Posting.account_id == by, Posting.agency_id == agency_id)
    return session.exec(query).first() is not None


def _check_codes(
    session: Session, type_code: str, mode: str, language: str | None, day: date
) -> None:
    require_active(session, "type", "INTERVENTION_TYPE", type_code, day)
    require_active(session, "mode", "MODE", mode, day)
    if language not in UNKNOWN:
        require_active(session, "language", "LANGUAGE", str(language), day)


def _stored(session: Session, data: InterventionInput, by: AccountId) -> Recorded | None:
    rows = session.exec(
        select(Intervention).where(
            Intervention.submission_id == data.submission_id, Intervention.entered_by == by
        )
    ).all()
    if not rows:
        return None
    heads = sum((row.women or 0) + (row.men or 0) + (row.other or 0) for row in rows)
    stored = Recorded(tuple(row.id or 0 for row in rows), _codes(session, rows), heads)
    return replace(stored, already=True)


def _codes(session: Session, rows: Sequence[Intervention]) -> tuple[str, ...]:
    found = (session.get(Case, row.case_id) for row in rows if row.case_id is not None)
    return tuple(case.code for case in found if case is not None)


def correct(session: Session, data: CorrectionInput, *, by: AccountId) -> int:
    """Put an entry right; raises ``AppError`` when somebody changed it meanwhile."""
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    row = changeable(session, Intervention, data.id, viewer)
    if data.seen != (row.corrected_at.isoformat() if row.corrected_at else ""):
        raise AppError("error.changed_meanwhile")
    author = row.entered_by
    _check_day(session, data.happened_on, row.agency_id, author)
    _check_codes(session, data.type, data.mode, data.language, data.happened_on)
    _check_type(row, data)
    if viewer.role is Role.MANAGER:
        require_active(session, "reason", "VOID_REASON", data.reason, today(session))
    changed = _apply(row, data)
    if changed:
        row.corrected_at = now()
        audit.record(
            session,
            viewer,
            "intervention.correct",
            "intervention",
            row.id,
            fields=changed,
            reason=data.reason,
            changes_results=True,
        )
    return row.id or 0


def _apply(row: Intervention, data: CorrectionInput) -> list[str]:
    """Put the new values into the row; returns the names of the fields that changed."""
    wanted = {
        "type": data.type,
        "mode": data.mode,
        "language": data.language or None,
        "minutes": data.minutes,
        "happened_on": data.happened_on,
    }
    if row.case_id is None:
        wanted |= {"women": data.women, "men": data.men, "other": data.other}
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return changed


def _check_type(row: Intervention, data: CorrectionInput) -> None:
    if row.case_id is not None and data.type in GROUP_ONLY_TYPES:
        raise InvalidInput({"type": Problem("error.type_needs_group")})
    if row.case_id is None and data.type not in GROUP_TYPES:
        raise InvalidInput({"type": Problem("error.type_needs_person")})
    if row.case_id is None and not 1 <= data.women + data.men + data.other <= MOST_HEADS:
        raise InvalidInput({"women": Problem("error.head_count_needed", most=MOST_HEADS)})
