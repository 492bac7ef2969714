"""When the last backup was made, and what is to be said of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from db.access.viewer import viewer_of
from db.errors import NotAllowed
from db.models import Backup
from db.models.base import now
from db.models.programme import BACKUP_DAYS
from db.queries.backups import SHOWN, Backups, state
from tests.cast import CAST


def made(session: Session, hours: float, *, is_damaged: bool = False) -> Backup:
    at = now() - timedelta(hours=hours)
    row = Backup(made_at=at, verified_at=at, file_name=f"{hours}", size=1, sha256="",
                 is_damaged=is_damaged)  # fmt: skip
    session.add(row)
    session.flush()
    return row


def found(session: Session, who: int = CAST.administrator) -> Backups:
    return state(session, viewer=viewer_of(session, who))


def test_before_the_first_nothing_is_overdue_and_nothing_safe(session: Session) -> None:
    none = found(session)
    assert (none.newest, none.days, none.is_damaged, none.is_overdue) == ([], None, False, False)


@pytest.mark.parametrize(
    ("hours", "days", "is_overdue"),
    [(0, 0, False), (23.9, 0, False), (24.1, 1, False),
     (BACKUP_DAYS * 24 - 0.1, BACKUP_DAYS - 1, False), (BACKUP_DAYS * 24 + 0.1, BACKUP_DAYS, True)],
)  # fmt: skip
def test_days_are_whole(session: Session, hours: float, days: int, is_overdue: bool) -> None:
    made(session, hours)
    assert (found(session).days, found(session).is_overdue) == (days, is_overdue)


def test_a_damaged_one_does_not_count(session: Session) -> None:
    made(session, 8 * 24)
    made(session, 1, is_damaged=True)
    assert found(session).is_damaged and found(session).is_overdue and found(session).days == 8
    made(session, 0)
    assert not found(session).is_damaged and not found(session).is_overdue


def test_the_newest_come_first_and_are_few(session: Session) -> None:
    for hours in (5, *range(20, 40), 1):
        made(session, hours)
    names = [each.file_name for each in found(session).newest]
    assert names[:2] == ["1", "5"] and len(names) == SHOWN


@pytest.mark.parametrize("who", [CAST.manager, CAST.agent_rabat, CAST.partner])
def test_it_is_for_administrators(session: Session, who: int) -> None:
    with pytest.raises(NotAllowed):
        found(session, who)
