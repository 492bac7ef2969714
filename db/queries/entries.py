"""What was entered: one's own for an agent, of all agencies for a manager; never a trust answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import start_of, today
from db.access.permissions import Permission, viewer_now
from db.access.postings import CORRECTION_DAYS, enterable_agencies, recently_left
from db.access.viewer import Viewer
from db.codes import Role
from db.models import Account, Posting
from db.models.base import now
from db.queries.entry_sources import Source, source_of

PAGE = 50
#: What entries can be sorted by; the moment of entry needs no looking through all of them.
ENTERED = "entered"
SORTS = (
    ENTERED, "day", "case_code", "heads", "sex", "birth_year", "nationality", "type", "agency_id",
    "author",
)  # fmt: skip
#: What stands for no value, where there may be none: below and above all values.
EMPTY: Mapping[str, tuple[str, str] | tuple[int, int]] = {
    "case_code": ("", "zzzzzzzz"), "heads": (-1, 10**9), "birth_year": (0, 9999),
    "sex": ("", "zzzzzzzz"), "nationality": ("", "zzzzzzzz"),
}  # fmt: skip
#: Facts about a person, which a viewer may know or not.
FACTS = ("sex", "birth_year", "nationality")
#: What an entry about nobody in particular says of a person.
NOBODY: Mapping[str, Any] = dict.fromkeys(("case_code", *FACTS), sa.null())


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in the order: what the last row shown is sorted by, and its id.

    It stays where it is when that row is gone, and whatever is written meanwhile.
    """

    key: Any
    id: int


