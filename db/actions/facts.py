"""What facts about one person share: where one may be entered, and what its day may be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, cast

from sqlmodel import Session, select

from db.access.clock import today
from db.access.postings import enterable_agencies
from db.access.viewer import AccountId, Viewer
from db.actions.cases import own_case, own_cases, refuse_closed
from db.codes import Role
from db.errors import InvalidInput, NotFound, Problem, invalid
from db.inputs.cases import is_too_young
from db.inputs.partial_validation import Known, Unread, value_or_none
from db.models import Case, Programme
from db.models.events import RecordedEvent
from db.records import BY_TABLE


def agencies_for(session: Session, by: AccountId, day: date) -> set[int]:
    """The agencies where the account may enter a course or job that began on ``day``.

    A posting of today is enough, since a job may have begun before the agent came. After a posting
    has ended, days within it stay open as long as ``enterable_agencies`` allows.
    """
    present = today(session)
    # Those where an event of today may be entered are those of today's postings.
    days = {present, min(day, present)}
    return {each for day in days for each in enterable_agencies(session, by, day)}


def start_problems(
    session: Session,
    day: date,
    case: Case,
    *,
    latest: date | None = None,
    field: str = "starts_on",
) -> dict[str, Problem]:
    """What is wrong with the day in ``field``: outside the programme, or the person too young."""
    programme = session.exec(select(Programme)).one()
    if latest is not None and day > latest:
        return {field: Problem("error.in_the_future")}
    if day < programme.starts_on:
        return {field: Problem("error.before_programme", day=programme.starts_on)}
    if is_too_young(case.birth_year, min(day, today(session))):
        return {field: Problem("error.under_15")}
    return {}


def person_of(session: Session, data: Known, by: AccountId, day: str) -> Any:
    """The person whom a form that was refused names, of the account's agencies; else somebody of
    whom nothing is known. ``day`` names the field of its day."""
    try:
        here = agencies_for(session, by, value_or_none(data, day) or today(session))
        return own_case(session, data.case_id, here)
    except (Unread, NotFound):
        return Known()


def people_of(session: Session, data: Known, here: Collection[int]) -> list[Case]:
    """The same of several whom a form names; none where one of them is of another agency."""
    try:
        return own_cases(session, data.case_ids, here)
    except (Unread, NotFound):
        return []


def check_start(session: Session, viewer: Viewer, row: RecordedEvent, day: date) -> None:
    """Check the corrected day as recording does: the agent's posting, and an open case."""
    field, stored = BY_TABLE[type(row)].day, cast(Any, row)
    if viewer.role is Role.AGENT and row.agency_id not in agencies_for(
        session, viewer.account_id, day
    ):
        raise invalid(field, "error.not_posted_that_day", day=day)
    if day != getattr(row, field):
        refuse_closed(session.get_one(Case, stored.case_id), day)


def refuse(*problems: dict[str, Problem]) -> None:
    """Raise all problems at once, so that a form is corrected in one go."""
    found: dict[str, Problem] = {}
    for each in problems:
        found = each | found
    if found:
        raise InvalidInput(found)
