"""Record and correct what an agent did, one row a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer, is_there_today
from db.actions import cases, corrections, drafts, follow_ups, group_sessions
from db.actions import intervention_repeats as repeats
from db.actions import intervention_rules as rules
from db.actions.rows import Stored, log, stored
from db.derived import first_contacts
from db.errors import InvalidInput, Problem
from db.inputs.cases import age_problems
from db.inputs.interventions import CODES, FIELDS, InterventionCorrection, InterventionInput
from db.models import Case, Intervention
from db.queries.codes import require_all_active

FOLLOW_UP_DAYS = 550


def record(session: Session, data: InterventionInput, *, by: AccountId) -> Stored[Intervention]:
    """Store one row for each person named, or one for a group; delete the draft.

    A repeated ``submission_id`` stores nothing and says so. Raises ``InvalidInput`` by field,
    ``NotAllowed`` and ``NotFound`` for an agency or case that is not the agent's.
    """
    viewer = require(session, by, Permission.INTERVENTION_WRITE)
    drafts.finish(session, "intervention", data, viewer)
    if known := _stored(session, data, by):
        return known
    _check(session, data, viewer)
    persons = _persons(session, data, viewer)
    rows = [
        _row(session, viewer, data, case_id, position)
        for position, case_id in enumerate(persons or {None: ""})
    ]
    first_contacts.added(session, persons)
    return Stored(rows=tuple(rows), codes=tuple(persons.values()))


def _stored(
    session: Session, data: InterventionInput, by: AccountId
) -> Stored[Intervention] | None:
    asked = {"agency_id": data.agency_id, **data.columns(of_group=data.is_group)}
    known = stored(session, Intervention, data.submission_id, by, asked)
    if known is None or not known.as_asked:
        return known
    return replace(known, as_asked=repeats.is_as_asked(session, data, known.rows, by))


def _check(session: Session, data: InterventionInput, viewer: Viewer) -> None:
    day = data.happened_on
    rules.check_day(session, day)
    if not is_there_today(session, viewer, data.agency_id, day):
        rules.check_posting(session, day, data.agency_id, viewer.account_id)
    require_all_active(session, data, CODES, day)
    if data.follow_up_on is not None:
        latest = today(session) + timedelta(days=FOLLOW_UP_DAYS)
        if not today(session) < data.follow_up_on <= latest:
            raise InvalidInput({"follow_up_on": Problem("error.follow_up_range", day=latest)})


def _persons(session: Session, data: InterventionInput, viewer: Viewer) -> dict[int | None, str]:
    """Internal ids and codes of all persons named, a new one last."""
    found: dict[int | None, str] = {}
    here, day = {data.agency_id}, data.happened_on
    for case in cases.own_open_cases(session, data.case_ids, here, day):
        if age_problems(case.birth_year, day):
            raise InvalidInput({"form": Problem("error.under_15")})
        found[case.id] = case.code
    if data.new_case is not None:
        made = cases.open_case(
            session,
            data.new_case,
            data.agency_id,
            data.happened_on,
            data.submission_id,
            viewer,
            names=data.names,
            language=data.language,
        )
        found[made.id] = made.code
    return found


def _row(
    session: Session,
    viewer: Viewer,
    data: InterventionInput,
    case_id: int | None,
    position: int,
) -> Intervention:
    made = Intervention(
        agency_id=data.agency_id,
        case_id=case_id,
        entered_by=viewer.account_id,
        submission_id=data.submission_id,
        position=position,
        **data.columns(of_group=data.is_group),
    )
    session.add(made)
    session.flush()
    follow_ups.settle(session, data, made)
    follow_ups.plan(session, data, made)
    log(
        session,
        viewer,
        "intervention.record",
        made,
        FIELDS,
        changes_results=position == 0,
    )
    return made


def correct(session: Session, data: InterventionCorrection, *, by: AccountId) -> int:
    """Correct an entry; raises ``AppError`` when somebody changed it meanwhile."""
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    row = corrections.correctable(session, Intervention, data, viewer)
    rules.check_day(session, data.happened_on)
    rules.check_authors_posting(session, viewer, row, data.happened_on)
    _check_person(session, row, data.happened_on)
    require_all_active(session, data, CODES, data.happened_on)
    rules.check_type(row, data)
    group_sessions.check_correction(session, row, data)
    if changed := corrections.write(row, data.columns(of_group=row.case_id is None)):
        first_contacts.refresh(session, [row.case_id])
        log(session, viewer, "intervention.correct", row, changed, data.reason)
        if row.case_id is None:
            group_sessions.follow(session, viewer, row, data.reason)
    return row.id


def _check_person(session: Session, row: Intervention, day: date) -> None:
    """On another day the person may have been too young, or their case closed."""
    if row.case_id is None or day == row.happened_on:
        return
    case = session.get_one(Case, row.case_id)
    cases.refuse_closed(case, day)
    if age_problems(case.birth_year, day):
        raise InvalidInput({"happened_on": Problem("error.under_15")})


def when_voided(session: Session, voided: Intervention) -> None:
    """Settle its follow-ups anew, and work out its person's first contact again; of a session, void
    that people were there."""
    if voided.case_id is not None:
        first_contacts.queue_up(session, [voided.case_id])
    follow_ups.when_voided(session, voided)
    group_sessions.when_voided(session, voided)
    first_contacts.refresh(session, [voided.case_id])
