"""Record and correct what an agent did, one row a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer, is_there_today
from db.actions import cases, corrections, drafts, follow_ups, group_sessions
from db.actions import intervention_repeats as repeats
from db.actions import intervention_rules as rules
from db.actions.facts import people_of, refuse
from db.actions.minors import require_guardian
from db.actions.rows import Stored, log, stored
from db.derived import first_contacts
from db.errors import InvalidInput, Problem, Problems, invalid
from db.inputs.cases import age_problems
from db.inputs.interventions import CODES, FIELDS, InterventionCorrection, InterventionInput
from db.inputs.partial_validation import collected, value_or_none
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
    if before := _stored(session, data, by):
        return before
    here = _there_problems(session, data, viewer)
    known = [] if here else cases.own_cases(session, data.case_ids, {data.agency_id})
    refuse(here, _problems(session, data, known))
    persons = _persons(session, data, known, viewer)
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


def new_problems(session: Session, data: Any, viewer: Viewer) -> Problems:
    """What is wrong with a new entry that was refused, as far as it could be read."""
    known = people_of(session, data, viewer.agencies & {value_or_none(data, "agency_id")})
    return collected(
        lambda: _there_problems(session, data, viewer),
        lambda: _problems(session, data, known),
        lambda: cases.new_problems(session, data.new_case, data.happened_on),
    )


def _there_problems(session: Session, data: InterventionInput, viewer: Viewer) -> Problems:
    return collected(
        lambda: rules.check_day(session, data.happened_on),
        lambda: _check_there(session, viewer, data.agency_id, data.happened_on),
    )


def _problems(session: Session, data: InterventionInput, known: Sequence[Case]) -> Problems:
    return collected(
        lambda: _refuse_closed(known, data.happened_on),
        lambda: require_all_active(session, data, CODES, data.happened_on),
        lambda: _follow_up_problems(data.follow_up_on, today(session)),
        lambda: _refuse_plans(known, data.follow_up_on),
        *(partial(require_guardian, session, case) for case in known),
        lambda: _age_problems(known, data.happened_on),
    )


def _refuse_closed(known: Sequence[Case], day: date) -> None:
    for case in known:
        cases.refuse_closed(case, day)


def _check_there(session: Session, viewer: Viewer, agency_id: int, day: date) -> None:
    if not is_there_today(session, viewer, agency_id, day):
        rules.check_posting(session, day, agency_id, viewer.account_id)


def _follow_up_problems(planned: date | None, day: date) -> Problems:
    latest = day + timedelta(days=FOLLOW_UP_DAYS)
    if planned is None or day < planned <= latest:
        return {}
    return {"follow_up_on": Problem("error.follow_up_range", day=latest)}


def _refuse_plans(known: Sequence[Case], planned: date | None) -> None:
    """Also of the day on which a case was closed, nobody could keep an appointment."""
    for case in known:
        if planned is not None and case.closed_on is not None:
            raise invalid("follow_up_on", "error.case_closed", day=case.closed_on)


def _age_problems(known: Sequence[Case], day: date) -> Problems:
    is_wrong = any(age_problems(case.birth_year, day) for case in known)
    return {"form": Problem("error.under_15")} if is_wrong else {}


def _persons(
    session: Session, data: InterventionInput, known: Sequence[Case], viewer: Viewer
) -> dict[int | None, str]:
    """Internal ids and codes of all persons named, a new one last."""
    found: dict[int | None, str] = {case.id: case.code for case in known}
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
    refuse(_corrected_problems(session, data, row, viewer))
    if changed := corrections.write(row, data.columns(of_group=row.case_id is None)):
        first_contacts.refresh(session, [row.case_id])
        follow_ups.settle_anew(session, row)
        log(session, viewer, "intervention.correct", row, changed, data.reason)
        if row.case_id is None:
            group_sessions.follow(session, viewer, row, data.reason)
    return row.id


def corrected_problems(session: Session, data: Any, viewer: Viewer) -> Problems:
    """What is wrong with a correction that was refused, as far as it could be read."""
    row = corrections.changeable(session, Intervention, data.id, viewer)
    return _corrected_problems(session, data, row, viewer)


def _corrected_problems(
    session: Session, data: InterventionCorrection, row: Intervention, viewer: Viewer
) -> Problems:
    return collected(
        lambda: rules.check_day(session, data.happened_on),
        lambda: rules.check_authors_posting(session, viewer, row, data.happened_on),
        lambda: _check_person(session, row, data.happened_on),
        lambda: require_all_active(session, data, CODES, data.happened_on),
        lambda: rules.check_type(row, data),
        lambda: group_sessions.check_correction(session, row, data),
    )


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
    follow_ups.settle_anew(session, voided)
    group_sessions.when_voided(session, voided)
    first_contacts.refresh(session, [voided.case_id])
