"""Code lists as data: labels in three languages, retired by date; only what was never used goes."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Code(SQLModel, table=True):
    """One code of one list, for example ``("SEX", "F")``.

    What the programme has decided about it (``is_...``), the file of the lists leaves alone.
    """

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
    is_added: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    is_relabelled: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    is_redated: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    is_moved: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
