"""How a person can be reached, for those who agreed to be: encrypted, and in no export."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, now


class Contact(SQLModel, table=True):
    """Name, numbers, language and time of day, sealed with the contact key.

    It stands as long as the consent to follow-up does; erasure deletes it.
    """

    __tablename__ = "contacts"

    case_id: int = Field(
        sa_column=sa.Column(
            sa.BigInteger, sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False
        )
    )
    sealed: bytes
    kept_by: int = Field(foreign_key="accounts.id")
    kept_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ContactMark(SQLModel, table=True):
    """A keyed hash of one form of a name, or of a number: it finds whoever was typed, and tells
    nobody what it was made of. It goes with the contact; erasure deletes it.
    """

    __tablename__ = "contact_marks"

    case_id: int = Field(
        sa_column=sa.Column(
            sa.BigInteger, sa.ForeignKey("contacts.case_id"), primary_key=True, autoincrement=False
        )
    )
    mark: str = Field(max_length=64, primary_key=True, index=True)
