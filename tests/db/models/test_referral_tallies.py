"""Days to an answer as they stand in the counts."""

from __future__ import annotations

import pytest

from db.models.referral_tallies import (
    ANSWERED_IN,
    ANSWERED_ON,
    FULL,
    SHIFTS,
    TOLD,
    WIDE,
    answered,
    sent,
)


@pytest.mark.parametrize(
    ("after", "in_", "on"),
    [
        (0, ("0", 0), ("0", 0)),
        (8, ("0", 0), ("2", 2)),
        (9, ("0", 1), ("3", 0)),
        (26, ("0", 2), ("8", 2)),
        (27, ("1", 0), ("9", 0)),
        (71, ("2", 1), ("23", 2)),
        (72, ("2", 2), ("24", 0)),
        (365, ("2", 2), ("121", 2)),
    ],
)
def test_an_answer_stands_by_nine_days_and_by_day(
    after: int, in_: tuple[str, int], on: tuple[str, int]
) -> None:
    expected = {
        kind: (code, 1 << SHIFTS[part])
        for kind, (code, part) in {ANSWERED_IN: in_, ANSWERED_ON: on}.items()
    }
    assert {kind: (code, n) for kind, code, n in answered(after)} == expected
    assert int(in_[0]) < WIDE


def test_what_is_told_of_a_referral_stands_three_by_three() -> None:
    is_so = dict.fromkeys(TOLD, False) | {"sent": True, "served": True, "in_time": True}
    assert list(sent(is_so)) == [("0", 1), ("0", 1 << SHIFTS[1]), ("1", 1)]


def test_three_numbers_have_room_in_one_whole_number() -> None:
    assert sum(FULL << shift for shift in SHIFTS) == 2**63 - 1
