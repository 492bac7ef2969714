"""Agencies and organisations."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from db.models import Agency, Organisation


def agencies(session: Session, ids: Collection[int] | None = None) -> list[Agency]:
    """Agencies in their fixed order (never by a figure), all or the given ones; detached."""
    query = select(Agency).order_by(col(Agency.sort), col(Agency.id))
    if ids is not None:
        query = query.where(col(Agency.id).in_(ids))
    found = list(session.exec(query))
    session.expunge_all()
    return found


def training_centres(session: Session) -> list[Organisation]:
    """Organisations that give courses (``ORG_TYPE`` TRAIN, or EN), by name; detached."""
    query = (
        select(Organisation)
        .where(col(Organisation.training_type).is_not(None))
        .order_by(col(Organisation.name))
    )
    found = list(session.exec(query))
    session.expunge_all()
    return found
