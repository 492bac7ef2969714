"""Store baselines and targets of an indicator, with what stood there before."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.edit_conflicts import refuse_stale_cells
from db.errors import InvalidInput, NotFound, Problem
from db.inputs.targets import (
    BASELINE,
    PROGRAMME,
    Bounds,
    Cell,
    Stated,
    TargetsInput,
    cell_of,
    changed_rows,
    key_of,
    written,
)
from db.models import (
    Account,
    Agency,
    Indicator,
    IndicatorBaseline,
    IndicatorChange,
    IndicatorTarget,
    IndicatorVersion,
    Programme,
)
from db.queries.indicators import stated


def save(session: Session, data: TargetsInput, *, by: AccountId) -> int:
    """Store all cells that differ, or nothing; returns how many those were.

    An empty cell takes a target away; a baseline is taken away by emptying its three cells. Raises
    ``InvalidInput`` by cell, and ``EditConflict`` for cells that say something else by now.
    """
    viewer = require(session, by, Permission.INDICATORS_MANAGE)
    # Of two managers at once the later one waits here.
    if session.get(Indicator, data.code, with_for_update={"key_share": True}) is None:
        raise NotFound("error.not_found")
    version = newest_version(session, data.code)
    of = Bounds(
        today=today(session),
        starts_on=session.exec(select(Programme)).one().starts_on,
        is_share=version.adds_up.is_share,
    )
    stored = stated(session, data.code, viewer=viewer)
    _refuse_unknown(session, data)
    wanted = data.wanted
    said = {key_of(cell): written(cell, stored, is_share=of.is_share) for cell in wanted}
    rows = changed_rows(wanted, stored, of)
    changed = {
        cell: (before, after)
        for cell in wanted
        if (before := said[key_of(cell)]) != (after := written(cell, rows, is_share=of.is_share))
    }
    seen = {key: data.seen.get(key, "") for key in map(key_of, changed)}
    refuse_stale_cells(seen, said, lambda keys: _last_change(session, data.code, keys))
    for place in sorted({place for place, _ in changed}):
        _store(session, version, place, rows[place], stored.get(place, Stated()))
    for cell, (before, after) in sorted(changed.items()):
        session.add(_change(data.code, cell, before, after, by))
    if changed:
        _log(session, viewer, data.code, set(changed))
    return len(changed)


def newest_version(session: Session, code: str) -> IndicatorVersion:
    """The definition in force."""
    query = (
        select(IndicatorVersion)
        .where(IndicatorVersion.indicator == code)
        .order_by(col(IndicatorVersion.number).desc())
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("error.not_found")
    return found


def _refuse_unknown(session: Session, data: TargetsInput) -> None:
    known = {PROGRAMME, *session.exec(select(Agency.id))}
    strange = [cell for cell in data.wanted if cell[0] not in known]
    if strange:
        raise InvalidInput({key_of(cell): Problem("error.unknown_choice") for cell in strange})


def _store(
    session: Session, version: IndicatorVersion, place: int, row: Stated, old: Stated
) -> None:
    agency_id = place or None
    if (row.value, row.day, row.source) != (old.value, old.day, old.source):
        _delete(session, IndicatorBaseline, version.indicator, agency_id)
        if row.value is not None and row.day is not None:
            session.add(
                IndicatorBaseline(
                    indicator=version.indicator,
                    agency_id=agency_id,
                    value=row.value,
                    on_day=row.day,
                    source=row.source,
                )
            )
    for due_on in row.targets.keys() | old.targets.keys():
        value = row.targets.get(due_on)
        if value == old.targets.get(due_on):
            continue
        _delete(session, IndicatorTarget, version.indicator, agency_id, due_on)
        if value is not None:
            session.add(
                IndicatorTarget(
                    indicator=version.indicator,
                    agency_id=agency_id,
                    due_on=due_on,
                    value=value,
                    version_id=version.id,
                )
            )
    session.flush()


def _delete(
    session: Session,
    table: type[IndicatorBaseline | IndicatorTarget],
    code: str,
    agency_id: int | None,
    due_on: date | None = None,
) -> None:
    statement = sa.delete(table).where(
        col(table.indicator) == code,
        col(table.agency_id).is_(None) if agency_id is None else col(table.agency_id) == agency_id,
    )
    if due_on is not None:
        statement = statement.where(col(IndicatorTarget.due_on) == due_on)
    session.execute(statement)


def _change(code: str, cell: Cell, before: str, after: str, by: AccountId) -> IndicatorChange:
    return IndicatorChange(
        indicator=code,
        agency_id=cell[0] or None,
        cell=cell[1],
        former=before,
        value=after,
        changed_by=by,
    )


def _last_change(session: Session, code: str, keys: frozenset[str]) -> tuple[str, datetime | None]:
    """Who changed one of these cells last, and when."""
    query = (
        sa.select(IndicatorChange, col(Account.display_name))
        .join(Account, col(Account.id) == col(IndicatorChange.changed_by))
        .where(
            col(IndicatorChange.indicator) == code,
            col(IndicatorChange.cell).in_({cell_of(key)[1] for key in keys}),
        )
        .order_by(col(IndicatorChange.id).desc())
    )
    for row, name in session.execute(query):
        if key_of((row.agency_id or PROGRAMME, row.cell)) in keys:
            return name, row.changed_at
    return "", None


def _log(session: Session, viewer: Viewer, code: str, cells: set[Cell]) -> None:
    columns = {column for _, column in cells}
    fields = {"baseline"} if columns & set(BASELINE) else set()
    if columns - set(BASELINE):
        fields.add("due_targets")
    audit.record(
        session, viewer, "indicator.save", "indicator", code, fields=fields, changes_results=True
    )
