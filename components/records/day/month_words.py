"""The activity sheet in words: its headings, its lines, what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from components.language import i18n
from components.reads import labels
from db.inputs.tasks import TaskKind
from db.queries.my_month import Line, MonthSheet

Cell = str | int | date
#: The list of what was done, and the word before it where the act alone would not say the kind.
LISTS = {
    "intervention": ("INTERVENTION_TYPE", ""),
    "referral": ("REFERRAL_REASON", "people.record.referral"),
    "training": ("TRAINING_TYPE", "people.record.training"),
    "placement": ("OUTCOME_TYPE", "people.record.placement"),
    TaskKind.CHECK.value: ("RETENTION_STATUS", "people.due.check"),
}


@dataclass(frozen=True)
class Table:
    """Headings and rows; the numbers are numbers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Said:
    """All that a file says, in the language that it was asked for in."""

    title: str
    about: tuple[tuple[str, str], ...]
    by_kind: str
    kinds: Table
    by_day: str
    days: Table
    how: str
    signed: tuple[str, str]


def month(first: date) -> str:
    """ "nov. 2026"."""
    return i18n.month(first)


def where(found: MonthSheet) -> str:
    """The agencies of the postings of that month."""
    return i18n.t("headline.comma").join(labels.agency(each) for each in found.agencies) or "—"


def what(line: Line) -> str:
    """ "Orientation : Formation"."""
    list_name, before = LISTS[line.kind]
    name = labels.label(list_name, line.code)
    return i18n.t("month.kind", kind=i18n.t(before), name=name) if before else name


def kinds(found: MonthSheet) -> Table:
    """One row a kind of act, and the sum of all; people are counted once in each."""
    rows: list[tuple[Cell, ...]] = [(what(line), *_numbers(line)) for line in found.kinds]
    total: tuple[Cell, ...] = (i18n.t("month.total"), *_numbers(found.total))
    return Table((i18n.t("month.what"), *_headings()), (*rows, total))


def days(found: MonthSheet) -> Table:
    """One row a day and kind of act."""
    rows: list[tuple[Cell, ...]] = [
        (line.day or found.month, what(line), *_numbers(line)) for line in found.days
    ]
    return Table((i18n.t("month.day"), i18n.t("month.what"), *_headings()), tuple(rows))


def _headings() -> Sequence[str]:
    names = ("acts", "people", "sessions", "women", "men", "other", "minutes")
    return [i18n.t(f"month.{name}") for name in names]


def _numbers(line: Line) -> tuple[int, ...]:
    return line.acts, line.people, line.sessions, *line.present, line.minutes


def written(cell: Cell) -> str:
    """A cell as it is read: nothing for none, a day in few characters."""
    if isinstance(cell, date):
        return i18n.day_short(cell)
    return (i18n.number(cell) if cell else "") if isinstance(cell, int) else cell


def said(found: MonthSheet, name: str) -> Said:
    """Everything for a file, so that it can be made when the page is gone."""
    about = [
        (i18n.t("month.who"), name),
        (i18n.t("postings.agency"), where(found)),
        (i18n.t("month.which"), month(found.month)),
    ]
    if not found.is_over:
        about.append(("", i18n.t("month.goes_on")))
    return Said(
        title=i18n.t("page.my_month"),
        about=tuple(about),
        by_kind=i18n.t("month.by_kind"),
        kinds=kinds(found),
        by_day=i18n.t("month.by_day"),
        days=days(found),
        how=i18n.t("month.how"),
        signed=(i18n.t("month.signed.agent"), i18n.t("month.signed.manager")),
    )
