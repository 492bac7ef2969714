"""Where the columns of an entry lie, for each kind of entry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from db.models import Case, Placement, RetentionCheck
from db.models.base import Column
from db.records import BY_NAME, RecordKind

#: The answer to a retention check: an entry, but no record of its own.
RETENTION = "retention"
_PERSON: dict[str, Column] = {
    "case_code": col(Case.code),
    "case_agency": col(Case.agency_id),
    "sex": sa.cast(col(Case.sex), sa.String),
    "birth_year": col(Case.birth_year),
    "nationality": col(Case.nationality),
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is selected, and from which tables."""

    #: By the names of the fields of ``Entry``; without a person's where there is none.
    columns: dict[str, Column]
    #: The table with what it is joined to.
    rows: sa.FromClause
    #: What grows with the moment of entry.
    entered: Column
    #: Whether a row may have no author: a person answered on their own phone.
    may_be_nobodys: bool = False
    #: Whether others than its author see a row from the next day only: it tells that there was one.
    waits_a_night: bool = False


def source_of(kind: str) -> Source:
    """The source of a kind: a name of ``db.records``, or ``RETENTION``."""
    return _answers() if kind == RETENTION else _records(BY_NAME[kind])


def _records(kind: RecordKind) -> Source:
    table: Any = kind.table
    counts = [getattr(table, name) for name in kind.heads]
    return Source(
        columns={
            "id": table.id,
            "day": getattr(table, kind.day),
            "type": getattr(table, kind.type),
            "agency_id": table.agency_id,
            **(_PERSON if kind.is_of_a_person else {}),
            "heads": reduce(add, counts) if counts else sa.null(),
            "group_id": getattr(table, "group_id", sa.null()),
            "month": sa.null(),
            "entered_by": table.entered_by,
            "entered_at": table.entered_at,
            "corrected_at": table.corrected_at,
            "voided_at": table.voided_at,
            "void_reason": table.void_reason,
        },
        rows=(
            sa.outerjoin(table, Case, col(Case.id) == table.case_id)
            if kind.is_of_a_person
            else table
        ),
        entered=table.id if kind.ids_grow else table.entered_at,
        may_be_nobodys=not kind.ids_grow,
        waits_a_night=not kind.ids_grow,
    )


def _answers() -> Source:
    check: Any = RetentionCheck
    return Source(
        columns={
            "id": check.id,
            "day": check.done_on,
            "type": check.status,
            # The person's present agency.
            "agency_id": col(Case.agency_id),
            **_PERSON,
            "heads": sa.null(),
            "group_id": sa.null(),
            "month": check.month,
            "entered_by": check.entered_by,
            "entered_at": check.entered_at,
            "corrected_at": sa.null(),
            "voided_at": sa.null(),
            "void_reason": sa.null(),
        },
        rows=sa.join(check, Placement, col(Placement.id) == check.placement_id).join(
            Case, col(Case.id) == col(Placement.case_id)
        ),
        # Ids follow the placement, not the answer.
        entered=check.entered_at,
    )
