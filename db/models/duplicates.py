"""What tells that two cases may be one person, what was said of a pair, cases put together."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, enum_type, now


class PairState(StrEnum):
    """What is known of two cases that may be one person; ``ASKED``: a manager is to say."""

    ASKED = "ASKED"
    DIFFERENT = "DIFFERENT"
    SAME = "SAME"


def _case(*, primary_key: bool = False, index: bool | None = None) -> sa.Column[int]:
    return sa.Column(
        sa.BigInteger,
        sa.ForeignKey("cases.id"),
        nullable=False,
        primary_key=primary_key,
        autoincrement=False,
        index=index,
    )


class NameKey(SQLModel, table=True):
    """One keyed hash of how two words of a person's name sound; the name itself is nowhere.

    Erasing the person deletes it, and so does the programme that switches these keys off.
    """

    __tablename__ = "name_keys"
    __table_args__ = (sa.Index("ix_name_keys_key", "key", "case_id"),)

    case_id: int = Field(sa_column=_case(primary_key=True))
    key: str = Field(primary_key=True, max_length=16)


class CasePair(SQLModel, table=True):
    """Two cases that somebody has looked at: one person, two people, or a manager is to say.

    The smaller id comes first. Erasing either person deletes it.
    """

    __tablename__ = "case_pairs"
    __table_args__ = (
        check("in_order", "one_id < other_id"),
        sa.Index("ix_case_pairs_state", "state"),
    )

    one_id: int = Field(sa_column=_case(primary_key=True))
    other_id: int = Field(sa_column=_case(primary_key=True, index=True))
    state: PairState = Field(sa_type=enum_type(PairState))
    asked_by: int | None = Field(default=None, foreign_key="accounts.id")
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="accounts.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CaseMerge(SQLModel, table=True):
    """Two cases of one person put together: what was done stands with ``kept_id`` since, and the
    other's code opens it. Undone, it stays as a row.

    It holds ids alone: erasure keeps it, with the stubs of its cases.
    """

    __tablename__ = "case_merges"
    __table_args__ = (
        check("two", "kept_id <> merged_id"),
        sa.Index(
            "uq_case_merges_standing",
            "merged_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    kept_id: int = Field(sa_column=_case(index=True))
    merged_id: int = Field(sa_column=_case())
    merged_by: int = Field(foreign_key="accounts.id")
    merged_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    undone_by: int | None = Field(default=None, foreign_key="accounts.id")
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MergedRow(SQLModel, table=True):
    """One row that a merge moved, so that undoing it moves the same one back.

    ``row_key``: the row's primary key without its case, as JSON. ``agency_id``: the agency that an
    appointment was with before. It goes and stays as its merge does.
    """

    __tablename__ = "merged_rows"

    merge_id: int = Field(foreign_key="case_merges.id", primary_key=True)
    of_table: str = Field(primary_key=True, max_length=40)
    row_key: str = Field(primary_key=True, max_length=80)
    agency_id: int | None = Field(default=None, foreign_key="agencies.id")
