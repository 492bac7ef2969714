"""Code lists, for labels and choices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel
from sqlmodel import Session, col, select

from db.errors import invalid
from db.models import Code


def all_codes(session: Session) -> dict[str, dict[str, Code]]:
    """Every list, in its order: ``{"SEX": {"F": Code, ...}, ...}``; retired codes included."""
    found: dict[str, dict[str, Code]] = {}
    for code in session.exec(select(Code).order_by(col(Code.list), col(Code.sort), col(Code.code))):
        found.setdefault(code.list, {})[code.code] = code
    return found


def is_active(code: Code, day: date) -> bool:
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
    session: Session, data: BaseModel, lists: Mapping[str, str], day: date
) -> None:
    """As ``require_active`` for each field that is set; ``lists``: code lists by field."""
    for field, list_name in lists.items():
        code = getattr(data, field)
        if code is not None:
            require_active(session, field, list_name, str(code), day)
