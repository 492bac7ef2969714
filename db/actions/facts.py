"""What enrolments and placements share: where one may be entered, and what its first day may be."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from db.access.clock import today
from db.access.postings import enterable_agencies, posted_agencies
from db.access.viewer import AccountId, Viewer
from db.actions.cases import refuse_closed
from db.codes import Role
from db.errors import InvalidInput, Problem, invalid
from db.inputs.cases import is_too_young
from db.models import Case, Placement, Programme, TrainingEnrolment

Started = Placement | TrainingEnrolment


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
