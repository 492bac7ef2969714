"""What the set-up page asks of an empty database, before anybody has an account."""

from __future__ import annotations

from sqlmodel import Session, col, select

from db.inputs import case_codes
from db.models import Account, Programme, SetupCode
from db.models.base import now
from db.secrets.sealing import fingerprint


def is_needed(session: Session) -> bool:
    """Whether nobody has set this database up: it holds neither a programme nor an account."""
    filled = [session.exec(select(col(each.id))).first() for each in (Programme, Account)]
    return filled == [None, None]


def has_programme(session: Session) -> bool:
    """Whether there is a programme, without which no page can be drawn."""
    return session.exec(select(Programme.id)).first() is not None


def opens(session: Session, code: str) -> bool:
    """Whether a code, as typed, opens the set-up page now."""
    found = session.get(SetupCode, fingerprint(case_codes.normal(code)))
    return found is not None and found.expires_at > now() and is_needed(session)
