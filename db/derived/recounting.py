"""Count all people and group sessions anew: the rows of ``tallies``, and what is held of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from db.derived import facts
from db.derived.counting import Key, add, moves
from db.derived.keys import Counts
from db.models import Tallied, Tally
from db.models.tallies import REVISION

TALLIES, OWNERS = (SQLModel.metadata.tables[each.__tablename__] for each in (Tally, Tallied))
#: To be raised when ``db.derived`` knows or counts otherwise: the next start then counts anew
#: (held by ``tests/db/derived/test_recounting.py``).
EDITION, _EDITION = 13, "edition"
_BATCH = 20_000
Each = TypeVar("Each")


def batches(values: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """The values, so many at a time."""
    source = iter(values)
    while some := list(islice(source, size)):
        yield some


def as_row(key: tuple[Any, ...], n: int) -> dict[str, Any]:
    """A count as it is stored."""
    return {**dict(zip(Key._fields, key, strict=True)), "n": n}


def lock(session: Session) -> None:
    """Let no writer count meanwhile."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE tallied, tallies IN EXCLUSIVE MODE")


def is_of_this_edition(session: Session) -> bool:
    """Whether all was counted, and by this version."""
    stored = sa.select(TALLIES.c.n).where(TALLIES.c.kind == _EDITION)
    return session.connection().execute(stored).scalar() == EDITION


def count_all(session: Session) -> None:
    """Count everything anew, while no writer counts."""
    session.flush()
    lock(session)
    connection = session.connection()
    connection.execute(sa.delete(OWNERS))
    connection.execute(sa.delete(TALLIES).where(TALLIES.c.kind != REVISION))
    total = Counts()
    for some in batches(facts.known(connection), _BATCH):
        rows = []
        for owner, known in some:
            add(total, known)
            rows.append({"owner_id": owner, "facts": facts.written(known), "moves": moves(known)})
        connection.execute(sa.insert(OWNERS), rows)
    values = (as_row(key, n) for key, n in sorted(total.items()))
    for some_values in batches(values, _BATCH):
        connection.execute(sa.insert(TALLIES), list(some_values))
    connection.execute(sa.insert(TALLIES), as_row((_EDITION, 0, 0, "", 0, ""), EDITION))


def differing(session: Session) -> int:
    """How many tallies differ from what the rows say; 0 when all is well. Revisions follow from
    no row."""
    connection = session.connection()
    total = Counts()
    for _, known in facts.known(connection):
        add(total, known)
    query = sa.select(TALLIES).where(TALLIES.c.kind.not_in((_EDITION, REVISION)))
    stored = connection.execute(query, execution_options={"yield_per": _BATCH})
    for *key, n in stored:
        total[tuple(key)] -= n
    return sum(1 for n in total.values() if n)
