"""Corrections to the directory of organisations, as agents propose them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, now


class PlaceProposal(SQLModel, table=True):
    """One field of one organisation, and what would be right; open until somebody has decided.

    It is about a place and nobody else: erasing a person keeps it.
    """

    __tablename__ = "place_proposals"
    __table_args__ = (
        check("decided", "(decided_at IS NULL) = (is_accepted IS NULL)"),
        check("decider", "(decided_at IS NULL) = (decided_by IS NULL)"),
        sa.Index("ix_place_proposals_open", "decided_at", "organisation_id"),
    )

    id: int = Field(default=None, primary_key=True)
    organisation_id: int = Field(
        sa_column=sa.Column(
            sa.Integer, sa.ForeignKey("organisations.id", ondelete="CASCADE"), nullable=False
        )
    )
    field: str = Field(max_length=20)
    value: str = Field(max_length=120)
    proposed_by: int = Field(foreign_key="accounts.id")
    proposed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="accounts.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_accepted: bool | None = None
