"""The rows of a record: stored once, voided in place, and every act on them in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import Session, col, select

from db import audit
from db.access.viewer import AccountId, Viewer
from db.models import Case
from db.models.base import now
from db.models.events import RecordedEvent

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


def stored(
    session: Session,
    table: type[Row],
    submission_id: str,
    by: AccountId,
    asked: Mapping[str, object] | None = None,
) -> Stored[Row] | None:
    """What this submission stored before, if anything, compared with what is ``asked`` now."""
    query = select(table).where(table.submission_id == submission_id, table.entered_by == by)
    rows = tuple(session.exec(query.order_by(col(table.position))))
    if not rows:
        return None
    wanted = (asked or {}).items()
    return Stored(
        rows=rows,
        codes=_codes(session, rows),
        already=True,
        as_asked=all(
            row.voided_at is None and all(getattr(row, name) == value for name, value in wanted)
            for row in rows
        ),
    )


def _codes(session: Session, rows: Sequence[RecordedEvent]) -> tuple[str, ...]:
    ids: list[Any] = [getattr(row, "case_id", None) for row in rows]
    return tuple(session.get_one(Case, each).code for each in ids if each is not None)


def mark_void(row: RecordedEvent, by: AccountId, reason: str) -> None:
    """Mark a row as void; it stays in its table."""
    row.voided_at, row.voided_by, row.void_reason = now(), by, reason


def log(
    session: Session,
    viewer: Viewer,
    action: str,
    row: RecordedEvent,
    fields: Iterable[str],
    reason: str = "",
    *,
    changes_results: bool = True,
) -> None:
    """Write an audit row for an act on one row, and raise the change counter."""
    audit.record(
        session,
        viewer,
        action,
        action.split(".")[0],
        row.id,
        fields=fields,
        reason=reason,
        changes_results=changes_results,
    )
