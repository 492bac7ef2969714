"""Enter what an agency's own register counts, with what stood there before."""

from __future__ import annotations

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.errors import InvalidInput, NotFound, Problem
from db.inputs.register_counts import (
    Cell,
    RegisterInput,
    cell_of,
    doubts,
    first_month,
    key_of,
    month_problem,
)
from db.models import Agency, AgencyCount, AgencyCountChange, Programme


def save(session: Session, data: RegisterInput, *, by: AccountId) -> int:
    """Store all that differs, or nothing; returns how many cells that were.

    An empty cell takes its count away: it was not received. Raises ``InvalidInput`` by cell for a
    month that cannot be, and for a count that somebody changed meanwhile; on ``confirmed`` for a
    doubt that was not shown yet.
    """
    viewer = require(session, by, Permission.REGISTER_COUNTS_WRITE)
    # Of two managers at once the later one waits here; who records in the agency does not.
    agency = session.get(Agency, data.agency_id, with_for_update={"key_share": True})
    if agency is None:
        raise NotFound("error.not_found")
    rows = _rows(session, agency.id)
    stored = {cell: row.value for cell, row in rows.items()}
    changed = {c: value for c, value in data.wanted.items() if value != stored.get(c)}
    _refuse(session, agency, data, changed, stored)
    for cell, value in sorted(changed.items()):
        _write(session, data, cell, value, rows.get(cell), by)
    if changed:
        measures = {cell[1].value.lower() for cell in changed}
        audit.record(
            session,
            viewer,
            "register.save",
            "register",
            agency.id,
            fields=measures,
            changes_results=True,
        )
    return len(changed)


def _rows(session: Session, agency_id: int) -> dict[Cell, AgencyCount]:
    query = select(AgencyCount).where(AgencyCount.agency_id == agency_id)
    found = session.exec(query.execution_options(populate_existing=True))
    return {(row.month, row.measure): row for row in found}


def _refuse(
    session: Session,
    agency: Agency,
    data: RegisterInput,
    changed: dict[Cell, int | None],
    stored: dict[Cell, int],
) -> None:
    present = today(session)
    first = first_month(session.exec(select(Programme)).one().starts_on)
    seen = {cell_of(key): value for key, value in data.seen.items()}
    problems: dict[str, Problem] = {}
    for cell in changed:
        problem = month_problem(cell[0], first, present)
        if problem is None and agency.closed_on and cell[0] > agency.closed_on:
            problem = Problem("error.register_agency_closed", day=agency.closed_on)
        if problem is None and stored.get(cell) != seen.get(cell):
            value = stored.get(cell)
            problem = Problem("error.stands_now", value="—" if value is None else value)
        if problem:
            problems[key_of(cell)] = problem
    if data.noted_on > present:
        problems["noted_on"] = Problem("error.in_the_future")
    open_doubts = {each.name for each in doubts(changed, stored)} - data.confirmed
    if not problems and open_doubts:
        problems["confirmed"] = Problem("error.register_doubts")
    if problems:
        raise InvalidInput(problems)


def _write(
    session: Session,
    data: RegisterInput,
    cell: Cell,
    value: int | None,
    row: AgencyCount | None,
    by: AccountId,
) -> None:
    month, measure = cell
    session.add(
        AgencyCountChange(
            agency_id=data.agency_id,
            month=month,
            measure=measure,
            former=row.value if row else None,
            value=value,
            source=data.source,
            noted_on=data.noted_on,
            entered_by=by,
        )
    )
    if row is not None:
        session.delete(row)
        session.flush()
    if value is not None:
        session.add(
            AgencyCount(
                agency_id=data.agency_id,
                month=month,
                measure=measure,
                value=value,
                source=data.source,
                noted_on=data.noted_on,
                entered_by=by,
            )
        )
