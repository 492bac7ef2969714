"""Code lists, for labels and choices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Session, col, select

from db.access.core_statements import execute
from db.errors import InvalidInput, Problem, invalid
from db.inputs.partial_validation import Known, value_or_none
from db.models import Code

#: Those that a form chooses, all at once; put together once, for each save asks it.
_SOME = sa.select(*map(col, (Code.list, Code.code, Code.valid_from, Code.valid_to))).where(
    sa.tuple_(col(Code.list), col(Code.code)).in_(sa.bindparam("wanted", expanding=True))
)


def all_codes(session: Session) -> dict[str, dict[str, Code]]:
    """Every list, in its order: ``{"SEX": {"F": Code, ...}, ...}``; retired codes included."""
    found: dict[str, dict[str, Code]] = {}
    for code in session.exec(select(Code).order_by(col(Code.list), col(Code.sort), col(Code.code))):
        found.setdefault(code.list, {})[code.code] = code
    return found


def is_active(code: Code | sa.Row[Any], day: date) -> bool:
    """Whether a code may be chosen for an event of ``day``."""
    return (code.valid_from is None or code.valid_from <= day) and (
        code.valid_to is None or day <= code.valid_to
    )


def require_active(session: Session, field: str, list_name: str, code: str, day: date) -> None:
    """Raise ``InvalidInput`` on ``field`` unless the code exists and is in use on ``day``."""
    found = session.get(Code, (list_name, code))
    if found is None or not is_active(found, day):
        raise invalid(field, "error.unknown_choice")


def require_all_active(
    session: Session, data: BaseModel | Known, lists: Mapping[str, str], day: date
) -> None:
    """As ``require_active`` for each field that is set; ``lists``: code lists by field."""
    chosen = {field: value_or_none(data, field) for field in lists}
    wanted = {
        field: (lists[field], str(code)) for field, code in chosen.items() if code is not None
    }
    if not wanted:
        return
    rows = execute(session, _SOME, {"wanted": sorted(set(wanted.values()))})
    found = {(row.list, row.code) for row in rows if is_active(row, day)}
    wrong = [field for field, code in wanted.items() if code not in found]
    if wrong:
        raise InvalidInput(dict.fromkeys(wrong, Problem("error.unknown_choice")))
