"""Half-filled forms, encrypted, one per person and form."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, now


class Draft(SQLModel, table=True):
    """What someone has typed and not yet saved; it expires after 30 days.

    A text that was typed on another page, and would have replaced a newer one, lies beside it.
    Drafts are their author's; the erasure of a person leaves them to expire.
    """

    __tablename__ = "drafts"

    account_id: int = Field(foreign_key="accounts.id", primary_key=True)
    form: str = Field(primary_key=True, max_length=30)
    sealed: bytes
    #: Not encrypted, so that a save deletes its own draft and not a newer one.
    submission_id: str | None = Field(default=None, max_length=36)
    kept_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    begun_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    #: A new one each time that the text changes: a page knows by it what it has seen.
    mark: str = Field(default="", max_length=36)
    #: The page that changed it last, and the sign-in of its browser.
    writer: str = Field(default="", max_length=36)
    sign_in_id: int | None = None
    aside: bytes | None = None
    #: The page that typed what lies beside; empty once its author has chosen between the two.
    aside_writer: str = Field(default="", max_length=36)
    aside_kept_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DraftText(SQLModel, table=True):
    """One more text of the same form, typed on a further page, which waits behind the one that lies
    beside the draft. It goes with the draft, or after its own days."""

    __tablename__ = "draft_texts"
    __table_args__ = (sa.Index("ix_draft_texts_draft", "account_id", "form"),)

    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id")
    form: str = Field(max_length=30)
    sealed: bytes
    #: The page that typed it; empty once its author has chosen another one.
    writer: str = Field(default="", max_length=36)
    kept_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
