"""The columns of the table of entries: which there are, in words, and what they sort by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.order import by_name
from components.reads.read import read
from components.records.kinds import KINDS, Kind
from db.access.viewer import Viewer
from db.codes import Role
from db.queries import entries
from db.queries.entries import ENTERED, FACTS, Entry, Order
from db.records import BY_NAME, HOURLESS


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; its text is ``entries.column.<name>``."""

    name: str
    #: What stands in it.
    said: Callable[[Entry], str]
    #: What the list is sorted by: one of ``db.queries.entries.SORTS``; nothing cannot be sorted by.
    sort: str = ""
    #: Whether it is there before anybody chooses.
    is_first: bool = True

    @property
    def label(self) -> str:
        return i18n.t(f"entries.column.{self.name}")


def _who(entry: Entry) -> str:
    if entry.heads is not None:
        return i18n.tn("entries.heads", entry.heads)
    return card_code(entry.case_code) if entry.case_code else ""


def _type(entry: Entry) -> str:
    return labels.label(KINDS[entry.kind].types, entry.type)


def _moment(entry: Entry) -> str:
    at = reference.local(entry.entered_at)
    day = i18n.day_cell(at.date())
    return day if entry.kind in HOURLESS else i18n.joined(day, i18n.clock(at))


def _state(entry: Entry) -> str:
    if entry.void_reason:
        return i18n.t("entries.voided", reason=labels.label("VOID_REASON", entry.void_reason))
    if entry.corrected_at:
        corrected = reference.local(entry.corrected_at).date()
        return i18n.t("entries.corrected", day=i18n.day_short(corrected))
    return ""


COLUMNS = (
    Column(name="day", said=lambda entry: i18n.day_cell(entry.day), sort="day"),
    Column(name="who", said=_who, sort="case_code"),
    Column(
        name="sex",
        said=lambda entry: i18n.t(f"entry.sex.{entry.sex}") if entry.sex else "",
        sort="sex",
    ),
    Column(name="birth_year", said=lambda entry: str(entry.birth_year or ""), sort="birth_year"),
    Column(
        name="nationality",
        said=lambda entry: (
            labels.label("NATIONALITY", entry.nationality) if entry.nationality else ""
        ),
        sort="nationality",
    ),
    Column(name="type", said=_type, sort="type"),
    Column(
        name="month",
        said=lambda entry: i18n.tn("retention_form.month", entry.month) if entry.month else "",
    ),
    Column(
        name="agency_id",
        said=lambda entry: labels.agency(entry.agency_id, short=True),
        sort="agency_id",
    ),
    Column(name="author", said=lambda entry: entry.author, sort="author"),
    Column(name="state", said=_state),
    Column(name="entered_at", said=_moment, sort=ENTERED, is_first=False),
)
#: The column that the list is sorted by before anybody chooses.
NEWEST = "entered_at"
BY_COLUMN = {column.name: column for column in COLUMNS}
BY_SORT = {column.sort: column for column in COLUMNS if column.sort}


def offered(viewer: Viewer, kind: Kind) -> list[Column]:
    """The columns that say something of this kind to this viewer."""
    without = set()
    record = BY_NAME.get(kind.name)
    if record is not None:
        without.add("month")
        if not record.is_of_a_person:
            without |= {"who", *FACTS}
    if len(viewer.agencies) < 2:
        without.add("agency_id")
    if viewer.role is Role.AGENT:
        without.add("author")
    return [column for column in COLUMNS if column.name not in without]


def order(column: Column, kind: Kind, *, ascending: bool, viewer: Viewer) -> Order:
    """The order of the list; labels go by the reader's language, agencies by the programme's."""
    if column.sort == "agency_id":
        return Order(by=column.sort, ascending=ascending, ranks=tuple(reference.agencies()))
    if column.sort == "author":
        names = sorted(read(entries.authors, viewer=viewer), key=by_name)
        return Order(by=column.sort, ascending=ascending, ranks=tuple(names))
    if column.sort not in ("type", "nationality", "sex"):
        return Order(by=column.sort, ascending=ascending)
    name = {"type": kind.types}.get(column.sort, column.sort.upper())
    ranks = sorted(reference.codes(name), key=lambda code: by_name(labels.label(name, code)))
    return Order(by=column.sort, ascending=ascending, ranks=tuple(ranks))
