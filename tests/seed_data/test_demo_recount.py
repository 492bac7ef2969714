"""The demo's figures against those of ``tests/db/measures/recount.py``."""

from __future__ import annotations

from itertools import product

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.inputs.indicators import Breakdown
from db.inputs.results import ResultFilter
from tests.at_length import then_by_night
from tests.db.measures.both import Both, sample


@pytest.mark.long
@pytest.mark.parametrize(("every", "quarters"), then_by_night((9, 3), (3, 9)))
def test_each_quarter(demo_sqlite: sa.Engine, every: int, quarters: int) -> None:
    """Indicators of the last quarters in all their parts, by agency, sex and age; measures of some
    agencies and quarters, with one part after another."""
    with Session(demo_sqlite) as session:
        both = Both(session)
        for wanted in [*sample(both.cells(9), 3)][::every]:
            both.measures(wanted)
        for days, by in product(both.quarters(quarters), Breakdown):
            both.indicators(ResultFilter(*days), by)
