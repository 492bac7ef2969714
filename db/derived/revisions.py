"""Counts up, for each month of each agency, whatever is done to what it holds: so whoever approved
a month can tell without a look at its rows that nothing was done to it since.

Looked at is all that ``db.queries.approval_changes`` tells of, and nothing else: a status that
moves on is no change of the month in which a course began.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, SQLModel, col

from db.derived.keys import Counts
from db.models import (
    CaseChange,
    CaseMerge,
    Intervention,
    MergedRow,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
    TrainingStep,
)
from db.models.cases import CUT_BY
from db.models.tallies import EVERYWHERE, REVISION, month_at

#: The entries of a month, each with its day.
DAYS: dict[type[SQLModel], str] = {
    Intervention: "happened_on",
    Referral: "sent_on",
    TrainingEnrolment: "starts_on",
    Placement: "starts_on",
}
#: What stands on a day of its own, at the agency of an entry: that entry's table and key.
NOTED_AT: dict[type[SQLModel], tuple[type[SQLModel], str, str]] = {
    RetentionCheck: (Placement, "placement_id", "done_on"),
    TrainingStep: (TrainingEnrolment, "enrolment_id", "status_on"),
}
#: Beside the day and the agency, what of an entry tells of a change, and of what stands at one.
_OF_ENTRY = ("case_id", "entered_at", "corrected_at", "voided_at")
_OF_MERGE = ("merged_at", "undone_at")
#: A statement on these that passes by the session's objects touches every month.
READ = frozenset(
    SQLModel.metadata.tables[each]
    for each in (
        *(str(each.__tablename__) for each in (*DAYS, *NOTED_AT)),
        *(str(each.__tablename__) for each in (CaseChange, CaseMerge, MergedRow)),
    )
)
#: Rows of merges that are looked up at once.
AT_ONCE = 500
#: An agency and a month as ``Tally.at``; the last stands for every month of every agency.
Month = tuple[int, int]
EVERY: Month = (EVERYWHERE, 0)


@dataclass
class Touched:
    """What a transaction has done since this was counted, and what was counted (``raised``)."""

    months: set[Month] = field(default_factory=set)
    raised: set[Month] = field(default_factory=set)
    #: Table and id of entries whose agency is not known yet, with the month.
    at: set[tuple[type[SQLModel], int, int]] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    merges: set[int] = field(default_factory=set)
    #: Entries that were voided, or stand again: what is noted at them counts no more, or again.
    held: set[tuple[type[SQLModel], int]] = field(default_factory=set)

    @property
    def is_due(self) -> bool:
        return bool(self.months or self.at or self.people or self.merges or self.held)

    def again(self) -> None:
        """What was counted since a savepoint is counted no more."""
        self.months |= self.raised

    def note(self, session: Session, row: SQLModel, *, is_whole: bool) -> None:
        """Look at one row that was flushed; ``is_whole``: it is new, or gone."""
        table = type(row)
        if table in DAYS:
            day = DAYS[table]
            if is_whole or _has_changed(row, day, "agency_id", *_OF_ENTRY):
                self._entry(row, day, is_whole=is_whole)
        elif table in NOTED_AT:
            _, key, day = NOTED_AT[table]
            moments = table.model_fields.keys() & {"entered_at", "corrected_at"}
            if is_whole or _has_changed(row, key, day, *moments):
                self._at_entry(session, row, is_whole=is_whole)
        elif isinstance(row, CaseChange):
            if row.field in CUT_BY:
                self.people.add(row.case_id)
        elif isinstance(row, MergedRow):
            self.merges.add(row.merge_id)
        elif isinstance(row, CaseMerge) and (is_whole or _has_changed(row, *_OF_MERGE)):
            self.merges.add(row.id)

    def _entry(self, row: Any, day: str, *, is_whole: bool) -> None:
        days = _days(row, day)
        if days is None or (not is_whole and _has_changed(row, "agency_id")):
            # What it was before is not at hand, or what stands at it has gone with it.
            self.months.add(EVERY)
        else:
            self.months.update((row.agency_id, month_at(each)) for each in days)
        if not is_whole and _has_changed(row, "voided_at"):
            self.held.add((type(row), row.id))

    def _at_entry(self, session: Session, row: Any, *, is_whole: bool) -> None:
        table, key, day = NOTED_AT[type(row)]
        days = _days(row, day)
        if days is None or (not is_whole and _has_changed(row, key)):
            self.months.add(EVERY)
            return
        known = session.identity_map.get(identity_key(table, getattr(row, key)))
        agency = None if known is None else known.__dict__.get("agency_id")
        for month in {month_at(each) for each in days}:
            if agency is None:
                self.at.add((table, getattr(row, key), month))
            else:
                self.months.add((agency, month))

    def counted(self, connection: sa.Connection) -> Counts:
        """One more for each month that was touched; from then on they are counted."""
        months = self.months | {*_placed(connection, self.at), *_of_people(connection, self.people)}
        months.update(_of_merges(connection, self.merges), _held(connection, self.held))
        self.raised |= months
        self.months, self.at, self.held = set(), set(), set()
        self.people, self.merges = set(), set()
        if EVERY in months:
            months = {EVERY}
        return Counts({(REVISION, agency, at, "", 0, ""): 1 for agency, at in months})


def _has_changed(row: SQLModel, *names: str) -> bool:
    return any(sa.inspect(row).attrs[name].history.has_changes() for name in names)


def _days(row: SQLModel, name: str) -> set[date] | None:
    """The day now and before this flush; none where what it was before was never read."""
    history = sa.inspect(row).attrs[name].history
    if history.added and not history.deleted and sa.inspect(row).persistent:
        return None
    found = {*history.added, *history.unchanged, *history.deleted} or {getattr(row, name)}
    return {each for each in found if each is not None}


def _placed(
    connection: sa.Connection, at: Iterable[tuple[type[SQLModel], int, int]]
) -> Iterator[Month]:
    """The agencies of entries that no object of the session knew."""
    months: dict[Any, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for table, number, month in at:
        months[table][number].add(month)
    for table, of in months.items():
        query = sa.select(table.id, table.agency_id).where(table.id.in_(of))
        for number, agency in connection.execute(query):
            yield from ((agency, month) for month in of[number])


def _held(
    connection: sa.Connection, entries: Collection[tuple[type[SQLModel], int]]
) -> Iterator[Month]:
    """The months in which something was noted at these."""
    for noted, (table, key, day) in NOTED_AT.items():
        of: Any = table
        ids = {number for each, number in entries if each is table}
        if ids:
            query = sa.select(of.agency_id, getattr(noted, day)).join(noted)
            rows = query.where(getattr(noted, key).in_(ids), getattr(noted, day).is_not(None))
            for agency, on in connection.execute(rows):
                yield agency, month_at(on)


def _of_people(connection: sa.Connection, people: Collection[int]) -> Iterator[Month]:
    """All months in which these have an entry that stands."""
    if not people:
        return
    queries = []
    for table, day in DAYS.items():
        of: Any = table
        query = sa.select(of.agency_id, getattr(of, day).label("day"))
        queries.append(query.where(of.case_id.in_(people), col(of.voided_at).is_(None)))
    for agency, on in connection.execute(sa.union(*queries)):
        yield agency, month_at(on)


def _of_merges(connection: sa.Connection, merges: Collection[int]) -> Iterator[Month]:
    """All months of the entries that these have moved, now or back."""
    if not merges:
        return
    moved: dict[str, list[int]] = defaultdict(list)
    query = sa.select(col(MergedRow.of_table), col(MergedRow.row_key)).where(
        col(MergedRow.merge_id).in_(merges)
    )
    for name, key in connection.execute(query):
        moved[name].append(json.loads(key)[0])
    for table, day in DAYS.items():
        of: Any = table
        ids = moved[of.__tablename__]
        for begin in range(0, len(ids), AT_ONCE):
            some = of.id.in_(ids[begin : begin + AT_ONCE])
            rows = sa.select(of.agency_id, getattr(of, day).label("day")).where(some).distinct()
            for agency, on in connection.execute(rows):
                yield agency, month_at(on)
