"""A condition that no index is used for: rows are tested for it once another one has found them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from db.models import Case


class _Unindexed(FunctionElement[int]):
    """A column as it is, out of sight of SQLite's indexes; PostgreSQL knows how many rows a value
    has, and would take any other expression for one that hardly any row fits."""

    type = sa.Integer()
    inherit_cache = True


@compiles(_Unindexed)
def _plain(element: _Unindexed, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses.clauses[0], **how))


@compiles(_Unindexed, "sqlite")
def _hidden(element: _Unindexed, compiler: Any, **how: Any) -> str:
    return f"({compiler.process(element.clauses.clauses[0], **how)} + 0)"


def is_of_agencies(agencies: Collection[int] | sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """Whether a case is of these agencies, said so that its row is found by its code, its id or
    what is due, and not by reading everybody of an agency."""
    return _Unindexed(col(Case.agency_id)).in_(agencies)
