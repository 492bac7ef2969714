"""What makes an intervention possible: its day, its agency, its type."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.core_statements import execute
from db.access.postings import enterable_agencies, posted_agencies
from db.access.viewer import AccountId, Viewer
from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES, Role
from db.errors import InvalidInput, NotAllowed, Problem
from db.inputs.interventions import MOST_HEADS, InterventionCorrection, heads_of
from db.models import Intervention, Posting, Programme

_STARTS_ON = sa.select(col(Programme.starts_on))


def check_day(session: Session, day: date) -> None:
    """Not in the future, not before the programme; raises ``InvalidInput`` on ``happened_on``."""
    starts_on = execute(session, _STARTS_ON).scalar_one()
    if day > today(session):
        raise InvalidInput({"happened_on": Problem("error.in_the_future")})
    if day < starts_on:
        problem = Problem("error.before_programme", day=starts_on)
        raise InvalidInput({"happened_on": problem})


def check_posting(session: Session, day: date, agency_id: int, by: AccountId) -> None:
    """Refuse a day without a posting there, or too long ago; ``NotAllowed`` if never posted."""
    if agency_id not in enterable_agencies(session, by, day):
        if not _ever_posted(session, by, agency_id):
            raise NotAllowed("error.not_posted_there")
        raise InvalidInput({"happened_on": Problem("error.not_posted_that_day", day=day)})


def _ever_posted(session: Session, by: AccountId, agency_id: int) -> bool:
    query = select(Posting.id).where(Posting.account_id == by, Posting.agency_id == agency_id)
    return session.exec(query).first() is not None


def check_authors_posting(session: Session, viewer: Viewer, row: Intervention, day: date) -> None:
    """An agent may choose a day still open to them, a manager any day of the author's posting."""
    if viewer.role is Role.AGENT:
        check_posting(session, day, row.agency_id, viewer.account_id)
    elif row.agency_id not in posted_agencies(session, row.entered_by, day):
        raise InvalidInput({"happened_on": Problem("error.not_posted_that_day", day=day)})


def check_type(row: Intervention, data: InterventionCorrection) -> None:
    """Refuse a type that would make a group of a person's entry, or the other way round."""
    if row.case_id is not None and data.type in GROUP_ONLY_TYPES:
        raise InvalidInput({"type": Problem("error.type_needs_group")})
    if row.case_id is None and data.type not in GROUP_TYPES:
        raise InvalidInput({"type": Problem("error.type_needs_person")})
    if row.case_id is None and not 1 <= heads_of(data) <= MOST_HEADS:
        raise InvalidInput({"women": Problem("error.head_count_needed", count=MOST_HEADS)})
