"""Which people are looked at first: those of the first indicator behind that can be shared out."""

from __future__ import annotations

import pytest

from components.results.agency.decomposition import first_step
from db.inputs.decomposition import Step
from db.measures.shortfall import STEPS
from seed_data import indicators


@pytest.mark.parametrize(
    ("behind", "step"),
    [
        (["TR.1", "SO.1", "IR2.1"], Step.WAGE),
        (["IR2.1"], Step.REGISTERED),
        (["TR.1"], None),
        ([], None),
    ],
)
def test_the_first_indicator_behind_that_counts_people_is_shared_out(
    behind: list[str], step: Step | None
) -> None:
    assert first_step(behind) is step


def test_the_codes_are_those_of_the_programmes_indicators() -> None:
    assert set(STEPS) <= {each["code"] for each in indicators.rows()}
