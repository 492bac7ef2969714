"""What every figure is made of, and the conditions that all measures share.

Only rows that are not void count, only within the viewer's agencies. A filter by age takes each
person once: the year in which the period ends less that of birth (``docs/domain.md#age``). A group
session is one event; its head counts are attendances, never persons. It has no age, and a filter by
sex applies to its head counts. People named of a session count as persons, and add no event and no
attendance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import age_limits
from db.inputs.dates import sql_month_index
from db.inputs.results import ResultFilter
from db.measures import tallied, tallied_periods
from db.measures.events import Condition, Events
from db.models import Case
from db.models.base import Column, Query

Counts = Literal["persons", "events", "agents"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A value with what it rests on; a share has a numerator and a denominator."""

    value: float | None
    n: int
    counts: Counts
    numerator: int | None = None
    denominator: int | None = None


def count(number: int, counts: Counts) -> Figure:
    """A plain count."""
    return Figure(value=float(number), n=number, counts=counts)


def ratio(numerator: int, denominator: int, counts: Counts = "persons") -> Figure:
    """A share from 0 to 1; without a denominator there is none."""
    return Figure(
        value=numerator / denominator if denominator else None,
        n=denominator,
        counts=counts,
        numerator=numerator,
        denominator=denominator,
    )


def agencies_of(session: Session, wanted: ResultFilter, viewer: Viewer) -> frozenset[int]:
    """The agencies that a figure covers: the viewer's own, cut to those asked for."""
    return wanted.among(scope(session, viewer, Permission.RESULTS_READ))


def so_far(session: Session, wanted: ResultFilter) -> ResultFilter:
    """A period without the days to come, in which courses begin that are planned. Ages are those of
    the year in which the period ends: where that is another year, no day is cut off."""
    end = min(wanted.end, today(session))
    if wanted.age_bands and end.year != wanted.end.year:
        return wanted
    return replace(wanted, end=end)


def begun(session: Session, events: Events) -> Events:
    """Such events without those to come, of a period that ``so_far`` has cut where it could."""
    return events.where(events.day <= today(session), tally=events.tally)


def selected(
    columns: Sequence[Column], events: Events, wanted: ResultFilter, agencies: frozenset[int]
) -> Query:
    """A query for such events of the period in these agencies, whoever they are about."""
    return (
        sa.select(*columns)
        .select_from(events.table)
        .where(col(events.table.agency_id).in_(agencies), *events.within(wanted.start, wanted.end))
    )


def of_chosen(
    columns: Sequence[Column], events: Events, wanted: ResultFilter, agencies: frozenset[int]
) -> Query:
    """The same, limited to persons of the chosen sexes and age bands."""
    query = selected(columns, events, wanted, agencies)
    return of_people(query, events.case_id, wanted)


def people(wanted: ResultFilter) -> list[Condition]:
    """Conditions on ``Case`` for a filter by sex and age band."""
    found: list[Condition] = []
    if wanted.sexes:
        found.append(col(Case.sex).in_(wanted.sexes))
    if wanted.age_bands:
        years = wanted.end.year - col(Case.birth_year)
        limits = [age_limits(band) for band in sorted(wanted.age_bands)]
        found.append(sa.or_(*(years.between(low, high) for low, high in limits)))
    return found


def of_people(query: Query, case_id: Mapped[Any], wanted: ResultFilter) -> Query:
    """The query, limited to persons of the chosen sexes and age bands; it joins ``Case`` only when
    there is such a filter."""
    if not wanted.cuts_people:
        return query
    return query.join(Case, col(Case.id) == case_id).where(*people(wanted))


def number_of(condition: Condition) -> sa.ColumnElement[int]:
    """How many rows meet a condition; 0 where there are none at all."""
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def persons(session: Session, events: Events, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Distinct persons with such an event in the period."""
    return persons_of(session, [events], wanted, viewer=viewer)[0]


def persons_of(
    session: Session, asked: Sequence[Events], wanted: ResultFilter, *, viewer: Viewer
) -> list[Figure]:
    """The same of several, each for itself; none that is still to come."""
    wanted, asked = so_far(session, wanted), [begun(session, each) for each in asked]
    agencies = agencies_of(session, wanted, viewer)
    found = tallied.people(session, asked, wanted, agencies)
    if found is None:
        queries = [of_chosen([each.persons], each, wanted, agencies) for each in asked]
        found = [session.execute(query).scalar_one() for query in queries]
    return [count(number, "persons") for number in found]


def persons_of_periods(
    session: Session,
    asked: Sequence[Events],
    periods: Sequence[ResultFilter],
    months: ResultFilter,
    *,
    viewer: Viewer,
) -> tuple[dict[ResultFilter, list[Figure]], list[dict[int, int]]]:
    """The same of several periods without a filter by age; and of each, by the number of the month,
    of a period of months that are over."""
    entered = [begun(session, each) for each in asked]
    told = {each: so_far(session, each) for each in periods}
    agencies = agencies_of(session, months, viewer)
    found, by_month = tallied_periods.people(session, entered, set(told.values()), months, agencies)
    known: dict[ResultFilter, list[Figure]] = {}
    for each, cut in told.items():
        others = [event for event, n in zip(asked, found[cut], strict=True) if n is None]
        rest = iter(persons_of(session, others, each, viewer=viewer) if others else ())
        known[each] = [next(rest) if n is None else count(n, "persons") for n in found[cut]]
    return known, by_month


def persons_of_by_agency(
    session: Session, asked: Sequence[Events], wanted: ResultFilter, *, viewer: Viewer
) -> list[dict[int, int]]:
    """Of several, distinct persons in each agency that has any; who was at two counts in both."""
    wanted, asked = so_far(session, wanted), [begun(session, each) for each in asked]
    agencies = agencies_of(session, wanted, viewer)
    found = tallied.people_by_agency(session, asked, wanted, agencies)
    if found is not None:
        return found
    counted = []
    for each in asked:
        place = col(each.table.agency_id)
        query = of_chosen([place, each.persons], each, wanted, agencies).group_by(place)
        counted.append({agency: n for agency, n in session.execute(query) if n})
    return counted


def persons_of_by_month(
    session: Session, asked: Sequence[Events], wanted: ResultFilter, *, viewer: Viewer
) -> list[dict[int, int]]:
    """Of several, distinct persons within each month, by its number."""
    wanted, asked = so_far(session, wanted), [begun(session, each) for each in asked]
    agencies = agencies_of(session, wanted, viewer)
    found = tallied.people_by_month(session, asked, wanted, agencies)
    if found is not None:
        return found
    return [_from_rows(session, each, wanted, agencies) for each in asked]


def _from_rows(
    session: Session, events: Events, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[int, int]:
    month = sql_month_index(events.day)
    columns = [month.label("month"), events.persons.label("persons")]
    query = of_chosen(columns, events, wanted, agencies).group_by(month)
    # A month with group sessions alone has none.
    return {row.month: row.persons for row in session.execute(query) if row.persons}


def frame(
    session: Session,
    query: Query,
    asked: Mapping[str, object] | None = None,
    **written: Callable[[Any], object],
) -> pd.DataFrame:
    """A query's rows under its labels, told what is ``asked``; ``written`` says how the values of a
    column stand there."""
    found = session.execute(query, asked)
    names = list(found.keys())
    rows: list[Sequence[Any]] = [tuple(row) for row in found.all()]
    if written:
        writers = [written.get(name, _as_it_is) for name in names]
        rows = [[f(value) for f, value in zip(writers, row, strict=True)] for row in rows]
    return pd.DataFrame(rows, columns=names)


def _as_it_is(value: Any) -> object:
    return value
