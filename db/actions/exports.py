"""A file leaves the programme: who took it is written down, in the act that allows it."""

from __future__ import annotations

from sqlmodel import Session

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.errors import NotAllowed


def record(session: Session, file: str, drawn_for: Viewer | None, *, by: AccountId) -> None:
    """Write down that ``by`` takes ``file`` (its name), made of what ``drawn_for`` could see.

    Raises ``NotAllowed`` when ``by`` may take no files, or may see something else by now.
    """
    viewer = require(session, by, Permission.FILE_TAKE)
    if viewer != drawn_for:
        raise NotAllowed("error.not_allowed")
    audit.record(session, viewer, "file.record", "file", file)
