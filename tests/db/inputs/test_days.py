"""A day is read the same however it is written; without a year it is never moved silently."""

from __future__ import annotations

from datetime import date

import pytest

from db.inputs.days import Side, calendar_day

THIRD = date(2026, 2, 3)
EVE = date(2026, 11, 27)


@pytest.mark.fault("T5")
@pytest.mark.parametrize(
    "typed",
    [
        "3/2/2026", "03/02/26", "3-2-2026", "3.2.2026", "3 2 2026", "3 / 2 / 2026",
        "2026/02/03", "2026-02-03", "2026.2.3", "2026 02 03", "٣/٢/٢٠٢٦", "٢٠٢٦/٠٢/٠٣", "۳/۲/۲۰۲۶",
        "３／２／２０２６", "3–2–2026", "3—2—2026", "3‑2‑2026", "3−2−2026", "3⁄2⁄2026", "٣؍٢؍٢٠٢٦",
        "\u200f3/2/2026", "\u20663/2/2026\u2069", "3/\u200b2/2026\ufeff", "3\u00a02\u202f2026",
        "«\u00a03/2/2026\u00a0»", "“3/2/2026”", "’3/2/2026’", " 3/2/2026\n",
        "3 févr. 2026", "3 fév 2026", "3 FÉVRIER 2026", "3 fevrier 2026", "3février 2026",
        "3 Feb 2026", "3rd February 2026", "February 3, 2026", "Feb 3 2026", "3-Feb-2026",
        "3 فبراير 2026", "٣ فبراير ٢٠٢٦", "3 févr., 2026",
    ],
)  # fmt: skip
def test_one_day_in_many_ways(typed: str) -> None:
    assert calendar_day(typed) == THIRD


@pytest.mark.parametrize(
    ("typed", "month"),
    [("1er mars", 3), ("1 juin", 6), ("1 juil.", 7), ("1 août", 8), ("1 غشت", 8), ("1 ابريل", 4),
     ("1 أبريل", 4), ("1 ماي", 5), ("1 مايو", 5), ("1 دجنبر", 12), ("1 May", 5), ("1 mai", 5)],
)  # fmt: skip
def test_a_month_by_its_name(typed: str, month: int) -> None:
    assert calendar_day(f"{typed} 2026") == date(2026, month, 1)


@pytest.mark.fault("T4")
@pytest.mark.parametrize(
    ("typed", "near", "side", "expected"),
    [
        # Tomorrow, as typed: refused by the rule of its field, and not moved a year back.
        ("28/11", EVE, Side.PAST, date(2026, 11, 28)),
        ("27/11", EVE, Side.PAST, EVE),
        ("26/11", EVE, Side.PAST, date(2026, 11, 26)),
        ("15/3", EVE, Side.PAST, date(2026, 3, 15)),
        ("28/12", date(2027, 1, 10), Side.PAST, date(2026, 12, 28)),
        ("15/1", date(2027, 1, 10), Side.PAST, date(2027, 1, 15)),
        ("1/1", date(2026, 12, 31), Side.PAST, date(2027, 1, 1)),
        ("8/1", date(2026, 12, 31), Side.PAST, date(2026, 1, 8)),
        ("26/11", EVE, Side.AHEAD, date(2026, 11, 26)),
        ("28/11", EVE, Side.AHEAD, date(2026, 11, 28)),
        ("15/6", EVE, Side.AHEAD, date(2027, 6, 15)),
        ("5/1", EVE, Side.AHEAD, date(2027, 1, 5)),
        ("5/1", EVE, Side.EITHER, date(2027, 1, 5)),
        ("5/9", EVE, Side.EITHER, date(2026, 9, 5)),
        ("26/11", EVE, Side.AFTER, date(2027, 11, 26)),
        ("27/11", EVE, Side.AFTER, EVE),
        ("28 nov.", EVE, Side.PAST, date(2026, 11, 28)),
    ],
)
def test_without_a_year(typed: str, near: date, side: Side, expected: date) -> None:
    assert calendar_day(typed, near, side) == expected


@pytest.mark.parametrize(
    "typed",
    ["30/2/2026", "30 février 2026", "3 ma 2026", "3 jui 2026", "0/1/2026", "3/2/026", "1/2/3/4"],
)
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(ValueError):
        calendar_day(typed, EVE)
