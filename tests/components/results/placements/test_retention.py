"""Where a sentence rests on a part of what its chart shows, the note gives the n of each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from components.language import i18n
from components.results.placements import retention
from db.codes import OUTCOME_GROUPS
from db.measures import placements
from db.measures.base import ratio
from db.statistics import share_of


class _Asked:
    """A question whose measures are answered by hand."""

    def __init__(self, answers: dict[Any, Any]) -> None:
        self._answers = answers

    def measure(self, measure: Any) -> Any:
        return self._answers[measure]


def _rows(checks: dict[tuple[str, int], tuple[int, int]]) -> pd.DataFrame:
    found = []
    for kind in OUTCOME_GROUPS:
        for month in (3, 6, 12):
            working, done = checks.get((kind, month), (0, 0))
            states = dict.fromkeys(placements.STATES, 0) | {
                "working": working, "not_working": done - working,
            }  # fmt: skip
            share = share_of(working, done)._asdict()
            found.append({"kind": kind, "month": month, **states, "denominator": done, **share})
    return pd.DataFrame(found)


def test_the_six_months_of_wage_work_are_told_apart_from_those_of_the_indicator() -> None:
    """6 of 11 in wage work, 9 of 15 with self-employment: both are true, and both say of what."""
    rows = _rows({("WAGE", 6): (6, 11), ("SELF", 6): (3, 4), ("WAGE", 3): (50, 74)})
    asked: Any = _Asked(
        {placements.retention: rows, placements.retained_at_six_months: ratio(9, 15, "events")}
    )
    with i18n.speaking("en"):
        assert retention._counted(11, 89) == (
            "Placement checks, at six months of wage employment: n = 11; in all: n = 89 "
            "(3, 6 and 12 months, every kind of placement)"
        )
        whole = retention._of_indicator(asked, rows)
    assert "60%" in whole and "9 of 15" in whole and "SO.4" in whole


def test_an_indicator_that_counts_the_same_is_not_said_again() -> None:
    rows = _rows({("WAGE", 6): (6, 11)})
    asked: Any = _Asked({placements.retained_at_six_months: ratio(6, 11, "events")})
    with i18n.speaking("en"):
        assert retention._of_indicator(asked, rows) == ""
        assert retention._counted(11, 11) == "Placement checks · n = 11"
