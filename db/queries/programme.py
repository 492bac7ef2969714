"""The programme's settings."""

from __future__ import annotations

from sqlmodel import Session, select

from db.models import Programme


def current(session: Session) -> Programme:
    """The one row of settings."""
    return session.exec(select(Programme)).one()
