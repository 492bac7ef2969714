"""Who takes a file is written down, in the same transaction that allows it."""

from __future__ import annotations

from zlib import crc32

from sqlmodel import Session

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.errors import NotAllowed

#: The width of ``AuditEntry.entity_id``; PostgreSQL refuses a longer name, and with it the file.
LONGEST = 40


def record(session: Session, file: str, drawn_for: Viewer | None, *, by: AccountId) -> None:
    """Write down that ``by`` takes the file named ``file``, from a page shown to ``drawn_for``.

    Raises ``NotAllowed`` when ``by`` may take no files, or has another role or agencies by now.
    """
    viewer = require(session, by, Permission.FILE_TAKE)
    if viewer != drawn_for:
        raise NotAllowed("error.not_allowed")
    audit.record(session, viewer, "file.record", "file", fitting(file))


def fitting(file: str) -> str:
    """A file's name within its column of the log; a long one is cut, and ends in a checksum."""
    name = file.removeprefix("amudu_")
    if len(name) <= LONGEST:
        return name
    end = f"~{crc32(name.encode()):08x}{name[name.rfind('.') :][:8]}"
    return name[: LONGEST - len(end)] + end
