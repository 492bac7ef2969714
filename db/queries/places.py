"""Agencies and organisations: for names and choices, and as a list that is searched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.normalisation import search_key
from db.models import Agency, Organisation

Place = TypeVar("Place", Agency, Organisation)
#: What a search looks at.
_SEARCHED = ("name", "name_en", "name_ar", "short_name", "city")


def agencies(session: Session, ids: Collection[int] | None = None) -> list[Agency]:
    """Agencies in their fixed order (never by a figure), all or the given ones."""
    query = select(Agency).order_by(col(Agency.sort), col(Agency.id))
    if ids is not None:
        query = query.where(col(Agency.id).in_(ids))
    return list(session.exec(query))


def organisations(session: Session) -> list[Organisation]:
    """All organisations, closed ones included, in no order."""
    return list(session.exec(select(Organisation)))


def centres(session: Session, training_type: str) -> list[Organisation]:
    """Centres that give this kind of course (``TRAINING_TYPE``), closed ones too, in no order."""
    query = select(Organisation).where(col(Organisation.training_type) == training_type)
    return list(session.exec(query))


def found_agencies(
    session: Session, search: str = "", *, with_closed: bool = False, viewer: Viewer
) -> list[Agency]:
    """Agencies of which a name or the city holds ``search``, in their fixed order."""
    require(session, viewer.account_id, Permission.PLACES_READ)
    return _found(agencies(session), search, today(session), with_closed=with_closed)


def found_organisations(
    session: Session, search: str = "", *, with_closed: bool = False, viewer: Viewer
) -> list[Organisation]:
    """The same of organisations, in no order."""
    require(session, viewer.account_id, Permission.PLACES_READ)
    return _found(organisations(session), search, today(session), with_closed=with_closed)


def _found(rows: list[Place], search: str, day: date, *, with_closed: bool) -> list[Place]:
    wanted = search_key(search)
    # Here and not in SQL: each database folds other letters, and some none.
    return [
        each
        for each in rows
        if (with_closed or each.is_open(day))
        and any(wanted in search_key(getattr(each, name)) for name in _SEARCHED)
    ]
