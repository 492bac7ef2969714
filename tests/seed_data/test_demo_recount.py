"""The demo's figures against those of ``tests/db/measures/recount.py``."""

from __future__ import annotations

from itertools import product

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.inputs.indicators import Breakdown
from db.inputs.results import ResultFilter
from tests.db.measures.both import Both, sample


@pytest.mark.long
def test_each_quarter(demo_sqlite: sa.Engine) -> None:
    """Indicators of each quarter in all their parts, by agency, sex and age; measures of every
    third agency and quarter, with one part after another."""
    with Session(demo_sqlite) as session:
        both = Both(session)
        for wanted in [*sample(both.cells(9), 3)][::3]:
            both.measures(wanted)
        for days, by in product(both.quarters(9), Breakdown):
            both.indicators(ResultFilter(*days), by)
