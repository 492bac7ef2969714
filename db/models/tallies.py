"""Counts that are kept so that no page has to count all rows, and what each of them rests on.

A count stands twice: for the month, and for the day. A page adds up whole months, and days at the
ragged end of its period.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

ACTS, HEADS, MEETINGS, SEEN, PAIRS, MET = "acts", "heads", "meetings", "seen", "pairs", "met"
PLACED, WORK, CONTRACTS, EVIDENCE, CHECKS = "placed", "work", "contracts", "evidence", "checks"
ENTERED, ATTENDED, COURSES, CENTRES = "entered", "attended", "courses", "centres"
ENDS, LATE, DAYS = "ends", "late", "days"
REFERRED, SENT, PLACES, ANSWERS = "referred", "sent", "places", "answers"
GROUPED, CLASSES = "grouped", "classes"
WAITING, GONE, BEGAN, LASTED = "waiting", "gone", "began", "lasted"
#: What is said of a referral, by bits of ``next_at``.
SAID = ("in_time", "answered", "served")
#: Of an enrolment that its end is told of: completed, or neither that nor left.
DONE, ON_THE_WAY = "+", "-"
#: How often something was done to the entries of a month (``db.derived.revisions``): it is counted
#: up as it happens, and no row says it afterwards, so it is never counted anew.
REVISION = "revision"
#: Codes of ``MET``; the channel of each person, and where they wait, follow a colon.
REGISTERED, RETURNED, POSITIONED = "registered", "returned", "positioned"
TRAINED, CHANNEL, WAITS = "trained", "channel", "waits"
#: The option of a statement that reads tallies: what its session has changed is counted first.
READS_TALLIES = {"reads_tallies": True}
#: Later than any month: what never comes again.
NEVER = 99_999
#: All agencies as ``Tally.agency_id``, and all sexes as ``Tally.who``: of kinds that are read so
#: (``all_of``).
EVERYWHERE, ALL = 0, ""


def seen_of(type_code: str) -> str:
    """``SEEN``, of interventions of one type."""
    return f"{SEEN}:{type_code}"


def lasted_to(month: int) -> str:
    """``LASTED``, of jobs by the last of their checks that is due."""
    return f"{LASTED}:{month}"


def new_of(kind: str) -> str:
    """People of a kind by the first day of each month on which they were there, with the month in
    which they were there before."""
    return f"new:{kind}"


def all_of(kind: str) -> str:
    """The same kind, of all sexes together: rows that are read together stand side by side."""
    return f"all:{kind}"


def month_at(day: date) -> int:
    """A month as ``Tally.at``."""
    return day.year * 12 + day.month - 1


def day_at(day: date) -> int:
    """A day as ``Tally.at``: always larger than any month."""
    return day.toordinal()


class Tally(SQLModel, table=True):
    """How many there are of one kind (``db.derived.counting``). ``at``: a month or a day.
    ``next_at``: of persons the month in which they come again, of pairs the other month or day.
    ``who``: a sex, or of group sessions which sexes were there. Of kinds that are read for all
    agencies and sexes at once, these have rows of their own (``db.derived.keys``). No row names a
    person.
    """

    __tablename__ = "tallies"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: str = Field(max_length=30, primary_key=True)
    agency_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    code: str = Field(default="", max_length=60, primary_key=True)
    next_at: int = Field(default=0, primary_key=True, sa_column_kwargs={"autoincrement": False})
    who: str = Field(default="", max_length=1, primary_key=True)
    n: int = Field(sa_type=sa.BigInteger)


#: The columns of ``tallies``: read by these, rows come as they are, and no object is looked for.
COLUMNS = SQLModel.metadata.tables[Tally.__tablename__].c


class Tallied(SQLModel, table=True):
    """What of one person, or of one group session, the tallies hold at present, so that it can be
    taken out of them again. ``owner_id``: the case's id, or the session's with a minus.
    ``moves``: whether the person was at more than one agency. An erasure keeps the row for the
    figures as it keeps the entries that it repeats.
    """

    __tablename__ = "tallied"
    __table_args__ = (sa.Index("ix_tallied_moves", "moves", "owner_id"),)

    owner_id: int = Field(sa_column=sa.Column(sa.BigInteger, primary_key=True, autoincrement=False))
    facts: str = Field(sa_type=sa.Text)
    moves: bool = False
