"""Ages and months are the same in Python and in SQL, and every age of a release has a band."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from db.codes import RELEASED_AGE_BANDS, age_limits, released_age_band
from db.inputs.dates import (
    age,
    in_months,
    month_index,
    month_of,
    months_after,
    sql_age,
    sql_month_index,
)
from db.models import Case
from tests.cast import CAST


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2000, 1, 1), date(2026, 2, 28)])
def test_the_database_counts_months_and_ages_as_we_do(session: Session, day: date) -> None:
    case = session.get_one(Case, CAST.case_rabat)
    case.opened_on = day
    session.flush()
    columns = [
        sql_month_index(col(Case.opened_on)),
        sql_age(col(Case.opened_on), col(Case.birth_year)),
    ]
    found = session.execute(sa.select(*columns).where(col(Case.id) == case.id)).one()
    assert tuple(found) == (month_index(day), age(day, case.birth_year))


def test_a_month_begins_on_its_first_day() -> None:
    assert month_of(month_index(date(2024, 2, 29))) == date(2024, 2, 1)
    assert month_of(month_index(date(2024, 1, 1)) - 1) == date(2023, 12, 1)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
    ],
)
def test_months_after_a_day_end_with_their_month(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_every_age_has_one_band_of_a_release() -> None:
    for years in range(0, 120):
        band = released_age_band(years)
        low, high = age_limits(band)
        assert low <= years <= high or (years < low and band == RELEASED_AGE_BANDS[0])


@pytest.mark.parametrize(
    ("start", "end", "whole", "parts"),
    [
        ("2026-01-01", "2026-03-31", ["2026-01", "2026-02", "2026-03"], []),
        ("2026-01-02", "2026-03-30", ["2026-02"], ["2026-01-02 2026-01-31",
                                                    "2026-03-01 2026-03-30"]),
        ("2026-01-31", "2026-02-01", [], ["2026-01-31 2026-01-31", "2026-02-01 2026-02-01"]),
        ("2026-02-02", "2026-02-27", [], ["2026-02-02 2026-02-27"]),
        ("2026-02-01", "2026-02-28", ["2026-02"], []),
        ("2026-02-01", "2026-02-27", [], ["2026-02-01 2026-02-27"]),
        ("2025-12-15", "2026-01-31", ["2026-01"], ["2025-12-15 2025-12-31"]),
        ("2026-03-01", "2026-02-28", [], []),
    ],
)  # fmt: skip
def test_a_period_is_whole_months_and_days_beside_them(
    start: str, end: str, whole: list[str], parts: list[str]
) -> None:
    months, days = in_months(date.fromisoformat(start), date.fromisoformat(end))
    assert [f"{month_of(each):%Y-%m}" for each in months] == whole
    assert [f"{low} {high}" for low, high in days.values()] == parts
    assert all(month_of(month) == low.replace(day=1) for month, (low, _) in days.items())
