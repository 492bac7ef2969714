"""Agencies: added, changed, closed with a day, reopened; deleted while nothing uses them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import organisations, places, posting_spans
from db.actions.facts import refuse
from db.errors import Problem
from db.inputs.places import AgencyEdit, AgencyInput, Closing
from db.models import Agency, Organisation, Posting, Programme

ENTITY = "agency"


def add(session: Session, data: AgencyInput, *, by: AccountId) -> int:
    """A new agency, last in the order; the same one twice is one. Raises ``InvalidInput``."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    known = places.same(session, Agency, _values(session, data, viewer))
    if known is not None:
        return known.id
    row = insert(session, data, viewer)
    audit.record(session, viewer, "agency.add", ENTITY, row.id, changes_results=True)
    return row.id


def insert(session: Session, data: AgencyInput, by: Viewer | None, code: str = "") -> Agency:
    """The row itself, for ``add`` and the command line."""
    refuse(
        places.name_problems(session, Agency, data.columns(), None),
        places.code_problems(session, data, None, region="REGION"),
        _host_problems(session, data, None),
    )
    values = _values(session, data, by)
    last = session.exec(select(sa.func.max(Agency.sort))).one() or 0
    made = code or places.code_for(session, Agency, data.short_name)
    row = Agency(**values, code=made, sort=last + 1)
    session.add(row)
    session.flush()
    return row


def edit(session: Session, data: AgencyEdit, *, by: AccountId) -> None:
    """Change what is said of an agency; its code stays. Raises ``InvalidInput``."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    row = places.found(session, Agency, data.id)
    refuse(
        places.name_problems(session, Agency, data.columns(), row.id),
        places.code_problems(session, data, row, region="REGION"),
        _host_problems(session, data, row),
    )
    values = _values(session, data, viewer)
    changed = places.differing(row, values)
    if changed:
        places.change(session, row, values, data.seen)
        audit.record(
            session, viewer, "agency.edit", ENTITY, row.id, fields=changed, changes_results=True
        )


def close(session: Session, data: Closing, *, by: AccountId) -> None:
    """The last day of an agency: its postings end with it, and those to come are deleted."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    row = places.found(session, Agency, data.id)
    if places.is_closed_so(row, data.closed_on):
        return
    places.refuse_closing_before(
        "closed_on", data.closed_on, posting_spans.last_entry(session, row.id)
    )
    row.closed_on = data.closed_on
    posting_spans.end_all(session, col(Posting.agency_id) == row.id, data.closed_on, viewer)
    audit.record(
        session,
        viewer,
        "agency.close",
        ENTITY,
        row.id,
        fields=["closed_on"],
        changes_results=True,
    )


def reopen(session: Session, agency_id: int, *, by: AccountId) -> None:
    """Open a closed agency again; the postings that ended with it stay ended."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    row = places.found(session, Agency, agency_id)
    if row.closed_on is None:
        return
    row.closed_on = None
    audit.record(
        session,
        viewer,
        "agency.reopen",
        ENTITY,
        row.id,
        fields=["closed_on"],
        changes_results=True,
    )


def delete(session: Session, agency_id: int, *, by: AccountId) -> None:
    """Delete an agency that nothing uses; else raises ``AppError``."""
    viewer = require(session, by, Permission.PLACES_MANAGE)
    row = places.found(session, Agency, agency_id)
    places.refuse_uses(session, row)
    session.delete(row)
    session.flush()
    audit.record(session, viewer, "agency.delete", ENTITY, agency_id, changes_results=True)


def _values(session: Session, data: AgencyInput, by: Viewer | None) -> dict[str, Any]:
    """The columns, with the programme's own institution where no host is named."""
    values = data.columns()
    if data.host_id is None:
        name = session.exec(select(Programme.institution)).one()
        values["host_id"] = organisations.host(session, name, by).id
    return values


def _host_problems(
    session: Session, data: AgencyInput, before: Agency | None
) -> dict[str, Problem]:
    """A host is an organisation that is open, or was the agency's before."""
    if data.host_id is None or (before is not None and before.host_id == data.host_id):
        return {}
    host = session.get(Organisation, data.host_id)
    is_usable = host is not None and host.is_open(today(session))
    return {} if is_usable else {"host_id": Problem("error.unknown_choice")}
