"""What the score of the months says in a sentence: numbers of months that are over."""

from __future__ import annotations

from datetime import date

from components.language import i18n
from components.records.quality.cards import _days, trend
from db.queries.quality_entry import Lateness
from db.queries.quality_score import Part, Share

TODAY = date(2026, 4, 2)


def share(month: int, good: int) -> Share:
    return Share(agency_id=1, month=date(2026, month, 1), part=Part.IN_TIME, good=good, all=100)


def test_the_first_month_stands_beside_the_last_one_that_is_over() -> None:
    """April runs, and March had nothing to count."""
    found = [share(1, 80), share(2, 95), share(4, 10)]
    told = {"then": i18n.month(date(2026, 1, 1)), "last": i18n.month(date(2026, 2, 1))}
    assert trend(found, TODAY) == i18n.t("quality.trend", first=80, now=95, **told)


def test_of_one_month_and_of_none_no_two_are_compared() -> None:
    last = i18n.month(date(2026, 1, 1))
    assert trend([share(1, 80)], TODAY) == i18n.t("quality.trend_one", now=80, last=last)
    assert trend([share(4, 80)], TODAY) == i18n.t("quality.trend_none")


def test_a_score_that_stayed_is_told_once() -> None:
    told = {"then": i18n.month(date(2026, 1, 1)), "last": i18n.month(date(2026, 2, 1))}
    found = trend([share(1, 80), share(2, 80)], TODAY)
    assert found == i18n.t("quality.trend_same", now=80, **told)


def test_a_month_of_fewer_than_ten_entries_tells_no_median() -> None:
    def month(number: int, entries: int, days: int) -> Lateness:
        return Lateness(
            agency_id=1,
            month=date(2026, number, 1),
            entries=entries,
            in_time=0,
            median_days=days,
        )

    assert _days([month(1, 10, 3), month(2, 30, 5), month(3, 9, 90)]) == "3–5"
    assert _days([month(1, 9, 3)]) == "—"
