"""What is known of a job beside its first day: checked, added with a later answer, taken back."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from db.access.clock import today
from db.codes import RetentionStatus
from db.errors import Problem
from db.inputs.partial_validation import collected
from db.inputs.placement_details import DETAILS, Details, detail_problems
from db.inputs.placements import Outcome, RetentionInput
from db.models import Organisation, Placement, RetentionCheck
from db.models.base import now


def problems(session: Session, data: Outcome, row: Placement | None = None) -> dict[str, Problem]:
    """What is wrong with the details of a placement, new or a corrected ``row``."""
    return collected(
        lambda: _end_problems(session, row, data.ended_on) if row else {},
        lambda: _employer_problems(session, data.employer_id, data.starts_on, row),
        lambda: detail_problems(data, data, today(session)),
    )


def _employer_problems(
    session: Session, employer_id: int | None, day: date, row: Placement | None = None
) -> dict[str, Problem]:
    """The employer is of the directory, and was open on that day; the one that a corrected ``row``
    has may stay."""
    if employer_id is None or (row is not None and employer_id == row.employer_id):
        return {}
    employer = session.get(Organisation, employer_id)
    if employer is None:
        return {"employer_id": Problem("error.unknown_choice")}
    if not employer.is_open(day):
        return {"employer_id": Problem("error.place_closed", day=employer.closed_on)}
    return {}


def _end_problems(session: Session, row: Placement, ended_on: date | None) -> dict[str, Problem]:
    """A job had not ended while somebody said that it went on."""
    if ended_on is None:
        return {}
    latest = session.exec(
        select(RetentionCheck)
        .where(
            RetentionCheck.placement_id == row.id,
            RetentionCheck.status == RetentionStatus.SAME,
            col(RetentionCheck.done_on) > ended_on,
        )
        .order_by(col(RetentionCheck.done_on).desc())
    ).first()
    return {"ended_on": Problem("error.worked_on", day=latest.done_on)} if latest else {}


def answer_problems(
    session: Session, data: RetentionInput, placement: Placement
) -> dict[str, Problem]:
    """What is wrong with details that come with the answer to a check."""
    return collected(
        lambda: _employer_problems(session, data.employer_id, placement.starts_on),
        lambda: detail_problems(data, placement, today(session)),
        lambda: _over_problems(data, placement.ended_on or data.ended_on),
        lambda: _end_problems(session, placement, data.ended_on),
    )


def _over_problems(data: RetentionInput, ended_on: date | None) -> dict[str, Problem]:
    """Nobody is at the same job after its end."""
    if ended_on is None or data.status is not RetentionStatus.SAME or ended_on >= data.done_on:
        return {}
    return {"status": Problem("error.job_ended", day=ended_on)}


def add(session: Session, placement: Placement, check: RetentionCheck, data: Details) -> list[str]:
    """Write what was not known; returns the names of these fields, which the check holds too."""
    names = [
        name
        for name in DETAILS
        if getattr(data, name) is not None and getattr(placement, name) is None
    ]
    for name in names:
        setattr(placement, name, getattr(data, name))
    if names:
        # Whoever has the placement's form open learns of it.
        placement.corrected_at = now()
    check.added = ",".join(names)
    return names


def take_back(placement: Placement, check: RetentionCheck) -> list[str]:
    """Empty what became known with an answer that is undone."""
    names = check.added.split(",") if check.added else []
    for name in names:
        setattr(placement, name, None)
    if names:
        placement.corrected_at = now()
    if placement.ended_on is None:
        # It may have come with a later answer.
        placement.end_reason = None
    check.added = ""
    return names


def keep(session: Session, placement: Placement, names: list[str]) -> None:
    """Fields that were corrected since belong to the placement, and stay when an answer goes."""
    query = select(RetentionCheck).where(
        RetentionCheck.placement_id == placement.id, RetentionCheck.added != ""
    )
    for check in session.exec(query):
        check.added = ",".join(each for each in check.added.split(",") if each not in names)
