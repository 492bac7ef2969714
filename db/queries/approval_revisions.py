"""Which approved months were touched since: what the rest has had done to it needs no look.

Every month has a revision, which counts up with whatever is done to what it holds
(``db.derived.revisions``). An approval notes the one that it saw.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.models import ApprovalState, PeriodApproval
from db.models.tallies import COLUMNS, EVERYWHERE, READS_TALLIES, REVISION, month_at
from db.queries import approval_changes
from db.queries.approval_changes import Changed

#: In what an approval notes, beside the number of entries of each kind.
NOTED = "revision"
Changes = tuple[Changed, ...]
#: Of each database, by approval, what was found last, and at which revision: it is the same as long
#: as that one stands, since any further change makes another.
_Known = dict[int, tuple[int, Changes]]
_known: WeakKeyDictionary[sa.Engine, _Known] = WeakKeyDictionary()


def noted(session: Session, agency_id: int, start: date, end: date) -> str:
    """What an approval of this month notes: its revision, read before its entries are counted, so
    that whatever is stored meanwhile has made another one by then; the caller has asked who looks.
    """
    revision = _revisions_of(session, [(agency_id, start)])[agency_id, start]
    counted = approval_changes.counts(session, agency_id, start, end)
    return json.dumps({**counted, NOTED: revision})


def since(session: Session, approvals: Sequence[PeriodApproval]) -> dict[int, Changes]:
    """The changes of each approved month, by the approval's id, of those that have any; the caller
    has asked who looks."""
    at = revisions(session, approvals)
    touched = [each for each in approvals if revision_of(each) != at[each.id]]
    known = _known_of(session)
    found = {each.id: known.get(each.id, (None, ())) for each in touched}
    if fresh := [each for each in touched if found[each.id][0] != at[each.id]]:
        looked = approval_changes.since(session, fresh)
        for each in fresh:
            known[each.id] = found[each.id] = at[each.id], looked.get(each.id, ())
    return {approval: changes for approval, (_, changes) in found.items() if changes}


def revision_of(approval: PeriodApproval) -> int | None:
    """The one that it has seen; none of an approval from before there were any."""
    revision: int | None = json.loads(approval.counted or "{}").get(NOTED)
    return revision


def revisions(session: Session, approvals: Sequence[PeriodApproval]) -> dict[int, int]:
    """That of the month of each, by the approval's id; the caller has asked who looks."""
    now = _revisions_of(session, [(each.agency_id, each.starts_on) for each in approvals])
    return {each.id: now[each.agency_id, each.starts_on] for each in approvals}


def newest_approvals(session: Session) -> list[PeriodApproval]:
    """Every approval that is the newest word on its month; for the command line."""
    word = PeriodApproval
    newest = sa.select(sa.func.max(col(word.id))).group_by(col(word.agency_id), col(word.starts_on))
    query = select(word).where(col(word.id).in_(newest), col(word.state) == ApprovalState.APPROVED)
    return list(session.exec(query.order_by(col(word.id))))


def unnoticed(session: Session) -> int:
    """How many of them have changes though their month is of the revision that they saw; 0 when all
    is well."""
    approvals = newest_approvals(session)
    now = revisions(session, approvals)
    untouched = [each for each in approvals if revision_of(each) == now[each.id]]
    return sum(bool(found) for found in approval_changes.since(session, untouched).values())


def _known_of(session: Session) -> _Known:
    """What a writer reads may never be stored, and is not kept."""
    if "one_moment" not in session.info:
        return {}
    return _known.setdefault(session.get_bind().engine, {})


def _revisions_of(
    session: Session, months: Iterable[tuple[int, date]]
) -> dict[tuple[int, date], int]:
    """By agency and first day; what touches all of them at once counts in each."""
    wanted = {(agency, month): month_at(month) for agency, month in months}
    query = sa.select(COLUMNS.agency_id, COLUMNS.at, COLUMNS.n).where(
        COLUMNS.kind == REVISION,
        COLUMNS.agency_id.in_({EVERYWHERE, *(agency for agency, _ in wanted)}),
        COLUMNS.at.in_({0, *wanted.values()}),
    )
    rows = session.execute(query, execution_options=READS_TALLIES)
    found = {(agency, at): n for agency, at, n in rows}
    of_all = found.get((EVERYWHERE, 0), 0)
    return {
        (agency, month): found.get((agency, at), 0) + of_all
        for (agency, month), at in wanted.items()
    }
