"""Half-filled forms, encrypted, one per person and form."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, now


class Draft(SQLModel, table=True):
    """What someone has typed and not yet saved; it expires after 30 days."""

    __tablename__ = "drafts"

    account_id: int = Field(foreign_key="accounts.id", primary_key=True)
    form: str = Field(primary_key=True, max_length=30)
    sealed: bytes
    #: Not encrypted, so that a save deletes its own draft and not a newer one.
    submission_id: str | None = Field(default=None, max_length=36)
    kept_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
