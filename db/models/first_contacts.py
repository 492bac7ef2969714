"""How each person's way began, derived from their interventions and kept exact with them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class FirstContact(SQLModel, table=True):
    """A case's first individual intervention that stands, and what followed it, in days.

    ``registered_after`` and ``returned_after`` (another day): days since the first contact, or none
    so far. ``positioned``: a positioning interview at any time. Written by
    ``db.derived.first_contacts``.
    """

    __tablename__ = "first_contacts"
    __table_args__ = (
        sa.Index(
            "ix_first_contacts_cohort",
            "agency_id",
            "contacted_on",
            "registered_after",
            "returned_after",
            "positioned",
        ),
    )

    case_id: int = Field(
        sa_column=sa.Column(
            sa.BigInteger, sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False
        )
    )
    agency_id: int = Field(foreign_key="agencies.id")
    contacted_on: date
    registered_after: int | None = None
    returned_after: int | None = None
    positioned: bool = False
