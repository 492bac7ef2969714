"""Who may sign in, and the sessions, tickets and failures around it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import Role
from db.models.base import UtcDateTime, enum_type, now


class Account(SQLModel, table=True):
    """One person's login; an agent's agencies are their postings, never stored here."""

    __tablename__ = "accounts"

    id: int = Field(default=None, primary_key=True)
    username: str = Field(max_length=60, unique=True)
    display_name: str = Field(max_length=120)
    role: Role = Field(sa_type=enum_type(Role))
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    password_hash: str = Field(max_length=100)
    must_change_password: bool = True
    language: str = Field(default="fr", max_length=2)
    is_demo: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reset_code_hash: str | None = Field(default=None, max_length=64)
    reset_expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInSession(SQLModel, table=True):
    """An open browser; only the hash of its secret is stored, so a copied table opens nothing."""

    __tablename__ = "sign_in_sessions"

    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    device: str = Field(default="", max_length=60)
    opened_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_used_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInTicket(SQLModel, table=True):
    """A one-time pass from the sign-in form to the route that sets the cookie."""

    __tablename__ = "sign_in_tickets"

    ticket_hash: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    browser_hash: str = Field(max_length=64)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FailedSignIn(SQLModel, table=True):
    """A refused attempt; the name and address are kept only as keyed hashes."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (
        sa.Index("ix_failed_sign_ins_name", "name_hash", "at"),
        sa.Index("ix_failed_sign_ins_address", "address_hash", "at"),
    )

    id: int = Field(default=None, primary_key=True)
    name_hash: str = Field(max_length=64)
    address_hash: str = Field(max_length=64)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class SetupCode(SQLModel, table=True):
    """A one-time code that opens the set-up page of an empty database."""

    __tablename__ = "setup_codes"

    code_hash: str = Field(primary_key=True, max_length=64)
    expires_at: datetime = Field(sa_type=UtcDateTime)
