"""The audit row, its place in the chain and the change counters, written inside the transaction of
the act itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, SQLModel

from db.access import table_tracking
from db.access.viewer import Viewer
from db.models import AuditEntry, AuditLink, AuditTail, ChangeCounter, LastChange, upserts
from db.models.audit import tail_content
from db.secrets.sealing import chained

#: What every page names or goes by: an act on one of them is noticed by the next run of any page.
REFERENCE = frozenset({"programme", "code", "agency", "organisation"})
_PENDING = "audit_pending"
TAIL, LINKS, COUNTER, LAST = (
    SQLModel.metadata.tables[each.__tablename__]
    for each in (AuditTail, AuditLink, ChangeCounter, LastChange)
)
_COUNTERS = sa.select(COUNTER.c.version, COUNTER.c.reference)
_LAST = sa.select(LAST.c.subject, LAST.c.version)
_UNNAMED = sa.select(COUNTER.c.version - COUNTER.c.named)
#: Put together once, for each act asks it.
_END = sa.select(TAIL.c.place, TAIL.c.mark, TAIL.c.unkeyed).with_for_update()
Change = sa.Update | sa.Insert


class Counters(NamedTuple):
    """How often figures have changed, and how often what every page names or goes by."""

    version: int
    reference: int


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
    _pending(session).entries.append(entry)
    if entity in REFERENCE:
        raise_reference(session)
    elif changes_results:
        raise_version(session)


def raise_version(session: Session) -> None:
    """Raise the change counter, so that every open results page, in any process, reads anew."""
    _pending(session).counters.update(["version"])


def raise_reference(session: Session) -> None:
    """Raise both counters: a results page shows names and goes by thresholds, and watches one."""
    _pending(session).counters.update(["version", "reference"])


@dataclass
class _Pending:
    """What a transaction does last of all; and what it is again when a savepoint is taken back."""

    entries: list[AuditEntry] = field(default_factory=list)
    counters: Counter[str] = field(default_factory=Counter)
    before: dict[SessionTransaction, tuple[list[AuditEntry], Counter[str]]] = field(
        default_factory=dict
    )


def _pending(session: Session) -> _Pending:
    pending: _Pending = session.info.setdefault(_PENDING, _Pending())
    return pending


@sa.event.listens_for(Session, "after_transaction_create")
def _remember(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        pending = _pending(session)
        pending.before[transaction] = list(pending.entries), Counter(pending.counters)


@sa.event.listens_for(Session, "after_commit")
def _accept(session: Session) -> None:
    if savepoint := session.get_nested_transaction():
        _pending(session).before.pop(savepoint)


@sa.event.listens_for(Session, "after_transaction_end")
def _discard(session: Session, transaction: SessionTransaction) -> None:
    """However a transaction ended, a session that goes on begins the next one with nothing; a
    savepoint that was not kept is back where it began.
    """
    if transaction.parent is None:
        session.info.pop(_PENDING, None)
    elif transaction.nested:
        pending = _pending(session)
        if before := pending.before.pop(transaction, None):
            pending.entries, pending.counters = before


@sa.event.listens_for(Session, "before_commit")
def _finish(session: Session) -> None:
    """Raise the counters and give the acts their places in the chain, as the last thing that the
    transaction does: of several writers on PostgreSQL, each waits for the commit of the one before,
    and for nothing else of it.
    """
    if session.in_nested_transaction() or _PENDING not in session.info:
        # What leaves no act leaves no trace of its moment: so the answer of a person to the survey.
        return
    session.flush()
    pending: _Pending = session.info.pop(_PENDING)
    subjects = _changed(session, pending)
    chained_acts = _chain(session, pending.entries)
    changes = [*chained_acts, *_raised(pending.counters)]
    if len(changes) > 1 and session.get_bind().dialect.name == "postgresql":
        # In one statement, for all other writers wait meanwhile.
        first, *rest = changes
        ctes = [each.cte(f"change_{number}") for number, each in enumerate(rest)]
        changes = [first.add_cte(*ctes)]
    for change in changes:
        session.connection().execute(change)
    if subjects:
        # Nobody is told of it yet where no counter is raised: it counts from the next time.
        later = 0 if pending.counters["version"] else 1
        told = {f"subject_{number}": each for number, each in enumerate(sorted(subjects))}
        dialect = session.get_bind().dialect.name
        session.connection().execute(_told(dialect, len(told)), told | {"later": later})


def _changed(session: Session, pending: _Pending) -> frozenset[str]:
    """What was written; everything, where nothing was that could be named."""
    found = table_tracking.written(session)
    if pending.counters["reference"] or (pending.counters and not found):
        return found | {table_tracking.EVERYTHING}
    return found


@cache
def _told(dialect: str, number: int) -> Change:
    """Of so many subjects, when they were last written."""
    insert = upserts.insert(dialect, LAST)
    names = (sa.bindparam(f"subject_{each}", type_=LAST.c.subject.type) for each in range(number))
    told = sa.union_all(*(sa.select(each.label("subject")) for each in names)).subquery()
    version = sa.select(COUNTER.c.version + sa.bindparam("later", type_=sa.Integer))
    # Without a condition SQLite takes what follows for a join.
    rows = sa.select(told.c.subject, version.scalar_subquery()).where(sa.literal(1) == 1)
    filled = insert.from_select([LAST.c.subject, LAST.c.version], rows)
    change: Change = filled.on_conflict_do_update(
        index_elements=[LAST.c.subject], set_={"version": insert.excluded.version}
    )
    return change


def _chain(session: Session, entries: list[AuditEntry]) -> Iterator[Change]:
    """The tail, locked until the commit, and the places of these acts."""
    place, mark, unkeyed = session.connection().execute(_END).one()
    if not entries:
        return
    links = []
    for entry in entries:
        place += 1
        mark = chained(entry.chained_content(place, mark))
        links.append({"place": place, "entry_id": entry.id, "mark": mark})
    seal = chained(tail_content(place, mark, unkeyed))
    yield sa.update(TAIL).values(place=place, mark=mark, seal=seal)
    # The statement for one row is cached; for several it is compiled anew, while others wait.
    yield sa.insert(LINKS).values(links[0] if len(links) == 1 else links)


def _raised(counters: Mapping[str, int]) -> Iterator[Change]:
    if counters:
        # What was raised by whoever notes no subjects is the difference.
        raised = {**counters, "named": counters["version"]}
        yield sa.update(COUNTER).values(
            {name: COUNTER.c[name] + more for name, more in raised.items()}
        )


def version(session: Session) -> int:
    """The change counter, with what this transaction adds: equal versions mean equal figures."""
    return counters(session).version


def reference(session: Session) -> int:
    """The counter of reference data: equal numbers mean equal settings, lists and names."""
    return counters(session).reference


def counters(session: Session) -> Counters:
    """Both, in one statement."""
    pending: _Pending | None = session.info.get(_PENDING)
    more = pending.counters if pending else Counter[str]()
    stored = session.execute(_COUNTERS).one()
    return Counters(stored.version + more["version"], stored.reference + more["reference"])


class LastChanges(NamedTuple):
    """When each subject (``db.access.table_tracking``) was last written, by the change counter; and
    how much of that was raised by whoever does not say for what."""

    at: dict[str, int]
    unnamed: int


def last_changes(session: Session) -> LastChanges:
    """As of one moment, in a session that reads."""
    unnamed = session.execute(_UNNAMED).scalar_one()
    return LastChanges(dict(session.execute(_LAST).tuples().all()), unnamed)