@dataclass(frozen=True, kw_only=True)
class Order:
    """``by`` is one of ``SORTS``; ``ranks`` are the values of that column in the reader's order."""

    by: str = ENTERED
    ascending: bool = False
    ranks: tuple[str | int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Word:
    """One searched word: a part of a case's code, or a column's values whose label holds it."""

    code: str = ""
    among: Mapping[str, frozenset[Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EntryFilter:
    """Which entries; ``after`` is where the page before this one ended."""

    kind: str = "intervention"
    start: date | None = None
    end: date | None = None
    type: str | None = None
    agency_id: int | None = None
    words: tuple[Word, ...] = ()
    order: Order = Order()
    after: Place | None = None

    @property
    def narrows(self) -> bool:
        """Whether there may be more of this kind than it lets through."""
        return any((self.start, self.end, self.type, self.agency_id, self.words, self.after))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry as listed; ``heads`` for a group, ``case_code`` for a person.

    ``group_id`` is the session of which the person is named. ``FACTS`` are empty where the viewer
    may not know the person. ``month`` is a retention check's: 3, 6 or 12.
    """

    kind: str
    id: int
    day: date
    type: str
    agency_id: int
    case_code: str | None
    sex: str | None
    birth_year: int | None
    nationality: str | None
    heads: int | None
    group_id: int | None
    month: int | None
    author: str
    entered_by: int | None
    entered_at: datetime
    corrected_at: datetime | None
    voided_at: datetime | None
    void_reason: str | None
    may_change: bool
    place: Place


def listed(session: Session, wanted: EntryFilter, *, viewer: Viewer) -> list[Entry]:
    """Up to ``PAGE`` entries in the order that is wanted: without a word, the newest first."""
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    source = source_of(wanted.kind)
    columns = _columns(source, viewer)
    key = _key(source, columns, wanted.order)
    by, by_id = (each if wanted.order.ascending else each.desc() for each in (key, columns["id"]))
    # The newest of all are found by walking back from the last row, not by sorting each agency's
    # rows: SQLite would, with the index of agencies at hand.
    place = columns["agency_id"] + 0 if wanted.order.by == ENTERED else columns["agency_id"]
    query = (
        sa.select(*(column.label(name) for name, column in columns.items()), key.label("key"))
        .select_from(source.rows)
        .join(Account, col(Account.id) == columns["entered_by"], isouter=source.may_be_nobodys)
        .where(place.in_(agencies), *_conditions(columns, key, wanted))
        .order_by(by, by_id)
        .limit(PAGE)
    )
    if viewer.role is Role.AGENT:
        query = query.where(columns["entered_by"] == viewer.account_id)
    elif source.waits_a_night:
        # Row by row they would be a count that moves with each answer.
        query = query.where(columns["entered_at"] < start_of(session, today(session)))
    return [_entry(session, wanted.kind, row, viewer) for row in session.execute(query)]


def authors(session: Session, *, viewer: Viewer) -> list[str]:
    """Names of who may stand beside an entry: for an agent, their own."""
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    query = select(Account.display_name).distinct()
    if viewer.role is Role.AGENT:
        return list(session.exec(query.where(Account.id == viewer.account_id)))
    query = query.join(Posting).where(col(Posting.agency_id).in_(viewer.agencies))
    return list(session.exec(query))


def _columns(source: Source, viewer: Viewer) -> dict[str, Any]:
    """The columns of an entry, facts of persons out of the viewer's reach empty.

    So nobody finds or sorts by what they may not read.
    """
    columns = {
        **NOBODY,
        **source.columns,
        "author": sa.func.coalesce(col(Account.display_name), ""),
    }
    here = columns.pop("case_agency", None)
    if here is not None and viewer.role is not Role.MANAGER:
        columns |= {
            name: sa.case((here.in_(viewer.agencies), columns[name]), else_=sa.null())
            for name in FACTS
        }
    return columns


def _key(source: Source, columns: Mapping[str, Any], order: Order) -> Any:
    """What is sorted by; a row without a value comes last, whichever way."""
    if order.by == ENTERED:
        return source.entered
    column = columns[order.by]
    if order.ranks:
        ranks = {value: rank for rank, value in enumerate(order.ranks, start=1)}
        last = len(ranks) + 1 if order.ascending else 0
        return sa.case(ranks, value=_plain(column), else_=last)
    if order.by in EMPTY:
        return sa.func.coalesce(column, EMPTY[order.by][order.ascending])
    return column


def _plain(column: Any) -> Any:
    """A column that takes any value; one of an enumeration refuses what is not in it."""
    return sa.cast(column, sa.String) if isinstance(column.type, sa.Enum) else column


def _conditions(columns: Mapping[str, Any], key: Any, wanted: EntryFilter) -> list[Any]:
    found = [_holds(columns, word) for word in wanted.words]
    if wanted.start is not None:
        found.append(columns["day"] >= wanted.start)
    if wanted.end is not None:
        found.append(columns["day"] <= wanted.end)
    if wanted.type is not None:
        found.append(columns["type"] == wanted.type)
    if wanted.agency_id is not None:
        found.append(columns["agency_id"] == wanted.agency_id)
    if wanted.after is not None:
        found.append(_beyond(key, columns["id"], wanted.after, ascending=wanted.order.ascending))
    return found


def _holds(columns: Mapping[str, Any], word: Word) -> Any:
    parts = [_plain(columns[name]).in_(values) for name, values in word.among.items() if values]
    if word.code:
        parts.append(columns["case_code"].contains(word.code, autoescape=True))
    return sa.or_(sa.false(), *parts)


def _beyond(key: Any, row_id: Any, place: Place, *, ascending: bool) -> Any:
    if ascending:
        return sa.or_(key > place.key, sa.and_(key == place.key, row_id > place.id))
    return sa.or_(key < place.key, sa.and_(key == place.key, row_id < place.id))


def _entry(session: Session, kind: str, row: sa.Row[Any], viewer: Viewer) -> Entry:
    values = {**row._mapping, "type": str(row.type)}
    place = Place(key=values.pop("key"), id=row.id)
    return Entry(kind=kind, may_change=_may_change(session, row, viewer), place=place, **values)


def _may_change(session: Session, row: sa.Row[Any], viewer: Viewer) -> bool:
    if row.voided_at is not None or viewer.role is Role.MANAGER:
        return row.voided_at is None
    is_late = now() - row.entered_at > timedelta(days=CORRECTION_DAYS)
    if is_late or row.entered_by != viewer.account_id:
        return False
    # Postings are looked up only for entries of an agency that the author has left.
    return row.agency_id in viewer.agencies or row.agency_id in enterable_agencies(
        session, viewer.account_id, row.day
    )
