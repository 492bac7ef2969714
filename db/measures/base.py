"""What every figure is made of, and the conditions that all measures share.

Only rows that are not void count, only within the viewer's agencies. Age is event year less birth
year. A group session is one event; its head counts are attendances, never persons. It has no age,
and a filter by sex applies to its head counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.inputs.dates import age_limits, month_of, sql_age
from db.inputs.results import ResultFilter
from db.models import Case

Counts = Literal["persons", "events", "agents"]


@dataclass(frozen=True)
class Figure:
    """A value with what it rests on; a share has a numerator and a denominator."""

    value: float | None
    n: int
    counts: Counts
    numerator: int | None = None
    denominator: int | None = None


def count(number: int, counts: Counts) -> Figure:
    """A plain count."""
    return Figure(float(number), number, counts)


def ratio(numerator: int, denominator: int, counts: Counts = "persons") -> Figure:
    """A share from 0 to 1; without a denominator there is none."""
    value = numerator / denominator if denominator else None
    return Figure(value, denominator, counts, numerator, denominator)


def agencies_of(session: Session, wanted: ResultFilter, viewer: Viewer) -> frozenset[int]:
    """The agencies that a figure covers: the viewer's own, cut to those asked for."""
    own = scope(session, viewer, Permission.RESULTS_READ)
    return own & wanted.agencies if wanted.agencies else own


def standing(
    table: Any, day: Any, wanted: ResultFilter, agencies: frozenset[int]
) -> list[sa.ColumnElement[bool]]:
    """Conditions for the rows of an event table that are not void and lie within the period."""
    return [
        col(table.agency_id).in_(agencies),
        col(table.voided_at).is_(None),
        col(day).between(wanted.start, wanted.end),
    ]


def people(day: Any, wanted: ResultFilter) -> list[sa.ColumnElement[bool]]:
    """Conditions on ``Case`` for a filter by sex and age band."""
    found: list[sa.ColumnElement[bool]] = []
    if wanted.sexes:
        found.append(col(Case.sex).in_(wanted.sexes))
    if wanted.age_bands:
        age = sql_age(col(day), col(Case.birth_year))
        limits = [age_limits(band) for band in sorted(wanted.age_bands)]
        found.append(sa.or_(*(age.between(low, high) for low, high in limits)))
    return found


def of_people(query: Any, case_id: Any, day: Any, wanted: ResultFilter) -> Any:
    """The query, limited to persons of the chosen sexes and age bands; it joins ``Case`` only when
    there is such a filter."""
    if not wanted.cuts_people:
        return query
    return query.join(Case, col(Case.id) == col(case_id)).where(*people(day, wanted))


def persons_by_month(session: Session, query: Any) -> pd.DataFrame:
    """``month`` (first day), ``persons``, of a query for a month's index and a number."""
    rows = [(month_of(index), persons) for index, persons in session.execute(query)]
    return pd.DataFrame(rows, columns=["month", "persons"])
