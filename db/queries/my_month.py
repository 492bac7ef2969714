"""What an agent has done in a month, as numbers: the activity sheet that the employer asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import day_of, start_of, today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.dates import months_after
from db.inputs.tasks import TaskKind
from db.models import (
    Intervention,
    Placement,
    Posting,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
)
from db.queries.my_week import posted_ever

CHECK = TaskKind.CHECK.value


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that was done: no more of it than a sheet of numbers needs."""

    day: date
    kind: str
    code: str
    case_id: int | None = None
    women: int = 0
    men: int = 0
    other: int = 0
    minutes: int = 0


@dataclass(kw_only=True)
class Line:
    """Acts of one kind, of a day or of the month; each person is counted once in it.

    ``present`` are the heads of group sessions: women, men, other.
    """

    day: date | None
    kind: str
    code: str
    acts: int = 0
    people: int = 0
    sessions: int = 0
    present: tuple[int, int, int] = (0, 0, 0)
    minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class MonthSheet:
    """The month's lines by day and by kind, and the sum of all: people counted once."""

    month: date
    is_over: bool
    agencies: tuple[int, ...]
    days: tuple[Line, ...] = field(default=())
    kinds: tuple[Line, ...] = field(default=())
    total: Line


def sheet(session: Session, month: date, *, viewer: Viewer) -> MonthSheet:
    """The viewer's own acts of a month, at whatever agencies they were posted then.

    Interventions, referrals and checks stand on their own day; enrolments and placements on that of
    their entry, for the day a course or job begins is not the agent's work.
    """
    require(session, viewer.account_id, Permission.DAY_READ)
    first = month.replace(day=1)
    last = months_after(first, 1) - timedelta(days=1)
    acts = sorted(_acts(session, viewer, first, last), key=lambda act: act.day)
    kinds = list(dict.fromkeys((act.kind, act.code) for act in sorted(acts, key=_by_kind)))
    days = list(dict.fromkeys(act.day for act in acts))
    return MonthSheet(
        month=first,
        is_over=last < today(session),
        agencies=_agencies(session, viewer, first, last),
        days=tuple(
            _line((act for act in acts if (act.day, act.kind, act.code) == (day, *kind)), day, kind)
            for day in days
            for kind in kinds
            if any((act.day, act.kind, act.code) == (day, *kind) for act in acts)
        ),
        kinds=tuple(
            _line((act for act in acts if (act.kind, act.code) == kind), None, kind)
            for kind in kinds
        ),
        total=_line(acts, None, ("", "")),
    )


def months(session: Session, *, viewer: Viewer) -> list[date]:
    """The months that a sheet can be made of: since the first posting, the newest first."""
    require(session, viewer.account_id, Permission.DAY_READ)
    query = select(sa.func.min(Posting.starts_on)).where(Posting.account_id == viewer.account_id)
    day = today(session)
    begun, month = min(session.exec(query).one() or day, day).replace(day=1), day.replace(day=1)
    found = []
    while month >= begun:
        found.append(month)
        month = months_after(month, -1)
    return found


#: The order of a sheet.
_KINDS = ("intervention", "referral", "training", "placement", CHECK)


def _by_kind(act: Act) -> tuple[int, str]:
    return _KINDS.index(act.kind), act.code


def _line(acts: Iterable[Act], day: date | None, kind: tuple[str, str]) -> Line:
    found = list(acts)
    groups = [act for act in found if act.case_id is None]
    return Line(
        day=day,
        kind=kind[0],
        code=kind[1],
        acts=len(found),
        people=len({act.case_id for act in found} - {None}),
        sessions=len(groups),
        present=(
            sum(act.women for act in groups),
            sum(act.men for act in groups),
            sum(act.other for act in groups),
        ),
        minutes=sum(act.minutes for act in found),
    )


def _acts(session: Session, viewer: Viewer, first: date, last: date) -> Iterator[Act]:
    own = _own(posted_ever(session, viewer), viewer)
    yield from _interventions(session, own, first, last)
    sent = own(Referral, Referral.sent_on, Referral.type, Referral.case_id)
    for day, code, case_id in session.execute(
        sent.where(col(Referral.sent_on).between(first, last))
    ):
        yield Act(day=day, kind="referral", code=code, case_id=case_id)
    yield from _entered(session, own, first, last)
    yield from _answered(session, viewer, first, last)


def _own(agencies: tuple[int, ...], viewer: Viewer) -> Callable[..., Any]:
    """``own(table, *columns)``: what the viewer entered there and stands."""

    def own(table: Any, *columns: Any) -> Any:
        return sa.select(*columns).where(
            col(table.agency_id).in_(agencies),
            col(table.entered_by) == viewer.account_id,
            col(table.voided_at).is_(None),
        )

    return own


def _interventions(
    session: Session, own: Callable[..., Any], first: date, last: date
) -> Iterator[Act]:
    done = Intervention
    for row in session.execute(
        own(done, done.happened_on, done.type, done.case_id, done.women, done.men, done.other,
            done.minutes).where(
            # Who was at a group session is in its heads.
            col(done.happened_on).between(first, last), col(done.group_id).is_(None)
        )
    ):  # fmt: skip
        day, code, case_id, *numbers = row
        women, men, other, minutes = (each or 0 for each in numbers)
        yield Act(
            day=day, kind="intervention", code=code, case_id=case_id,
            women=women, men=men, other=other, minutes=minutes,
        )  # fmt: skip


def _entered(session: Session, own: Callable[..., Any], first: date, last: date) -> Iterator[Act]:
    """Enrolments and placements by the day of their entry, from midnight to midnight."""
    since = start_of(session, first)
    until = start_of(session, last + timedelta(days=1))
    tables: dict[str, Any] = {"training": TrainingEnrolment, "placement": Placement}
    for kind, table in tables.items():
        entered = own(table, table.entered_at, table.type, table.case_id)
        within = col(table.entered_at) >= since, col(table.entered_at) < until
        for moment, code, case_id in session.execute(entered.where(*within)):
            yield Act(day=day_of(session, moment), kind=kind, code=str(code), case_id=case_id)


def _answered(session: Session, viewer: Viewer, first: date, last: date) -> Iterator[Act]:
    answered = (
        sa.select(col(RetentionCheck.done_on), col(RetentionCheck.status), col(Placement.case_id))
        .join(Placement, col(Placement.id) == col(RetentionCheck.placement_id))
        .where(
            col(RetentionCheck.entered_by) == viewer.account_id,
            col(RetentionCheck.done_on).between(first, last),
            col(Placement.voided_at).is_(None),
        )
    )
    for day, status, case_id in session.execute(answered):
        yield Act(day=day, kind=CHECK, code=str(status), case_id=case_id)


def _agencies(session: Session, viewer: Viewer, first: date, last: date) -> tuple[int, ...]:
    query = select(Posting.agency_id).where(
        Posting.account_id == viewer.account_id,
        Posting.starts_on <= last,
        sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= first),
    )
    return tuple(sorted(set(session.exec(query))))
