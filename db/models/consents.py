"""What people have agreed to, purpose by purpose, and taken back again."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import ConsentPurpose
from db.models.base import UtcDateTime, check, enum_type, now

_STANDS = sa.text("withdrawn_on IS NULL")


class Consent(SQLModel, table=True):
    """One consent of a person, or of the guardian of a minor; one at most stands for a purpose.

    Erasure deletes it.
    """

    __tablename__ = "consents"
    __table_args__ = (
        check("withdrawn", "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)"),
        sa.Index(
            "uq_consents_standing",
            "case_id",
            "purpose",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(
        sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"), nullable=False, index=True)
    )
    purpose: ConsentPurpose = Field(sa_type=enum_type(ConsentPurpose))
    given_on: date
    #: The language in which it was explained (list ``LANGUAGE``); of a referral it is not asked.
    language: str | None = Field(default=None, max_length=20)
    recorded_by: int = Field(foreign_key="accounts.id")
    recorded_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    #: The entry that recorded it: undone at once, it takes the consent with it.
    submission_id: str | None = Field(default=None, max_length=36)
    withdrawn_on: date | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="accounts.id")
