"""Open browser sessions."""

from __future__ import annotations

from sqlmodel import Session, col, select

from db.models import SignInSession
from db.models.base import now
from db.sealing import fingerprint


def account_behind(session: Session, token: str) -> int | None:
    """The account of a live session secret, or ``None`` when it is unknown, ended or too old."""
    query = select(SignInSession.account_id).where(
        SignInSession.token_hash == fingerprint(token),
        col(SignInSession.ended_at).is_(None),
        SignInSession.expires_at > now(),
    )
    return session.exec(query).first()
