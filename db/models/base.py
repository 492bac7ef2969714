"""Column types and table conventions shared by all models, so that both databases agree."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

#: What a query selects, and a query whose rows are read by the names of their columns.
Column = sa.SQLColumnExpression[Any]
Query = sa.Select[*tuple[Any, ...]]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC moment; SQLite forgets the zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: Of ids that must not tell the order of their rows: with any other type SQLite adds a
#: hidden number that counts them as they come.
UNORDERED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def enum_type(enum: type[StrEnum]) -> sa.Enum:
    """Store the enum's value (SQLModel would store its name) under a CHECK constraint."""
    return sa.Enum(
        enum,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=20,
        name=enum.__name__.lower(),
    )


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def random_id() -> int:
    """An internal id that says nothing: neither order nor number of rows."""
    return secrets.randbits(53)


def check(name: str, condition: str) -> sa.CheckConstraint:
    """A named CHECK constraint."""
    return sa.CheckConstraint(condition, name=name)
