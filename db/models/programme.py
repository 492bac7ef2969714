"""The programme's own settings: one row, so that no fact of one project is a constant; and what it
was before."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import LOWEST_BASE, LOWEST_THRESHOLD, RELEASE_BASE, RELEASE_THRESHOLD
from db.models.base import UtcDateTime, check, now

#: The big buttons of the intervention form until the programme chooses others.
BIG_TYPES = (
    "RECEPTION,REGISTRATION,POSITIONING,CV,TRAIN_REF,ADMIN,MEDIATION,FOLLOW_UP,OUTREACH,"
    "INFO_SESSION"
)
#: The merges of yearly releases until the programme chooses others.
RELEASE_GROUPS = "EACH,TWO,THREE,THREE"
#: How long what is typed and not saved is kept, and how old a backup may be, in days.
DRAFT_DAYS, BACKUP_DAYS = 30, 7


class Programme(SQLModel, table=True):
    """Name, dates, country and thresholds of the programme (one row, id 1)."""

    __tablename__ = "programme"
    __table_args__ = (
        check("one_row", "id = 1"),
        check("dates", "ends_on >= starts_on"),
        check("threshold_floor", f"release_threshold >= {LOWEST_THRESHOLD}"),
        check(
            "threshold_rounds",
            f"release_base >= {LOWEST_BASE} AND release_threshold % release_base = 0",
        ),
        check("days", "draft_days >= 1 AND backup_days >= 1"),
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
    #: How the tables of a year are merged: see ``db.inputs.release_groups``.
    release_groups: str = Field(
        default=RELEASE_GROUPS, max_length=60, sa_column_kwargs={"server_default": RELEASE_GROUPS}
    )
    trust_hidden_below: int = 10
    trust_indicative_below: int = 30
    #: Those of the screens; the first one is shown to whoever has chosen none.
    languages: str = Field(default="fr,en,ar", max_length=40)
    #: Codes of ``INTERVENTION_TYPE``, in the order of the buttons.
    big_types: str = Field(
        default=BIG_TYPES, max_length=250, sa_column_kwargs={"server_default": BIG_TYPES}
    )
    draft_days: int = Field(
        default=DRAFT_DAYS, sa_column_kwargs={"server_default": str(DRAFT_DAYS)}
    )
    backup_days: int = Field(
        default=BACKUP_DAYS, sa_column_kwargs={"server_default": str(BACKUP_DAYS)}
    )
    #: Whether a name may be typed for a new person, to find out whether they are known already.
    match_names: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    is_demo: bool = False


class ProgrammeChange(SQLModel, table=True):
    """One setting that an administrator changed; the values as text, for people to read."""

    __tablename__ = "programme_changes"

    id: int = Field(default=None, primary_key=True)
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_by: int = Field(foreign_key="accounts.id")
    field: str = Field(max_length=30)
    before: str = Field(max_length=300)
    after: str = Field(max_length=300)
    reason: str = Field(max_length=300)
