"""Two cases of one person put together, and taken apart again: nothing is lost either way."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import follow_ups, merge_duplicates, merged_consents, merged_facts
from db.codes import Role
from db.derived import cancelled_checks, first_contacts, tallies
from db.errors import AppError, NotAllowed, NotFound
from db.inputs.cases import is_too_young
from db.inputs.duplicates import Merge, Pair
from db.models import Case, CaseMerge, CasePair, Contact, FollowUp, MergedRow, PairState
from db.models.base import now
from db.records import KINDS

#: Tables whose rows go to the case that is kept. A row that it may have only once, and has, stays:
#: what is kept stands.
RECORDS = ("interventions", "referrals", "training_enrolments", "placements")
MOVED = (*RECORDS, "follow_ups")
#: Tables whose rows stay with the case that they were written for, and why.
STAYING = {
    "first_contacts": "derived, and made anew for both",
    "name_keys": "they find the case that stands for theirs",
    "case_pairs": "what was said of two cases, of these two",
    "case_merges": "what was put together with a case comes along with it",
    "case_changes": "what was corrected there is not what stands here",
    "transfers": "which agency was asked for that case; none is asked at the moment of a merge",
}
#: What merges are called in the log.
MERGE = "case_merge"


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What came of it: the merge, the code that is kept, and how many entries now stand there twice
    (of one kind, on one day)."""

    id: int
    code: str
    twice: int


def merge(session: Session, data: Merge, *, by: AccountId) -> Merged:
    """All that was done with one case is the other's from now on; the facts of the kept one stand,
    but for those that are taken from the other.

    An agent puts cases of one agency together, a manager any two. Raises ``NotFound`` for a case
    that is not of the account's agencies, ``AppError`` where the two cannot be one.
    """
    viewer = require(session, by, Permission.CASES_MERGE)
    kept, merged = _both(session, data, viewer)
    _check(session, viewer, kept, merged, data.taken)
    row = CaseMerge(kept_id=kept.id, merged_id=merged.id, merged_by=viewer.account_id)
    session.add(row)
    session.flush()
    taken = merged_facts.take(session, row, kept, merged, data.taken, viewer)
    merge_duplicates.set_aside(session, row, viewer)
    twice = _twice(session, kept.id, merged.id)
    for name in MOVED:
        _move(session, row, SQLModel.metadata.tables[name], kept)
    merged_consents.move(session, row)
    _derive(session, kept.id, merged.id)
    _say(session, data, viewer)
    act = "case_merge.merge"
    audit.record(session, viewer, act, MERGE, row.id, fields=taken, changes_results=True)
    return Merged(id=row.id, code=kept.code, twice=twice)


