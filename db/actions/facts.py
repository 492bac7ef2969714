"""Whose facts an agent may enter: courses and jobs are the person's, not acts of the agent."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from db.errors import InvalidInput, NotFound, Problem
from db.models import Case, Programme
from db.permissions import AccountId, enterable_agencies, posted_agencies, today

YOUNGEST = 15


def agencies_for(session: Session, by: AccountId, day: date) -> set[int]:
    """Where the account may enter a fact of ``day``.

    A job may have begun before the agent came, so a posting of today is enough; after a posting,
    facts dated within it for the days that ``enterable_agencies`` allows.
    """
    now = today(session)
    return {
        *posted_agencies(session, by, now),
        *enterable_agencies(session, by, min(day, now)),
    }


def own_case(session: Session, case_id: int, day: date, *, by: AccountId) -> Case:
    """The case, when it is of an agency of the account; another's and none are told alike."""
    case = session.get(Case, case_id)
    if case is None or case.agency_id not in agencies_for(session, by, day):
        raise NotFound("error.case_not_found")
    return case


def day_problems(
    session: Session, field: str, day: date, case: Case, *, latest: date | None
) -> dict[str, Problem]:
    """What is wrong with the day of a fact: outside the programme, or the person too young."""
    programme = session.exec(select(Programme)).one()
    if latest is not None and day > latest:
        return {field: Problem("error.in_the_future")}
    if day < programme.starts_on:
        return {field: Problem("error.before_programme", day=programme.starts_on)}
    if day.year - case.birth_year < YOUNGEST:
        return {field: Problem("error.under_15")}
    return {}


def refuse(*problems: dict[str, Problem]) -> None:
    """Raise all problems at once, so that a form is corrected in one go."""
    found: dict[str, Problem] = {}
    for each in problems:
        found = each | found
    if found:
        raise InvalidInput(found)
