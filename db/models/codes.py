"""Code lists as data: labels in three languages, retired by date, never deleted."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class Code(SQLModel, table=True):
    """One code of one list, for example ``("SEX", "F")``."""

    __tablename__ = "codes"

    list: str = Field(primary_key=True, max_length=30)
    code: str = Field(primary_key=True, max_length=20)
    sort: int
    label_fr: str = Field(max_length=300)
    label_en: str = Field(max_length=300)
    label_ar: str = Field(max_length=300)
    extra: str = Field(default="", max_length=120)
    valid_from: date | None = None
    valid_to: date | None = None
