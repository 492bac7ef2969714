"""Organisations: hosts, training centres, partners; a manager may add one."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import places
from db.actions.facts import refuse
from db.errors import Problem
from db.inputs.places import Closing, OrganisationEdit, OrganisationInput
from db.models import Course, Organisation, TrainingEnrolment

ENTITY = "organisation"
#: The list ``ORG_TYPE``: a public employment service.
HOST_TYPE = "PES"
LISTS = {"region": "REGION", "type": "ORG_TYPE", "training_type": "TRAINING_TYPE"}


def add(session: Session, data: OrganisationInput, *, by: AccountId) -> int:
    """A new organisation; the same one twice is one. Raises ``InvalidInput``."""
    viewer = require(session, by, Permission.PLACE_ADD)
    values = data.columns()
    known = places.same(session, Organisation, values)
    if known is not None:
        return known.id
    refuse(
        places.name_problems(session, Organisation, values, None),
        places.code_problems(session, data, None, **LISTS),
    )
    code = places.code_for(session, Organisation, data.short_name or data.name)
    row = Organisation(**values, code=code)
    session.add(row)
    session.flush()
    audit.record(session, viewer, "organisation.add", ENTITY, row.id)
    return row.id


def host(session: Session, name: str, by: Viewer | None) -> Organisation:
    """The public employment service of this name, added where there is none yet."""
    row = session.exec(select(Organisation).where(Organisation.name == name)).first()
    if row is None:
        row = Organisation(
            code=places.code_for(session, Organisation, name), name=name, type=HOST_TYPE
        )
        session.add(row)
        session.flush()
        audit.record(session, by, "organisation.add", ENTITY, row.id)
    return row


def edit(session: Session, data: OrganisationEdit, *, by: AccountId) -> None:
    """Change what is said of an organisation; its code stays. Raises ``InvalidInput``."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    row = places.found(session, Organisation, data.id)
    values = data.columns()
    refuse(
        places.name_problems(session, Organisation, values, row.id),
        places.code_problems(session, data, row, **LISTS),
        _course_problems(session, data, row),
    )
    changed = places.differing(row, values)
    if changed:
        places.change(session, row, values, data.seen)
        audit.record(session, viewer, "organisation.edit", ENTITY, row.id, fields=changed)


def close(session: Session, data: Closing, *, by: AccountId) -> None:
    """The last day on which an organisation is offered."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    row = places.found(session, Organisation, data.id)
    if places.is_closed_so(row, data.closed_on):
        return
    refuse_closing(session, row, data.closed_on, "closed_on")
    row.closed_on = data.closed_on
    audit.record(session, viewer, "organisation.close", ENTITY, row.id, fields=["closed_on"])


def refuse_closing(session: Session, row: Organisation, day: date, field: str) -> None:
    """Refuse a last day before a course that begins there later."""
    starts = select(sa.func.max(col(TrainingEnrolment.starts_on))).where(
        TrainingEnrolment.centre_id == row.id, col(TrainingEnrolment.voided_at).is_(None)
    )
    planned = select(sa.func.max(col(Course.starts_on))).where(
        Course.centre_id == row.id, col(Course.cancelled_on).is_(None)
    )
    last = max(filter(None, (session.exec(each).one() for each in (starts, planned))), default=None)
    places.refuse_closing_before(field, day, last)


def reopen(session: Session, organisation_id: int, *, by: AccountId) -> None:
    """Offer a closed organisation again."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    row = places.found(session, Organisation, organisation_id)
    if row.closed_on is None:
        return
    row.closed_on = None
    audit.record(session, viewer, "organisation.reopen", ENTITY, row.id, fields=["closed_on"])


def delete(session: Session, organisation_id: int, *, by: AccountId) -> None:
    """Delete one that nothing uses; else raises ``AppError``."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    row = places.found(session, Organisation, organisation_id)
    places.refuse_uses(session, row)
    session.delete(row)
    session.flush()
    audit.record(session, viewer, "organisation.delete", ENTITY, organisation_id)


def _course_problems(
    session: Session, data: OrganisationInput, row: Organisation
) -> dict[str, Problem]:
    """The kind of course of a centre stays once there is a course, or somebody enrolled there."""
    if data.training_type == row.training_type:
        return {}
    enrolled = select(TrainingEnrolment.id).where(TrainingEnrolment.centre_id == row.id)
    planned = select(Course.id).where(Course.centre_id == row.id)
    if all(session.exec(each).first() is None for each in (enrolled, planned)):
        return {}
    return {"training_type": Problem("error.centre_in_use")}
