"""The audit row and the change counters, written inside the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.viewer import Viewer
from db.models import AuditEntry, AuditLink, AuditTail, ChangeCounter
from db.secrets.sealing import chained

#: What every page names or goes by: an act on one of them is noticed by the next run of any page.
REFERENCE = frozenset({"programme", "code", "agency", "organisation"})
_TO_CHAIN = "audit_to_chain"


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
    entry = AuditEntry(
        account_id=actor.account_id if actor else None,
        role=actor.role.value if actor else "",
        action=action,
        entity=entity,
        entity_id=str(entity_id),
        fields=",".join(sorted(fields))[:300],
        reason=reason,
    )
    session.add(entry)
    session.info.setdefault(_TO_CHAIN, []).append(entry)
    if entity in REFERENCE:
        raise_reference(session)
    elif changes_results:
        raise_version(session)


@sa.event.listens_for(Session, "before_commit")
def _chain(session: Session) -> None:
    """Give the transaction's acts their places in the chain, as the last thing it does: of several
    writers on PostgreSQL, each waits for the commit of the one before, and for nothing else of it.
    """
    if session.in_nested_transaction():
        return
    # What a savepoint took back is no longer in the session.
    entries = [each for each in session.info.pop(_TO_CHAIN, []) if each in session]
    if not entries:
        return
    session.flush()
    # populate_existing: a session that committed before still knows the tail as it was then.
    tail = session.get_one(AuditTail, 1, populate_existing=True, with_for_update=True)
    links = []
    for entry in entries:
        tail.place += 1
        tail.mark = chained(entry.said(tail.place, tail.mark))
        links.append({"place": tail.place, "entry_id": entry.id, "mark": tail.mark})
    tail.seal = chained(tail.said())
    session.execute(sa.insert(AuditLink), links)


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
