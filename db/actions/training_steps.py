"""The steps of an enrolment: checked, taken, put right and undone by the acts of training."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.postings import CORRECTION_DAYS
from db.access.viewer import AccountId
from db.actions.facts import refuse
from db.codes import TRAINING_STEPS, TrainingStatus
from db.errors import NotAllowed, Problem, Problems, stands_now
from db.inputs.partial_validation import collected
from db.inputs.training import LEFT_OUT, Step, ending_problems
from db.models import TrainingEnrolment, TrainingStep
from db.models.base import now
from db.queries.codes import require_all_active

#: The list of what is said of an end.
ENDINGS = {"drop_reason": "DROP_REASON", "certificate": "CERTIFICATE"}
STATUS_FIELDS = ("status", "status_on", "drop_reason", "certificate")


def enter(session: Session, enrolment: TrainingEnrolment, by: AccountId) -> None:
    """The first step: the status with which it was entered."""
    _add(session, enrolment, by)


def differing(enrolment: TrainingEnrolment, data: Step) -> Problems:
    """What a step says otherwise than the enrolment; nothing where just this one was taken."""
    return {
        name: stands_now(getattr(enrolment, name))
        for name in STATUS_FIELDS
        if getattr(enrolment, name) != getattr(data, name)
    }


def check(session: Session, enrolment: TrainingEnrolment, data: Step) -> None:
    """Refuse a step that is none of ``TRAINING_STEPS``, or whose day cannot be."""
    if data.status not in TRAINING_STEPS.get(enrolment.status, ()):
        refuse({"status": Problem("error.training_step")})
    day = today(session)
    refuse(
        collected(
            lambda: _day_problems(enrolment, data, day),
            lambda: ending_problems(data),
            lambda: require_all_active(session, data, ENDINGS, day),
        )
    )


def take(session: Session, enrolment: TrainingEnrolment, data: Step, by: AccountId) -> None:
    """Take a step that was checked."""
    for name in STATUS_FIELDS:
        setattr(enrolment, name, getattr(data, name))
    _add(session, enrolment, by)


def put_right(session: Session, enrolment: TrainingEnrolment) -> None:
    """The last step says what the corrected enrolment says, and is undone no more."""
    for step in _last(session, enrolment.id, 1):
        step.status, step.status_on = enrolment.status, enrolment.status_on
        step.corrected_at = now()


def before_last(session: Session, enrolment: TrainingEnrolment) -> date | None:
    """The day of the step before the last one."""
    steps = _last(session, enrolment.id, 2)
    return steps[1].status_on if len(steps) == 2 else None


def undo(session: Session, enrolment: TrainingEnrolment, by: AccountId) -> TrainingStatus | None:
    """Undo the last step: only its author may, within 7 days. The status that it had; ``None``
    where nothing is to be undone: the first step is the entry itself."""
    steps = _last(session, enrolment.id, 2)
    if len(steps) < 2 or steps[0].corrected_at is not None:
        return None
    last, before = steps
    if last.entered_by != by or now() - last.entered_at > timedelta(days=CORRECTION_DAYS):
        raise NotAllowed("error.too_late_to_correct")
    session.delete(last)
    enrolment.status, enrolment.status_on = before.status, before.status_on
    # Whatever has one of these is the end of its way.
    enrolment.drop_reason = enrolment.certificate = None
    session.flush()
    return last.status


def _add(session: Session, enrolment: TrainingEnrolment, by: AccountId) -> None:
    session.add(
        TrainingStep(
            enrolment_id=enrolment.id,
            status=enrolment.status,
            status_on=enrolment.status_on,
            entered_by=by,
        )
    )
    session.flush()


def _last(session: Session, enrolment_id: int, count: int) -> list[TrainingStep]:
    query = select(TrainingStep).where(TrainingStep.enrolment_id == enrolment_id)
    return list(session.exec(query.order_by(col(TrainingStep.id).desc()).limit(count)))


def _day_problems(enrolment: TrainingEnrolment, data: Step, day: date) -> dict[str, Problem]:
    """A status day lies not in the future, nor before the previous status or the course's start."""
    first = enrolment.status_on
    if data.status not in (TrainingStatus.ENROLLED, *LEFT_OUT):
        first = max(first, enrolment.starts_on)
    if data.status_on > day:
        return {"status_on": Problem("error.in_the_future")}
    if data.status_on < first:
        return {"status_on": Problem("error.before_day", day=first)}
    return {}
