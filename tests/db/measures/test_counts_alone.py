"""A figure adds up counts that are kept: no long period is counted from rows, of which there may be
millions, on whatever day it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.inputs.results import EARLIEST, ResultFilter, comparison, preset
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.test_tallied import MEASURES, crowd
from tests.statements import noted

ROWS = re.compile(
    r"\b(FROM|JOIN) (follow_ups|interventions|placements|referrals|retention_checks|"
    r"training_enrolments|training_steps)\b"
)
#: Rows of those alone who were at several agencies, who are in a course now, or who are named.
OF_FEW = re.compile(r"\bFROM (tallied JOIN|first_contacts)\b|\bcase_id IN \(")
#: They compare a period with the one before by themselves: no page asks them for that one.
COMPARING = {"interventions_compared"}


def periods(session: Session) -> Iterator[ResultFilter]:
    """Long ones that end today, and what they are compared with, which begins on any day."""
    day = today(session)
    for code in ("12m", "all"):
        wanted = ResultFilter(*preset(code, day, EARLIEST))
        yield wanted
        if spans := comparison(wanted, day):
            yield spans.before


@POSTGRESQL_AT_LENGTH
@pytest.mark.parametrize("name", MEASURES)
def test_a_figure_is_counted_from_no_rows(session: Session, name: str) -> None:
    crowd(session, 1, 12)
    viewer = CAST.viewer(session, CAST.manager)
    for wanted in periods(session):
        if name in COMPARING and wanted.start.day > 1:
            continue
        with noted(sa.Engine) as statements:
            MEASURES[name](session, wanted, viewer=viewer)
        asked = [each for each in statements if ROWS.search(each)]
        assert [each for each in asked if not OF_FEW.search(each)] == [], wanted
