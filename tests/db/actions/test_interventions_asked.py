"""What a save asks of the database while all other writers wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.store.engine import writing
from tests.cast import CAST
from tests.db.actions.test_interventions import record
from tests.db.derived.test_tallies import employ
from tests.statements import noted

PERSON: dict[str, Any] = {"sex": "F", "birth_year": "1990"}
NEW: dict[str, Any] = {"case_ids": (), "new_case": PERSON}
GROUP: dict[str, Any] = {"type": "INFO_SESSION", "case_ids": (), "is_group": True, "women": 8}


def placed(session: Session) -> None:
    employ(session, CAST.case_rabat)


def entered(**changes: Any) -> Callable[[Session], Any]:
    return lambda session: record(session, **changes)


@pytest.mark.parametrize(
    ("save", "most"),
    [
        pytest.param(entered(), 29, id="a person who is known"),
        pytest.param(entered(**NEW), 32, id="a new person"),
        pytest.param(entered(**GROUP), 20, id="a group"),
        pytest.param(placed, 35, id="a placement"),
    ],
)
def test_a_save_sends_few_statements(
    sqlite_engine: sa.Engine, save: Callable[[Session], Any], most: int
) -> None:
    for _ in range(2):  # the second finds what the first one had to make
        with noted(sa.Engine) as statements, writing() as session:
            save(session)
    assert statements.count("BEGIN IMMEDIATE") == 1
    assert len(statements) <= most
