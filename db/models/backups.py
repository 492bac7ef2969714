"""The backups that were made, so that a screen can say when the last one was."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, now


class Backup(SQLModel, table=True):
    """One file; a database that was restored from it does not list it."""

    __tablename__ = "backups"

    id: int = Field(default=None, primary_key=True)
    made_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    file_name: str = Field(max_length=60, unique=True)
    size: int = Field(sa_column=sa.Column(sa.BigInteger, nullable=False))
    sha256: str = Field(max_length=64)
    verified_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    is_damaged: bool = False
