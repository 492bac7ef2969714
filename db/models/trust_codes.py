"""Codes that open the trust survey's form on a person's own phone; only their hashes are stored."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import TrustCodeKind
from db.models.base import UNORDERED, check, enum_type, random_id


class TrustCode(SQLModel, table=True):
    """One slip, one open link, or one browser that answered at an open link.

    Nothing here is finer than a day, the ids tell no order, and no answer is named.
    """

    __tablename__ = "trust_codes"
    __table_args__ = (
        check("used", "used_on IS NULL OR used_on >= created_on"),
        check("form", "(used_on IS NULL) = (form_hash IS NULL)"),
        sa.Index("ix_trust_codes_place", "wave_id", "agency_id", "kind"),
    )

    id: int = Field(
        default_factory=random_id,
        sa_column=sa.Column(UNORDERED, primary_key=True, autoincrement=False),
    )
    wave_id: int = Field(foreign_key="trust_waves.id")
    agency_id: int = Field(foreign_key="agencies.id")
    kind: TrustCodeKind = Field(sa_type=enum_type(TrustCodeKind))
    code_hash: str = Field(max_length=64, unique=True)
    created_on: date
    used_on: date | None = None
    #: Of the form that used it up, so that a second touch on "send" is told the same as the first.
    form_hash: str | None = Field(default=None, max_length=64)
    closed_on: date | None = None
