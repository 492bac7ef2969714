"""When the database was last kept safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Backup
from db.models.base import now
from db.queries.programme import current

SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Backups:
    """The newest backups, the newest first; ``days``: since the last one that is in order."""

    newest: Sequence[Backup]
    days: int | None
    #: The longest time without one, in days, as the programme has chosen it.
    limit: int

    @property
    def is_damaged(self) -> bool:
        """Whether the newest file was found damaged."""
        return bool(self.newest) and self.newest[0].is_damaged

    @property
    def is_overdue(self) -> bool:
        """Whether the last one in order is older than allowed."""
        return self.days is not None and self.days >= self.limit


def state(session: Session, *, viewer: Viewer) -> Backups:
    """What the database knows of its backups; where the files lie now, it does not."""
    require(session, viewer.account_id, Permission.BACKUPS_READ)
    by_age = select(Backup).order_by(col(Backup.made_at).desc(), col(Backup.id).desc())
    sound = session.exec(by_age.where(~col(Backup.is_damaged)).limit(1)).first()
    return Backups(
        newest=session.exec(by_age.limit(SHOWN)).all(),
        days=(now() - sound.made_at) // timedelta(days=1) if sound else None,
        limit=current(session).backup_days,
    )
