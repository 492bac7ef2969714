"""What all records share: where one may be entered, repeated submissions, corrections, the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.postings import enterable_agencies, posted_agencies
from db.access.viewer import AccountId, Viewer
from db.actions.cases import refuse_closed
from db.codes import UNDO, Role
from db.errors import AppError, InvalidInput, NotFound, Problem, invalid
from db.inputs.cases import is_too_young
from db.models import Case, Placement, Programme, TrainingEnrolment
from db.models.base import now
from db.models.events import RecordedEvent
from db.queries.codes import require_active

Row = TypeVar("Row", bound=RecordedEvent)
Started = Placement | TrainingEnrolment


@dataclass(frozen=True)
class Stored(Generic[Row]):
    """The row of a submission; ``already`` when an earlier save had stored it.

    ``code`` is the person's card code, if there is a person. ``as_asked`` is false when the row is
    void or differs from what was sent now: a second tab may send something else.
    """

    row: Row
    code: str = ""
    already: bool = False
    as_asked: bool = True


def stored(
    session: Session,
    table: type[Row],
    submission_id: str,
    by: AccountId,
    asked: Mapping[str, object] | None = None,
) -> Stored[Row] | None:
    """What this submission stored before, if anything, compared with what is ``asked`` now."""
    query = select(table).where(table.submission_id == submission_id, table.entered_by == by)
    row = session.exec(query).first()
    if row is None:
        return None
    case = session.get(Case, getattr(row, "case_id", None) or 0)
    says_so = all(getattr(row, name) == value for name, value in (asked or {}).items())
    return Stored(
        row,
        code=case.code if case else "",
        already=True,
        as_asked=row.voided_at is None and says_so,
    )


def agencies_for(session: Session, by: AccountId, day: date) -> set[int]:
    """The agencies where the account may enter a course or job that began on ``day``.

    A posting of today is enough, since a job may have begun before the agent came. After a posting
    has ended, days within it stay open as long as ``enterable_agencies`` allows.
    """
    present = today(session)
    return {
        *posted_agencies(session, by, present),
        *enterable_agencies(session, by, min(day, present)),
    }


def own_case(session: Session, case_id: int, day: date, *, by: AccountId) -> Case:
    """The case, if it is of an agency of the account; any other raises ``NotFound``, like none."""
    case = session.get(Case, case_id)
    if case is None or case.agency_id not in agencies_for(session, by, day):
        raise NotFound("error.case_not_found")
    return case


def own_open_case(session: Session, case_id: int, day: date, *, by: AccountId) -> Case:
    """As ``own_case``; raises ``NotAllowed`` for a case that was closed before ``day``."""
    case = own_case(session, case_id, day, by=by)
    refuse_closed(case, day)
    return case


def start_problems(
    session: Session, day: date, case: Case, *, latest: date | None = None
) -> dict[str, Problem]:
    """What is wrong with a first day: outside the programme, or the person too young."""
    programme = session.exec(select(Programme)).one()
    if latest is not None and day > latest:
        return {"starts_on": Problem("error.in_the_future")}
    if day < programme.starts_on:
        return {"starts_on": Problem("error.before_programme", day=programme.starts_on)}
    if is_too_young(case.birth_year, day):
        return {"starts_on": Problem("error.under_15")}
    return {}


def check_start(session: Session, viewer: Viewer, row: Started, day: date) -> None:
    """Check a corrected first day as recording does: the agent's posting, and an open case."""
    if viewer.role is Role.AGENT and row.agency_id not in agencies_for(
        session, viewer.account_id, day
    ):
        raise invalid("starts_on", "error.not_posted_that_day", day=day)
    if day != row.starts_on:
        refuse_closed(session.get_one(Case, row.case_id), day)


def refuse(*problems: dict[str, Problem]) -> None:
    """Raise all problems at once, so that a form is corrected in one go."""
    found: dict[str, Problem] = {}
    for each in problems:
        found = each | found
    if found:
        raise InvalidInput(found)


def check_correction(
    session: Session, viewer: Viewer, row: RecordedEvent, seen: str, reason: str
) -> None:
    """Refuse to overwrite a change that somebody made meanwhile; a manager must give a reason."""
    if seen != row.seen:
        raise AppError("error.changed_meanwhile")
    if reason or viewer.role is Role.MANAGER:
        check_reason(session, reason)


def check_reason(session: Session, reason: str) -> None:
    """Refuse a reason that is not in the list; ``UNDO`` is reserved for undoing."""
    if reason == UNDO:
        raise invalid("reason", "error.unknown_choice")
    require_active(session, "reason", "VOID_REASON", reason, today(session))


def put_right(row: RecordedEvent, wanted: dict[str, object]) -> list[str]:
    """Write what differs; returns the names of the fields that changed."""
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.corrected_at = now()
    return changed


def log(
    session: Session,
    viewer: Viewer,
    action: str,
    row: RecordedEvent,
    fields: Iterable[str],
    reason: str = "",
) -> None:
    """Write an audit row for an act on one row, and raise the change counter."""
    audit.record(
        session,
        viewer,
        action,
        action.split(".")[0],
        row.id,  # type: ignore[attr-defined]
        fields=fields,
        reason=reason,
        changes_results=True,
    )
