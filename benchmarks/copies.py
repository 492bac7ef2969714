"""Several times the people of a filled database, each with all that was entered of them.

Run: ``AMUDU_DATABASE_URL=... python -m benchmarks.copies TIMES`` once, after
``python -m seed_data --demo --cases N``. Made in the database, since five million rows would take
the app's own code half an hour. What is counted of all becomes ``TIMES`` as large, and no count is
new: how the time grows with rows can be read from it, how it grows with counts cannot.
"""

from __future__ import annotations

import sys
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

import db.models as models
from db.derived.recounting import OWNERS, TALLIES
from db.store.engine import connect
from db.store.settings import settings

COPIED = [
    SQLModel.metadata.tables[each.__tablename__]
    for each in (
        models.Case,
        models.Intervention,
        models.FirstContact,
        models.Placement,
        models.RetentionCheck,
        models.TrainingEnrolment,
        models.Referral,
    )
]
#: Whose ids the owners of counts are: people's, and with a minus those of group sessions.
_OWNERS = ("cases", "interventions")
#: No code and no submission of an entry begins with one of these.
_LETTERS = "ghijklmno"


def main(times: int) -> None:
    """Copy all people until there are ``times`` as many."""
    engine = connect(settings().database_url)
    with engine.begin() as connection:
        steps = {table.name: _last(connection, table) + 1 for table in COPIED}
        for number, letter in zip(range(1, times), _LETTERS, strict=False):
            further = {name: number * step for name, step in steps.items()}
            for table in COPIED:
                rows = sa.select(*(_moved(each, further, letter) for each in table.columns))
                (key,) = table.primary_key.columns
                rows = rows.where(key < steps[_counted_by(key) or table.name])
                connection.execute(sa.insert(table).from_select(list(table.columns), rows))
            # An owner below 0 is a group session.
            owner, (people, sessions) = OWNERS.c.owner_id, _OWNERS
            of = sa.case((owner > 0, owner + further[people]), else_=owner - further[sessions])
            rows = sa.select(of, OWNERS.c.facts, OWNERS.c.moves).where(
                owner.between(-steps[sessions], steps[people] - 1)
            )
            connection.execute(sa.insert(OWNERS).from_select(list(OWNERS.columns), rows))
        counted = sa.update(TALLIES).where(TALLIES.c.kind.not_in(("edition", "revision")))
        connection.execute(counted.values(n=TALLIES.c.n * times))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _last(connection: sa.Connection, table: sa.Table) -> int:
    (key,) = table.primary_key.columns
    return int(connection.execute(sa.select(sa.func.max(key))).scalar() or 0)


def _counted_by(column: sa.Column[Any]) -> str | None:
    """The copied table whose ids stand in a column, its own or those that it refers to."""
    to = {key.column.table.name for key in column.foreign_keys} & {each.name for each in COPIED}
    own = column.table.name if column.name == "id" else None
    return next(iter(to), own)


def _moved(column: sa.Column[Any], further: dict[str, int], letter: str) -> sa.ColumnElement[Any]:
    """A column of the copy."""
    if (name := _counted_by(column)) is not None:
        return column + further[name]
    if column.name == "submission_id":
        return sa.literal(letter) + sa.func.substr(column, 2)
    if column.name == "code" and column.unique:
        number = sa.func.row_number().over(order_by=column)
        return sa.literal(letter) + sa.func.substr(sa.cast(1_000_000 + number, sa.String), 2)
    return column


if __name__ == "__main__":
    main(int(sys.argv[1]))
