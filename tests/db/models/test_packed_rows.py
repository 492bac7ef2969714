"""Rows that a statement is given at once."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from db.models import packed_rows


def test_rows_arrive_as_they_were_given(session: Session) -> None:
    rows = [(1, -1, 0), (20, 999_999, 27), (999_999, -999_999, 1), (0, 0, 0)]
    columns = packed_rows.columns(session.get_bind().dialect.name, "some")
    found = session.execute(sa.select(*columns), {"some": packed_rows.packed(rows)}).all()
    assert sorted(tuple(row) for row in found) == sorted(rows)


def test_no_rows_are_none(session: Session) -> None:
    columns = packed_rows.columns(session.get_bind().dialect.name, "some")
    assert session.execute(sa.select(*columns), {"some": packed_rows.packed([])}).all() == []
