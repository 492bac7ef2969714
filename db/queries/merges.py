"""Which case stands for another one that was put together with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db.access.core_statements import execute
from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.codes import Role
from db.models import Account, Case, CaseMerge

#: Put together once, for each save asks it.
_MERGED = sa.select(col(CaseMerge.merged_id)).where(
    col(CaseMerge.merged_id).in_(sa.bindparam("ids", expanding=True)),
    col(CaseMerge.undone_at).is_(None),
)


@dataclass(frozen=True, kw_only=True)
class MergeLine:
    """A card that also opens this person, and how that came to be."""

    id: int
    code: str
    agency_id: int
    merged_at: datetime
    author: str
    #: Whether the viewer may undo it.
    may_undo: bool


def surviving_case(session: Session, case_id: int) -> int:
    """The case under which this person is found: another one, where two were put together."""
    while (kept := session.exec(_kept(case_id)).first()) is not None:
        case_id = kept
    return case_id


def surviving_cases(session: Session, ids: Collection[int]) -> dict[int, int]:
    """The same of several cases, by each of them."""
    merged = set(execute(session, _MERGED, {"ids": list(ids)}).scalars()) if ids else set()
    return {each: surviving_case(session, each) if each in merged else each for each in ids}


def families(session: Session, ids: Collection[int]) -> dict[int, frozenset[int]]:
    """By each of these cases all that were put together with it, itself among them."""
    found = {each: {each} for each in ids}
    last = {each: {each} for each in ids}  # by each case found last, for whom it was looked for
    while last:
        query = select(CaseMerge.merged_id, CaseMerge.kept_id).where(
            col(CaseMerge.kept_id).in_(last), col(CaseMerge.undone_at).is_(None)
        )
        known, last = last, {}
        for merged, kept in session.exec(query):
            for root in known[kept]:
                found[root].add(merged)
                last.setdefault(merged, set()).add(root)
    return {root: frozenset(several) for root, several in found.items()}


def _kept(case_id: int) -> Any:
    return select(CaseMerge.kept_id).where(
        CaseMerge.merged_id == case_id, col(CaseMerge.undone_at).is_(None)
    )


def is_merged() -> Any:
    """The condition on a row of ``cases`` that another one stands for it, said by its code: the
    index of a search has no ids."""
    merged: Any = aliased(Case)
    codes = (
        sa.select(merged.code)
        .join(CaseMerge, col(CaseMerge.merged_id) == merged.id)
        .where(col(CaseMerge.undone_at).is_(None))
    )
    return col(Case.code).in_(codes)


def survivors_of_codes(session: Session, low: str, high: str) -> set[int]:
    """The cases that stand for those whose code lies between two."""
    query = (
        select(CaseMerge.kept_id)
        .join(Case, col(Case.id) == CaseMerge.merged_id)
        .where(col(CaseMerge.undone_at).is_(None), col(Case.code).between(low, high))
    )
    return {surviving_case(session, kept) for kept in session.exec(query)}


def survivors_of(session: Session, wanted: Any) -> set[int]:
    """The cases that stand for those of a query of ids."""
    query = select(CaseMerge.kept_id).where(
        col(CaseMerge.undone_at).is_(None), col(CaseMerge.merged_id).in_(wanted)
    )
    return {surviving_case(session, kept) for kept in session.exec(query)}


def merge_lines(session: Session, case_id: int, *, viewer: Viewer) -> tuple[MergeLine, ...]:
    """What was put together with a person of the viewer's agencies, the last one first."""
    viewer = viewer_now(session, viewer, Permission.PEOPLE_READ)
    case = session.get(Case, case_id)
    if case is None or case.agency_id not in viewer.agencies:
        return ()
    query = (
        select(CaseMerge, Case, Account.display_name)
        .join(Case, col(Case.id) == CaseMerge.merged_id)
        .join(Account, col(Account.id) == CaseMerge.merged_by)
        .where(CaseMerge.kept_id == case_id, col(CaseMerge.undone_at).is_(None))
        .order_by(col(CaseMerge.id).desc())
    )
    is_manager = viewer.role is Role.MANAGER
    return tuple(
        MergeLine(
            id=merge.id,
            code=merged.code,
            agency_id=merged.agency_id,
            merged_at=merge.merged_at,
            author=author,
            may_undo=is_manager or merged.agency_id == case.agency_id,
        )
        for merge, merged, author in session.exec(query)
    )
