"""The audit row and the change counter, written inside the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.viewer import Viewer
from db.models import AuditEntry, ChangeCounter


def record(
    session: Session,
    actor: Viewer | None,
    action: str,
    entity: str,
    entity_id: object = "",
    *,
    fields: Iterable[str] = (),
    reason: str = "",
    changes_results: bool = False,
) -> None:
    """Add one audit row (``fields``: names, never values); raise the counter if figures move."""
    session.add(
        AuditEntry(
            account_id=actor.account_id if actor else None,
            role=actor.role.value if actor else "",
            action=action,
            entity=entity,
            entity_id=str(entity_id),
            fields=",".join(sorted(fields))[:300],
            reason=reason,
        )
    )
    if changes_results:
        raise_version(session)


def raise_version(session: Session) -> None:
    """Raise the change counter, so that every open results page, in any process, reads anew."""
    session.flush()
    session.execute(
        sa.update(ChangeCounter).values(version=col(ChangeCounter.version) + 1),
        execution_options={"synchronize_session": False},
    )


def version(session: Session) -> int:
    """The change counter: equal versions mean equal figures."""
    return session.exec(select(ChangeCounter.version)).one()
