"""What one's own submission has stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import require
from db.access.viewer import AccountId, Viewer
from db.models import Case
from db.models.events import RecordedEvent
from db.queries import merges
from db.records import BY_NAME

Row = TypeVar("Row", bound=RecordedEvent)


@dataclass(frozen=True, kw_only=True)
class Stored(Generic[Row]):
    """The rows of a submission, one a person; ``already`` when an earlier save had stored them.

    ``codes`` are the persons' card codes. ``as_asked`` is false when a row is void or differs from
    what was sent now: a second tab may send something else.
    """

    rows: tuple[Row, ...]
    codes: tuple[str, ...] = ()
    already: bool = False
    as_asked: bool = True

    @property
    def row(self) -> Row:
        """The only row, or the first one."""
        return self.rows[0]

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the rows."""
        return tuple(row.id for row in self.rows)


def own(
    session: Session, kind: str, submission_id: str, *, viewer: Viewer
) -> Stored[RecordedEvent] | None:
    """What the viewer's submission has stored, if anything; it is as asked unless it is void."""
    record = BY_NAME[kind]
    require(session, viewer.account_id, record.permission)
    return found(session, record.table, submission_id, viewer.account_id, {})


def found(
    session: Session,
    table: type[Row],
    submission_id: str,
    by: AccountId,
    asked: Mapping[str, object],
) -> Stored[Row] | None:
    """The rows of a submission, compared with what is ``asked`` now; the caller has asked who."""
    rows = tuple(session.execute(_of(table), {"submission": submission_id, "by": by}).scalars())
    if not rows:
        return None
    if isinstance(case_id := asked.get("case_id"), int):
        asked = {**asked, "case_id": merges.surviving_case(session, case_id)}
    return Stored(
        rows=rows,
        codes=_codes(session, rows),
        already=True,
        as_asked=all(
            row.voided_at is None
            and all(getattr(row, name) == value for name, value in asked.items())
            for row in rows
        ),
    )


@cache
def _of(table: type[RecordedEvent]) -> Any:
    """The rows of a submission: put together once, for each save asks it."""
    return (
        sa.select(table)
        .where(
            col(table.submission_id) == sa.bindparam("submission"),
            col(table.entered_by) == sa.bindparam("by"),
        )
        .order_by(col(table.position))
    )


def _codes(session: Session, rows: Sequence[RecordedEvent]) -> tuple[str, ...]:
    ids: list[Any] = [getattr(row, "case_id", None) for row in rows]
    return tuple(session.get_one(Case, each).code for each in ids if each is not None)
