"""The audit row and the change counters, written inside the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.viewer import Viewer
from db.models import AuditEntry, ChangeCounter

#: What every page names or goes by: an act on one of them is noticed by the next run of any page.
REFERENCE = frozenset({"programme", "code", "agency", "organisation"})


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
    """Add one audit row (``fields``: names, never values); raise the counter if figures move, and
    both counters if the entity is one of ``REFERENCE``.
    """
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
    if entity in REFERENCE:
        raise_reference(session)
    elif changes_results:
        raise_version(session)


def raise_version(session: Session) -> None:
    """Raise the change counter, so that every open results page, in any process, reads anew."""
    _raise(session, "version")


def raise_reference(session: Session) -> None:
    """Raise both counters: a results page shows names and goes by thresholds, and watches one."""
    _raise(session, "version", "reference")


def _raise(session: Session, *counters: str) -> None:
    session.flush()
    session.execute(
        sa.update(ChangeCounter).values(
            {name: getattr(ChangeCounter, name) + 1 for name in counters}
        ),
        execution_options={"synchronize_session": False},
    )


def version(session: Session) -> int:
    """The change counter: equal versions mean equal figures."""
    return session.exec(select(ChangeCounter.version)).one()


def reference(session: Session) -> int:
    """The counter of reference data: equal numbers mean equal settings, lists and names."""
    return session.exec(select(ChangeCounter.reference)).one()
