"""Record enrolments in courses and how they went."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.actions import corrections, drafts, last_steps
from db.actions.cases import own_case, own_open_case
from db.actions.facts import agencies_for, check_start, refuse, start_problems
from db.actions.rows import Stored, log, stored
from db.codes import TRAINING_STEPS, TrainingStatus
from db.errors import NotFound, Problem
from db.inputs.training import (
    FIELDS,
    Course,
    StatusInput,
    TrainingCorrection,
    TrainingInput,
    date_problems,
    first_status_on,
    reason_problems,
)
from db.models import Case, Organisation, TrainingEnrolment
from db.queries.codes import require_active

STATUS_FIELDS = ("status", "status_on", "drop_reason")


def record(session: Session, data: TrainingInput, *, by: AccountId) -> Stored[TrainingEnrolment]:
    """Store one enrolment in the case's present agency; its start may lie a year ahead.

    A repeated ``submission_id`` returns the row already stored. Raises ``InvalidInput`` by field,
    ``NotFound`` for a case that is not of the account's agencies.
    """
    viewer = require(session, by, Permission.TRAINING_WRITE)
    drafts.discard(session, "training", data.submission_id, by=by)
    asked = data.model_dump(include={*FIELDS, "case_id"})
    if known := stored(session, TrainingEnrolment, data.submission_id, by, asked):
        return known
    here = agencies_for(session, by, data.starts_on)
    case = own_open_case(session, data.case_id, here, data.starts_on)
    _check(session, data, case)
    enrolment = TrainingEnrolment(
        agency_id=case.agency_id,
        case_id=case.id,
        status_on=first_status_on(data, today(session)),
        entered_by=by,
        submission_id=data.submission_id,
        **data.model_dump(include=set(FIELDS)),
    )
    session.add(enrolment)
    session.flush()
    log(session, viewer, "training.record", enrolment, FIELDS)
    return Stored(rows=(enrolment,), codes=(case.code,))


def correct(session: Session, data: TrainingCorrection, *, by: AccountId) -> TrainingEnrolment:
    """Correct an enrolment, its status too; the day of a new status follows from the other dates.

    Raises as ``record`` does, and ``AppError`` when somebody changed it meanwhile.
    """
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    enrolment = corrections.correctable(session, TrainingEnrolment, data, viewer)
    check_start(session, viewer, enrolment, data.starts_on)
    _check(session, data, session.get_one(Case, enrolment.case_id))
    wanted = data.model_dump(include=set(FIELDS))
    if data.status is not enrolment.status:
        wanted["status_on"] = first_status_on(data, today(session))
        # After a correction the step before it can no longer be undone.
        wanted["earlier_status"] = wanted["earlier_status_on"] = None
    changed = corrections.write(enrolment, wanted)
    if changed:
        log(session, viewer, "training.correct", enrolment, changed, data.reason)
    return enrolment


def set_status(session: Session, data: StatusInput, *, by: AccountId) -> TrainingEnrolment:
    """Move an enrolment one step along ``TRAINING_STEPS``; the same step again changes nothing.

    Raises ``InvalidInput`` by field, ``NotFound`` for an enrolment of a person who is not of the
    account's agencies now.
    """
    viewer = require(session, by, Permission.TRAINING_WRITE)
    enrolment = _own(session, data.enrolment_id, data.status_on, by)
    if (enrolment.status, enrolment.drop_reason) == (data.status, data.drop_reason):
        return enrolment
    _check_step(session, enrolment, data)
    enrolment.earlier_status = enrolment.status
    enrolment.earlier_status_on = enrolment.status_on
    for name in STATUS_FIELDS:
        setattr(enrolment, name, getattr(data, name))
    log(session, viewer, "training.set_status", enrolment, STATUS_FIELDS)
    return enrolment


def undo_status(session: Session, enrolment_id: int, *, by: AccountId) -> TrainingEnrolment:
    """Undo the last step: only its author may, within 7 days."""
    viewer = require(session, by, Permission.TRAINING_WRITE)
    enrolment = _own(session, enrolment_id, today(session), by)
    if enrolment.earlier_status is None or enrolment.earlier_status_on is None:
        return enrolment
    last_steps.require_own(session, ("training.set_status",), enrolment_id, by)
    enrolment.status, enrolment.drop_reason = TrainingStatus(enrolment.earlier_status), None
    enrolment.status_on = enrolment.earlier_status_on
    enrolment.earlier_status = enrolment.earlier_status_on = None
    log(session, viewer, "training.undo_status", enrolment, STATUS_FIELDS)
    return enrolment


def _check(session: Session, data: Course, case: Case) -> None:
    day = today(session)
    refuse(
        start_problems(session, data.starts_on, case),
        date_problems(data, day),
        reason_problems(data.status, data.drop_reason),
        _centre_problems(session, data),
    )
    require_active(session, "type", "TRAINING_TYPE", data.type, min(data.starts_on, day))
    _require_reason(session, data.drop_reason)


def _require_reason(session: Session, drop_reason: str | None) -> None:
    if drop_reason is not None:
        require_active(session, "drop_reason", "DROP_REASON", drop_reason, today(session))


def _centre_problems(session: Session, data: Course) -> dict[str, Problem]:
    """A centre gives the kind of course it is listed with, up to its last day; none is allowed."""
    if data.centre_id is None:
        return {}
    centre = session.get(Organisation, data.centre_id)
    if centre is None or centre.training_type != data.type:
        return {"centre_id": Problem("error.centre_does_not_fit")}
    if not centre.is_open(data.starts_on):
        return {"centre_id": Problem("error.centre_closed", day=centre.closed_on)}
    return {}


def _check_step(session: Session, enrolment: TrainingEnrolment, data: StatusInput) -> None:
    if data.status not in TRAINING_STEPS.get(enrolment.status, ()):
        refuse({"status": Problem("error.training_step")})
    refuse(
        _status_day_problems(session, enrolment, data),
        reason_problems(data.status, data.drop_reason),
    )
    _require_reason(session, data.drop_reason)


def _status_day_problems(
    session: Session, enrolment: TrainingEnrolment, data: StatusInput
) -> dict[str, Problem]:
    """A status day lies not in the future, nor before the previous status or the course's start."""
    # A confirmed place may be given up, and an application turned down, before the first day.
    before_start = (TrainingStatus.ENROLLED, TrainingStatus.DROPPED, TrainingStatus.REJECTED)
    first = enrolment.status_on
    if data.status not in before_start:
        first = max(first, enrolment.starts_on)
    if data.status_on > today(session):
        return {"status_on": Problem("error.in_the_future")}
    if data.status_on < first:
        return {"status_on": Problem("error.before_day", day=first)}
    return {}


def _own(session: Session, enrolment_id: int, day: date, by: AccountId) -> TrainingEnrolment:
    """The enrolment, locked, when its person is of the account's agencies."""
    enrolment = session.get(TrainingEnrolment, enrolment_id, with_for_update=True)
    if enrolment is None or enrolment.voided_at is not None:
        raise NotFound("error.not_found")
    own_case(session, enrolment.case_id, agencies_for(session, by, day))
    return enrolment
