"""The agencies' own registers: a modest rise where an agent arrived, seasons everywhere.

What there was before the programme makes each agency answer otherwise whether its agent changed
anything: no change at the first, too early at the second, a clear one at the third, and at the
fourth one that may be none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from db.codes import CountMeasure
from db.inputs.dates import months_after
from seed_data import facts, places
from seed_data.plan import Plan
from seed_data.store import Row

SOURCE = "Registre de l'agence (démo)"
USUAL = (16, 12, 21, 14, 9, 8)
RISE = 1.35
MONTHS_BEFORE = 24
#: How many people came before the programme, against what is usual, by agency.
EARLIER = {1: RISE, 3: 0.6}
#: Months before its agent came that an agency has given its register of.
GIVEN = {2: 4}


def rows(plan: Plan) -> Iterator[Row]:
    """Monthly counts of six agencies, from two years before the programme to last month."""
    this_month = plan.today.replace(day=1)
    for agency, usual in enumerate(USUAL, start=1):
        month = months_after(plan.start, -MONTHS_BEFORE)
        while month < this_month:
            expected = usual * facts.SEASON[month.month] * _rise(plan, agency, month)
            # Thrown for every month, so that what is drawn after it stays as it is.
            registered = _around(plan, expected)
            for measure, value in (
                (CountMeasure.REGISTERED, registered),
                (CountMeasure.POSITIONING, round(registered * plan.dice.uniform(0.5, 0.8))),
            ):
                row: Row = {
                    "agency_id": agency,
                    "month": month,
                    "measure": measure,
                    "value": value,
                    "source": SOURCE,
                    "entered_by": None,
                    "entered_at": plan.entered(min(plan.today, months_after(month, 1))),
                }
                if _is_given(plan, agency, month):
                    yield row
            month = months_after(month, 1)


def _rise(plan: Plan, agency: int, month: date) -> float:
    if month < plan.start:
        return EARLIER.get(agency, 1.0)
    has_agent = agency <= len(places.ARRIVALS)
    return RISE if has_agent and month >= places.arrival(plan, agency) else 1.0


def _is_given(plan: Plan, agency: int, month: date) -> bool:
    """Whether the agency has given its register of a month."""
    if agency not in GIVEN:
        return True
    return month >= months_after(places.arrival(plan, agency).replace(day=1), -GIVEN[agency])


def _around(plan: Plan, expected: float) -> int:
    """A count as chance makes it (a sum of coin tosses stands in for Poisson)."""
    return sum(plan.happens(expected / 60) for _ in range(60))