def _both(session: Session, data: Merge, viewer: Viewer) -> tuple[Case, Case]:
    """The kept and the other case. Their courses and rows are locked first, as whoever corrects one
    does; then the cases, in the order of their ids, against all who enter something for them, or
    change what waits for them."""
    merge_duplicates.hold_courses(session, data.kept_id, data.merged_id)
    for name in RECORDS:
        table = SQLModel.metadata.tables[name]
        rows = sa.select(*table.primary_key).where(
            table.c.case_id.in_((data.kept_id, data.merged_id))
        )
        session.execute(rows.order_by(*table.primary_key).with_for_update())
    query = (
        select(Case)
        .where(col(Case.id).in_((data.kept_id, data.merged_id)))
        .order_by(col(Case.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {case.id: case for case in session.exec(query)}
    if len(found) < 2 or any(case.agency_id not in viewer.agencies for case in found.values()):
        raise NotFound("error.case_not_found")
    return found[data.kept_id], found[data.merged_id]


def _check(
    session: Session, viewer: Viewer, kept: Case, merged: Case, taken: Collection[str]
) -> None:
    if viewer.role is not Role.MANAGER and kept.agency_id != merged.agency_id:
        raise NotAllowed("error.merge_across")
    for case in (kept, merged):
        if _stands_elsewhere(session, case.id):
            raise AppError("error.merged_already", code=case.code)
    if kept.closed_on is not None and merged.closed_on is None:
        raise AppError("error.merge_into_closed", code=kept.code)
    merged_consents.check(session, kept.id, merged.id)
    year, both = merged_facts.birth_year(kept, merged, taken), (kept.id, merged.id)
    for kind in KINDS:
        if kind.is_of_a_person:
            table: Any = kind.table
            first = session.scalar(
                sa.select(sa.func.min(getattr(table, kind.day))).where(
                    table.case_id.in_(both), col(table.voided_at).is_(None)
                )
            )
            if first is not None and is_too_young(year, first):
                raise AppError("error.merge_too_young", code=kept.code, day=first)


def _stands_elsewhere(session: Session, case_id: int) -> bool:
    query = select(CaseMerge.id).where(
        CaseMerge.merged_id == case_id, col(CaseMerge.undone_at).is_(None)
    )
    return session.exec(query).first() is not None


def _twice(session: Session, kept: int, merged: int) -> int:
    """How many entries both cases have: one meeting or job that was entered under both codes."""
    count = 0
    for kind in KINDS:
        if not kind.is_of_a_person:
            continue
        here: Any = aliased(kind.table)
        there: Any = aliased(kind.table)
        same = [getattr(here, each) == getattr(there, each) for each in (kind.day, kind.type)]
        query = sa.select(sa.func.count(sa.distinct(there.id))).where(
            here.case_id == kept,
            there.case_id == merged,
            here.voided_at.is_(None),
            there.voided_at.is_(None),
            *same,
        )
        count += session.scalar(query) or 0
    return count


def _move(session: Session, row: CaseMerge, table: sa.Table, kept: Case) -> None:
    """The rows of one table, each noted, so that undoing the merge finds the same ones."""
    names = _key(table)
    is_planned = table.name == FollowUp.__tablename__
    wanted = [*names, "agency_id"] if is_planned else names
    query = sa.select(*(table.c[name] for name in wanted))
    found = session.execute(
        query.where(table.c.case_id == row.merged_id, *_free(table, kept.id))
    ).all()
    for values in found:
        key = values[: len(names)]
        # An appointment is kept where the person goes from now on.
        before = values.agency_id if is_planned else None
        changed = {"case_id": kept.id} | ({"agency_id": kept.agency_id} if is_planned else {})
        session.add(
            MergedRow(
                merge_id=row.id,
                of_table=table.name,
                row_key=json.dumps(list(key)),
                agency_id=before,
            )
        )
        _change(session, table, row.merged_id, key, changed)


def _key(table: sa.Table) -> list[str]:
    """What tells the rows of one case apart."""
    return [column.name for column in table.primary_key if column.name != "case_id"]


def _free(table: sa.Table, kept: int) -> list[Any]:
    """That the kept case has no such row yet, of those that a case may have only once."""
    once = [each for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
    sets = [*(each.columns for each in once), table.primary_key.columns]
    conditions = []
    for columns in sets:
        if "case_id" in columns:
            other = table.alias()
            same = [other.c[c.name] == c for c in columns if c.name != "case_id"]
            conditions.append(~sa.exists().where(other.c.case_id == kept, *same))
    return conditions


def _change(session: Session, table: sa.Table, of: int, key: Any, values: dict[str, Any]) -> None:
    which = [table.c[name] == value for name, value in zip(_key(table), key, strict=True)]
    session.execute(
        sa.update(table).where(table.c.case_id == of, *which).values(values),
        execution_options={"synchronize_session": False, **tallies.NAMED},
    )


def _derive(session: Session, *case_ids: int) -> None:
    """What follows from the rows of a person."""
    session.expire_all()
    first_contacts.refresh(session, case_ids)
    for case_id in case_ids:
        cancelled_checks.settle(session, case_id)


def _say(session: Session, data: Merge, viewer: Viewer) -> None:
    one, other = Pair(one_id=data.kept_id, other_id=data.merged_id).in_order
    pair = session.get(CasePair, (one, other))
    pair = pair or CasePair(one_id=one, other_id=other, state=PairState.SAME)
    pair.state, pair.decided_by, pair.decided_at = PairState.SAME, viewer.account_id, now()
    session.add(pair)


def undo(session: Session, merge_id: int, *, by: AccountId) -> str:
    """Take two cases apart again: each has what it had; what was entered since stays with the one
    that was kept. Returns the code that is a case of its own again.

    Raises ``AppError`` where the kept case was itself put together with another one since.
    """
    viewer = require(session, by, Permission.CASES_MERGE)
    query = select(CaseMerge).where(CaseMerge.id == merge_id)
    row = session.exec(query).first()
    if row is None:
        raise NotFound("error.not_found")
    kept, merged = _both(session, Merge(kept_id=row.kept_id, merged_id=row.merged_id), viewer)
    session.refresh(row)
    if viewer.role is not Role.MANAGER and kept.agency_id != merged.agency_id:
        raise NotAllowed("error.merge_across")
    if row.undone_at is not None:
        return merged.code
    if _stands_elsewhere(session, kept.id):
        raise AppError("error.merged_again", code=kept.code)
    row.undone_by, row.undone_at = viewer.account_id, now()
    _give_back(session, row, kept, merged, viewer)
    _unsay(session, row)
    session.flush()
    _derive(session, kept.id, merged.id)
    # The kept case was closed, or somebody was seen under its code: not the other one's person.
    follow_ups.bring_back(session, merged.id, row.merged_at)
    for each in (kept.id, merged.id):
        follow_ups.settle_person_anew(session, each)
    audit.record(session, viewer, "case_merge.undo", MERGE, row.id, changes_results=True)
    return merged.code


def _give_back(session: Session, row: CaseMerge, kept: Case, merged: Case, viewer: Viewer) -> None:
    """All that the merge had moved, set aside or taken over."""
    had_contact = False
    for moved in session.exec(select(MergedRow).where(MergedRow.merge_id == row.id)):
        if moved.of_table in merge_duplicates.SET_ASIDE:
            merge_duplicates.restore(session, moved)
            continue
        if moved.of_table == merged_facts.TABLE:
            merged_facts.give_back(session, moved, kept, viewer)
            continue
        if moved.of_table in merged_consents.MOVED:
            had_contact |= moved.of_table == Contact.__tablename__
            merged_consents.move_back(session, row, moved)
            continue
        table = SQLModel.metadata.tables[moved.of_table]
        back = {"case_id": merged.id}
        if moved.agency_id is not None:
            back["agency_id"] = moved.agency_id
        _change(session, table, kept.id, json.loads(moved.row_key), back)
    merged_consents.move_contact_back(session, row, was_moved=had_contact)


def _unsay(session: Session, row: CaseMerge) -> None:
    """What was said of the pair before: a manager is asked again, or nothing was."""
    pair = session.get(CasePair, Pair(one_id=row.kept_id, other_id=row.merged_id).in_order)
    if pair is None:
        return
    if pair.asked_at is None:
        session.delete(pair)
    else:
        pair.state, pair.decided_by, pair.decided_at = PairState.ASKED, None, None
