"""What acts on agencies and on organisations share: codes, names, changes, closing, deleting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions.edit_conflicts import refuse_stale
from db.errors import AppError, InvalidInput, NotFound, Problem
from db.inputs.places import PlaceInput
from db.models import Agency, Organisation
from db.queries.codes import require_active
from db.queries.place_uses import using

Place = TypeVar("Place", Agency, Organisation)
LONGEST_CODE = 20
#: Of a name without a Latin letter; and what released tables call the sum of all agencies.
UNNAMED, TAKEN = "PLACE", frozenset({"TOTAL"})


def code_for(session: Session, table: type[Agency | Organisation], name: str) -> str:
    """A code made from a name: Latin capitals and digits, used by no other row of the table."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    stem = re.sub(r"[^A-Z0-9]+", "-", letters)[:LONGEST_CODE].strip("-") or UNNAMED
    known = TAKEN.union(session.exec(select(table.code)))
    code, number = stem, 1
    while code in known:
        number += 1
        code = f"{stem[: LONGEST_CODE - len(str(number)) - 1]}-{number}"
    return code


def found(session: Session, table: type[Place], row_id: int) -> Place:
    """The row, locked until the transaction ends; raises ``NotFound``."""
    row = session.get(table, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("error.not_found")
    return row


def same(session: Session, table: type[Place], values: Mapping[str, Any]) -> Place | None:
    """The row that holds just these values: a form that was sent twice adds one place."""
    row = session.exec(select(table).where(col(table.name) == values["name"])).first()
    return row if row is not None and not differing(row, values) else None


def differing(row: Agency | Organisation, values: Mapping[str, Any]) -> list[str]:
    """The columns in which a row differs from the values."""
    return [name for name, value in values.items() if getattr(row, name) != value]


def change(
    session: Session, row: Place, values: Mapping[str, Any], seen: Mapping[str, Any]
) -> None:
    """Store the values, unless somebody has changed the row since the form had ``seen`` it."""
    known = {name: value for name, value in seen.items() if name in values}
    refuse_stale(session, row, known)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def name_problems(
    session: Session, table: type[Agency | Organisation], values: Mapping[str, Any], but: int | None
) -> dict[str, Problem]:
    """Names that another row of the table has."""
    problems: dict[str, Problem] = {}
    for name in ("name", "short_name"):
        column = col(getattr(table, name))
        query = select(table.id).where(column == values[name])
        others = [each for each in session.exec(query) if each != but]
        if values[name] and others:
            problems[name] = Problem("error.place_name_taken")
    return problems


def code_problems(
    session: Session, data: PlaceInput, before: Agency | Organisation | None, **lists: str
) -> dict[str, Problem]:
    """Codes that are not in use; ``lists``: code lists by field. What a row has it may keep."""
    problems: dict[str, Problem] = {}
    for field, list_name in lists.items():
        code = getattr(data, field)
        if code and (before is None or getattr(before, field) != code):
            problems |= _unless_active(session, field, list_name, code)
    kept = before.languages.split(",") if before else []
    for language in set(data.languages) - set(kept):
        problems |= _unless_active(session, "languages", "LANGUAGE", language)
    return problems


def _unless_active(session: Session, field: str, list_name: str, code: str) -> dict[str, Problem]:
    try:
        require_active(session, field, list_name, code, today(session))
    except InvalidInput as refused:
        return refused.problems
    return {}


def refuse_uses(session: Session, row: Agency | Organisation) -> None:
    """Raise if anything uses a place; its screen says what does."""
    if using(session, row):
        raise AppError("places.delete_not")


def is_closed_so(row: Agency | Organisation, closed_on: date) -> bool:
    """Whether a place is closed with this day; raises where somebody else has chosen another."""
    if row.closed_on not in (None, closed_on):
        raise InvalidInput({"closed_on": Problem("error.place_is_closed", day=row.closed_on)})
    return row.closed_on is not None


def refuse_closing_before(field: str, closed_on: date, last: date | None) -> None:
    """Refuse a last day before something that was recorded."""
    if last is not None and closed_on < last:
        raise InvalidInput({field: Problem("error.closed_before_entry", day=last)})
