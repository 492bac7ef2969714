"""The later of two savers is told what stands now, and may then save over it."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from db.actions.meanwhile import refuse_stale
from db.errors import InvalidInput, Problem
from db.models import Agency
from tests.cast import CAST


def test_what_nobody_changed_passes(session: Session) -> None:
    row = session.get_one(Agency, CAST.rabat)
    refuse_stale(session, row, {"name": row.name, "closed_on": None})


def test_each_changed_column_is_named_with_what_stands_there_now(session: Session) -> None:
    row = session.get_one(Agency, CAST.rabat)
    with pytest.raises(InvalidInput) as refused:
        refuse_stale(session, row, {"name": "Rabat Hassan", "city": "Salé", "region": row.region})
    assert refused.value.problems == {
        "name": Problem("error.stands_now", value="Agence Rabat"),
        "city": Problem("error.stands_now", value="Rabat"),
    }


def test_an_emptied_column_is_shown_as_empty(session: Session) -> None:
    row = session.get_one(Agency, CAST.rabat)
    with pytest.raises(InvalidInput) as refused:
        refuse_stale(session, row, {"closed_on": "2026-01-01"})
    assert refused.value.problems["closed_on"].values == {"value": "—"}
