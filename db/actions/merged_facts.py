"""Which facts of a person stand, where the two cases that are put together say different things.

Those of the kept case, but for the ones that whoever merges takes from the other: each is a
correction in the person's history. Taken apart, it is turned back, unless it was corrected since.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from db.access.viewer import Viewer
from db.codes import Sex
from db.inputs.duplicates import TAKEN_WITH
from db.inputs.people import as_text
from db.models import Case, CaseChange, CaseMerge, MergedRow

TABLE = CaseChange.__tablename__


def birth_year(kept: Case, merged: Case, taken: Collection[str]) -> int:
    """The year of birth that stands once they are one."""
    return merged.birth_year if "birth_year" in taken else kept.birth_year


def take(
    session: Session,
    row: CaseMerge,
    kept: Case,
    merged: Case,
    taken: Collection[str],
    viewer: Viewer,
) -> list[str]:
    """Write the chosen facts of the other case into the kept one; returns those that differed."""
    names = [name for fact in taken for name in (fact, *TAKEN_WITH.get(fact, ()))]
    changed = [name for name in names if getattr(kept, name) != getattr(merged, name)]
    for name in changed:
        change = _change(kept, name, getattr(merged, name), viewer)
        session.add(change)
        session.flush()
        session.add(MergedRow(merge_id=row.id, of_table=TABLE, row_key=json.dumps([change.id])))
    session.flush()
    return changed


def give_back(session: Session, moved: MergedRow, kept: Case, viewer: Viewer) -> None:
    """One fact as it was before, unless somebody has corrected it meanwhile."""
    (change_id,) = json.loads(moved.row_key)
    change = session.get_one(CaseChange, change_id)
    later = select(CaseChange.id).where(
        CaseChange.case_id == kept.id,
        CaseChange.field == change.field,
        col(CaseChange.id) > change.id,
    )
    before = _before(session, change)
    if session.exec(later).first() is None and before != as_text(getattr(kept, change.field)):
        session.add(_change(kept, change.field, _value(change.field, before), viewer))


def _before(session: Session, change: CaseChange) -> str:
    """What stood before a fact was taken; where that was taken by a merge that was undone since,
    what stood before that one."""
    earlier = session.exec(
        select(CaseChange)
        .where(
            CaseChange.case_id == change.case_id,
            CaseChange.field == change.field,
            col(CaseChange.id) < change.id,
        )
        .order_by(col(CaseChange.id).desc())
    ).first()
    if earlier is None:
        return change.before
    undone = (
        select(CaseMerge.id)
        .join(MergedRow, col(MergedRow.merge_id) == col(CaseMerge.id))
        .where(
            MergedRow.of_table == TABLE,
            MergedRow.row_key == json.dumps([earlier.id]),
            col(CaseMerge.undone_at).is_not(None),
        )
    )
    is_undone = session.exec(undone).first() is not None
    return _before(session, earlier) if is_undone else change.before


def _change(case: Case, field: str, value: Any, viewer: Viewer) -> CaseChange:
    """Another value of a fact, and the line of the history that says so."""
    before = as_text(getattr(case, field))
    setattr(case, field, value)
    return CaseChange(
        case_id=case.id,
        changed_by=viewer.account_id,
        field=field,
        before=before,
        after=as_text(value),
    )


def _value(field: str, text: str) -> Any:
    """What a line of the history says, as it stands in the row."""
    if text in ("yes", "no"):
        return text == "yes"
    if field == "birth_year":
        return int(text)
    if field == "sex":
        return Sex(text)
    return text or None
