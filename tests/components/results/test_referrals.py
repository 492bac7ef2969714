"""How soon places answer: a median of few is somebody's own days."""

from __future__ import annotations

import pandas as pd

from components.results.referrals import _median_days


def test_a_median_is_told_of_ten_answers_of_a_place() -> None:
    rows = pd.DataFrame(
        [(1, 0, 3, 5), (1, 0, 8, 5), (2, 0, 3, 9), (0, 7, 1, 1)],
        columns=["organisation_id", "to_agency_id", "days", "events"],
    )
    assert _median_days(rows) == {(1, 0): 8}
