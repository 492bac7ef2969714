"""What waits for an agent: one's own, nobody's and the colleagues', by when it is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.inputs.tasks import TaskKind
from db.models import Account
from db.models.base import Query
from db.queries import waiting_rows

#: How many lines of a part are read when nobody asks for more.
LINES = 30


class Whose(StrEnum):
    """Nobody's: whoever saw to it is not posted at the agency any more."""

    MINE = "mine"
    NOBODY = "nobody"
    COLLEAGUE = "colleague"


class Part(StrEnum):
    """A part of the day, in its order."""

    TODAY = "today"
    LATE = "late"
    AHEAD = "ahead"
    PUT_OFF = "put_off"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits; ``days_late`` is negative before the day on which it is shown.

    ``code`` is the kind of work or the reason of a referral. ``owner`` is empty for nobody's;
    ``handed_by`` for what was never handed over. ``is_alone`` of a referral: the person alone is
    asked what came of it, the place is not; None for whoever may not know.
    """

    kind: TaskKind
    id: int
    agency_id: int
    case_id: int | None
    case_code: str | None
    due_on: date
    due_at: time | None
    code: str
    month: int | None
    organisation_id: int | None
    to_agency_id: int | None
    is_alone: bool | None
    whose: Whose
    part: Part
    owner: str
    shown_on: date
    days_late: int
    put_off_times: int
    handed_by: str
    handed_by_id: int | None
    handed_reason: str | None
    is_back: bool


@dataclass(frozen=True)
class Lists:
    """The lines that are shown, and how many there are in all; nothing where nothing waits."""

    lines: dict[tuple[Whose, Part], list[Waiting]] = field(default_factory=dict)
    totals: Counter[tuple[Whose, Part]] = field(default_factory=Counter)


def lists(session: Session, limits: Mapping[Part, int] | None = None, *, viewer: Viewer) -> Lists:
    """What waits in the viewer's agencies, by whose it is and when."""
    day, agencies = today(session), scope(session, viewer, Permission.DAY_READ)
    asked = waiting_rows.told(day, agencies, viewer)
    found = Lists()
    for row in ranked(session, asked, limits or {}, by_whose=True):
        whose, part = Whose(row.whose), Part(row.part)
        found.totals[whose, part] = row.total
        found.lines.setdefault((whose, part), []).append(as_line(row, day))
    return found


def ranked(
    session: Session, asked: Mapping[str, Any], limits: Mapping[Part, int], *, by_whose: bool
) -> sa.Result[Any]:
    """The rows of each part, or of each part of each one's, as ``as_line`` takes them: so many of
    each, of today by the hour, of the others the longest due first. ``total`` is of all."""
    most = {f"most_{part}": limits.get(part, LINES) for part in Part}
    return session.execute(_ranked(by_whose=by_whose), {**asked, **most})


@cache
def _ranked(*, by_whose: bool) -> Query:
    row = waiting_rows.rows().c
    each = sa.select(*row, _whose(row).label("whose"), part_of(row).label("part")).subquery().c
    apart = (each.whose, each.part) if by_whose else (each.part,)
    order = (each.shown_on, each.due_at.is_(None), each.due_at, each.kind, each.id)
    found = sa.select(
        *each,
        sa.func.row_number().over(partition_by=apart, order_by=order).label("place"),
        sa.func.count().over(partition_by=apart).label("total"),
    ).subquery("ranked")
    owner: Any = aliased(Account)
    giver: Any = aliased(Account)
    # One condition: PostgreSQL would look at a part of the rows before it counts them, and take
    # them for few.
    most = sa.case({part.value: sa.bindparam(f"most_{part}") for part in Part}, value=found.c.part)
    return (
        sa.select(found, owner.display_name.label("owner"), giver.display_name.label("giver"))
        .outerjoin(owner, owner.id == found.c.owner_id)
        .outerjoin(giver, giver.id == found.c.handed_by)
        .where(found.c.place <= most)
        .order_by(found.c.place)
    )


def as_line(row: sa.Row[Any], day: date) -> Waiting:
    """One row of ``ranked``."""
    whose = Whose(row.whose)
    return Waiting(
        kind=TaskKind(row.kind),
        id=row.id,
        agency_id=row.agency_id,
        case_id=row.case_id,
        case_code=row.case_code,
        due_on=row.due_on,
        due_at=row.due_at,
        code=row.code,
        month=row.month,
        organisation_id=row.organisation_id,
        to_agency_id=row.to_agency_id,
        is_alone=bool(row.is_alone),
        whose=whose,
        part=Part(row.part),
        owner="" if whose is Whose.NOBODY else row.owner,
        shown_on=row.shown_on,
        days_late=(day - row.shown_on).days,
        put_off_times=row.put_off_times,
        handed_by=row.giver or "",
        handed_by_id=row.handed_by,
        handed_reason=row.handed_reason,
        is_back=bool(row.is_back),
    )


def _whose(row: Any) -> sa.ColumnElement[str]:
    return sa.case(
        (row.owner_id == waiting_rows.VIEWER, Whose.MINE.value),
        (waiting_rows.posted(row), Whose.COLLEAGUE.value),
        else_=Whose.NOBODY.value,
    )


def part_of(row: Any) -> sa.ColumnElement[str]:
    """What was put off is out of sight until its day; then it stands where any other does."""
    return sa.case(
        (row.shown_on == waiting_rows.DAY, Part.TODAY.value),
        (row.shown_on < waiting_rows.DAY, Part.LATE.value),
        (row.shown_on > row.due_on, Part.PUT_OFF.value),
        else_=Part.AHEAD.value,
    )
