"""Keeps ``cancelled_at`` of retention checks equal to what a person's answers and jobs say.

It follows from the rows as they stand, so that the order in which they were entered is no matter
(``docs/domain.md#retention``). One definition serves upkeep, mending and checking.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.codes import RetentionStatus
from db.derived.first_contacts import queue_up
from db.models import Placement, RetentionCheck

Asked = tuple[RetentionCheck, Placement]
_ENDING = (RetentionStatus.LEFT, RetentionStatus.DIED)
_ASKED = (
    select(RetentionCheck, Placement)
    .join(Placement, col(Placement.id) == RetentionCheck.placement_id)
    .order_by(col(Placement.case_id), col(RetentionCheck.id))
)


def settle(session: Session, case_id: int) -> None:
    """Cancel every check of a person that is not to be asked, and reopen all others; of two acts on
    one person the later sees what the earlier did."""
    session.flush()
    queue_up(session, [case_id])
    query = _ASKED.where(Placement.case_id == case_id)
    found = session.exec(query.execution_options(populate_existing=True))
    for check, ended in _ended([(check, placement) for check, placement in found]):
        check.cancelled_at = ended


def differing(session: Session) -> int:
    """How many checks are cancelled or open against what the rows say; 0 when all is well."""
    return sum(check.cancelled_at != ended for check, ended in _of_all(session))


def rebuild(session: Session) -> None:
    """Settle the checks of everybody anew."""
    for check, ended in _of_all(session):
        check.cancelled_at = ended


def _of_all(session: Session) -> Iterator[tuple[RetentionCheck, datetime | None]]:
    """Of all of whom a check is cancelled, or should be; others have none to cancel."""
    may_be = sa.or_(
        col(RetentionCheck.cancelled_at).is_not(None),
        col(RetentionCheck.status).in_(_ENDING),
        col(Placement.voided_at).is_not(None),
    )
    whose = (
        select(Placement.case_id)
        .join(RetentionCheck, col(RetentionCheck.placement_id) == Placement.id)
        .where(may_be)
    )
    found = session.exec(_ASKED.where(col(Placement.case_id).in_(whose)))
    for _, of_person in groupby(found, key=lambda each: each[1].case_id):
        yield from _ended([(check, placement) for check, placement in of_person])


def _ended(of_person: list[Asked]) -> Iterator[tuple[RetentionCheck, datetime | None]]:
    """Each check of one person, and since when it is pointless, if it is."""
    for check, placement in of_person:
        ends = [each.entered_at for each, _ in of_person if _ends(each, check, placement)]
        if check.done_on is None and placement.voided_at is not None:
            ends.append(placement.voided_at)
        yield check, min((moment for moment in ends if moment is not None), default=None)


def _ends(answered: RetentionCheck, check: RetentionCheck, placement: Placement) -> bool:
    """Whether an answer makes a check (of this placement) pointless: the person has died, or left
    the country. Who begins to work after having left is back."""
    if answered is check:
        return answered.status is RetentionStatus.DIED
    if check.done_on is not None or answered.done_on is None:
        return False
    return answered.status is RetentionStatus.DIED or (
        answered.status is RetentionStatus.LEFT
        and check.due_on > answered.due_on
        and placement.starts_on <= answered.done_on
    )
