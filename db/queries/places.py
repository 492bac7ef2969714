"""Agencies and organisations."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from db.models import Agency, Organisation


def agencies(session: Session, ids: Collection[int] | None = None) -> list[Agency]:
    """Agencies in their fixed order (never by a figure), all or the given ones."""
    query = select(Agency).order_by(col(Agency.sort), col(Agency.id))
    if ids is not None:
        query = query.where(col(Agency.id).in_(ids))
    return list(session.exec(query))


def centres(session: Session, training_type: str) -> dict[int, str]:
    """Centres that give this kind of course (``TRAINING_TYPE``): names by id, in no order."""
    query = select(Organisation).where(col(Organisation.training_type) == training_type)
    return {each.id: each.name for each in session.exec(query)}
