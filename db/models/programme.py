"""The programme's own settings: one row, so that no fact of one project is a constant."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel

from db.codes import LOWEST_THRESHOLD, RELEASE_BASE, RELEASE_THRESHOLD
from db.models.base import check


class Programme(SQLModel, table=True):
    """Name, dates, country and thresholds of the programme (one row, id 1)."""

    __tablename__ = "programme"
    __table_args__ = (
        check("one_row", "id = 1"),
        check("dates", "ends_on >= starts_on"),
        check("threshold_floor", f"release_threshold >= {LOWEST_THRESHOLD}"),
        check("threshold_rounds", "release_base >= 1 AND release_threshold % release_base = 0"),
    )

    id: int = Field(default=1, primary_key=True)
    name: str = Field(max_length=120)
    institution: str = Field(max_length=120)
    country_fr: str = Field(max_length=60)
    country_en: str = Field(max_length=60)
    country_ar: str = Field(max_length=60)
    time_zone: str = Field(max_length=60)
    starts_on: date
    ends_on: date
    release_threshold: int = RELEASE_THRESHOLD
    release_base: int = RELEASE_BASE
    trust_hidden_below: int = 10
    trust_indicative_below: int = 30
    languages: str = Field(default="fr,en,ar", max_length=40)
    is_demo: bool = False
