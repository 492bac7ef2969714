"""Record and correct what an agent did, one row a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import cases, drafts, facts, follow_ups
from db.actions import intervention_rules as rules
from db.actions.events import changeable
from db.actions.intervention_repeats import is_as_asked
from db.derived import first_contacts
from db.errors import InvalidInput, Problem
from db.inputs.cases import age_problems
from db.inputs.interventions import CorrectionInput, InterventionInput
from db.models import Case, Intervention

FOLLOW_UP_DAYS = 550


@dataclass(frozen=True)
class Recorded:
    """What one submission stored; ``already`` when an earlier save had stored it.

    ``as_asked`` is false when the stored rows are void or differ from what was sent now.
    """

    ids: tuple[int, ...]
    codes: tuple[str, ...]
    heads: int
    type: str
    already: bool = False
    as_asked: bool = True


def record(session: Session, data: InterventionInput, *, by: AccountId) -> Recorded:
    """Store one row for each person named, or one for a group; delete the draft.

    A repeated ``submission_id`` stores nothing and says so. Raises ``InvalidInput`` by field,
    ``NotAllowed`` and ``NotFound`` for an agency or case that is not the agent's.
    """
    viewer = require(session, by, Permission.INTERVENTION_WRITE)
    drafts.discard(session, "intervention", data.submission_id, by=by)
    if stored := _stored(session, data, by):
        return stored
    _check(session, data, by)
    persons = _persons(session, data, by)
    ids = [
        _row(session, viewer, data, case_id, position)
        for position, case_id in enumerate(persons or {None: ""})
    ]
    first_contacts.refresh(session, persons)
    return Recorded(tuple(ids), tuple(persons.values()), data.heads, data.type)


def _persons(session: Session, data: InterventionInput, by: AccountId) -> dict[int | None, str]:
    """Internal ids and codes of all persons named, a new one last."""
    found: dict[int | None, str] = {}
    for case_id in data.case_ids:
        case = cases.own_open_case(session, case_id, data.agency_id, data.happened_on)
        if age_problems(case.birth_year, data.happened_on):
            raise InvalidInput({"form": Problem("error.under_15")})
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
    return made.id


def _check(session: Session, data: InterventionInput, by: AccountId) -> None:
    rules.check_day(session, data.happened_on)
    rules.check_posting(session, data.happened_on, data.agency_id, by)
    rules.check_codes(session, data.type, data.mode, data.language, data.happened_on)
    if data.follow_up_on is not None:
        latest = today(session) + timedelta(days=FOLLOW_UP_DAYS)
        if not today(session) < data.follow_up_on <= latest:
            raise InvalidInput({"follow_up_on": Problem("error.follow_up_range", day=latest)})


def _stored(session: Session, data: InterventionInput, by: AccountId) -> Recorded | None:
    rows = session.exec(
        select(Intervention).where(
            Intervention.submission_id == data.submission_id, Intervention.entered_by == by
        )
    ).all()
    if not rows:
        return None
    return Recorded(
        ids=tuple(row.id for row in rows),
        codes=_codes(session, rows),
        heads=sum((row.women or 0) + (row.men or 0) + (row.other or 0) for row in rows),
        type=rows[0].type,
        already=True,
        as_asked=is_as_asked(session, data, rows, by),
    )


def _codes(session: Session, rows: Sequence[Intervention]) -> tuple[str, ...]:
    found = (session.get(Case, row.case_id) for row in rows if row.case_id is not None)
    return tuple(case.code for case in found if case is not None)


def correct(session: Session, data: CorrectionInput, *, by: AccountId) -> int:
    """Put an entry right; raises ``AppError`` when somebody changed it meanwhile."""
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    row = changeable(session, Intervention, data.id, viewer)
    facts.check_correction(session, viewer, row, data.seen, data.reason)
    rules.check_day(session, data.happened_on)
    rules.check_authors_posting(session, viewer, row, data.happened_on)
    _check_person(session, row, data.happened_on)
    rules.check_codes(session, data.type, data.mode, data.language, data.happened_on)
    rules.check_type(row, data)
    if changed := facts.put_right(row, _wanted(row, data)):
        first_contacts.refresh(session, [row.case_id])
        facts.log(session, viewer, "intervention.correct", row, changed, data.reason)
    return row.id


def _check_person(session: Session, row: Intervention, day: date) -> None:
    """On another day the person may have been too young, or their case closed."""
    if row.case_id is None or day == row.happened_on:
        return
    case = session.get_one(Case, row.case_id)
    cases.refuse_closed(case, day)
    if age_problems(case.birth_year, day):
        raise InvalidInput({"happened_on": Problem("error.under_15")})


def _wanted(row: Intervention, data: CorrectionInput) -> dict[str, object]:
    wanted: dict[str, object] = {
        "type": data.type,
        "mode": data.mode,
        "language": data.language or None,
        "minutes": data.minutes,
        "happened_on": data.happened_on,
    }
    if row.case_id is None:
        wanted |= {"women": data.women, "men": data.men, "other": data.other}
    return wanted
