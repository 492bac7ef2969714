"""What the tallies say of interventions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.measures import movers, spans, tallied
from db.measures.events import Events
from db.models.base import Column
from db.models.tallies import (
    ACTS,
    COLUMNS,
    HEADS,
    NEVER,
    PAIRS,
    READS_TALLIES,
    SEEN,
    month_at,
)

_AT, _OTHER, _N = COLUMNS.at, COLUMNS.next_at, COLUMNS.n
_COLUMNS = {ACTS: "events", SEEN: "persons", HEADS: "attendances"}


def by_month(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> pd.DataFrame | None:
    """As ``activity.interventions_by_month``, none where rows must tell; people count in each
    agency, so none too often."""
    found = tallied.monthly(session, [ACTS, HEADS], SEEN, [], wanted, agencies)
    if found is None:
        return None
    rows = [
        (month_of(month), agency, *(counts[kind] for kind in _COLUMNS))
        for (month, agency), counts in found.items()
    ]
    return pd.DataFrame(rows, columns=["month", "agency_id", *_COLUMNS.values()])


def compared(
    session: Session, both: ResultFilter, since: date, acts: Events, agencies: frozenset[int]
) -> tuple[int, int, int]:
    """As ``activity.interventions_compared``: acts from ``since`` on, acts before, and the sum over
    persons of the squared difference, which is one over pairs of acts: those on one side of
    ``since`` add, others take away. ``since`` begins a month."""
    is_group = COLUMNS.who.between("1", "7")
    now, before, groups = 0, 0, 0
    old = replace(both, end=since - timedelta(days=1))
    for part in (old, replace(both, start=since)):
        found = dict(tallied.sums(session, [ACTS], [is_group], spans.of(part), agencies, part))
        before, now = now, sum(found.values())
        groups += found.get(True, 0)
    # Nobody came after the period in its last month, which is paired with others as a whole.
    days = spans.whole(both)
    # Days are of the first month alone, and so before.
    is_now = [each.between(month_at(since), NEVER) for each in (_AT, _OTHER)]
    side = sa.case((is_now[0] == is_now[1], 1), else_=-1)
    weight = side * sa.case((_AT == _OTHER, 1), else_=2)
    query = sa.select(sa.func.sum(_N * weight)).where(
        COLUMNS.kind == PAIRS,
        COLUMNS.agency_id.in_(agencies),
        days.stored,
        days.holds(_OTHER),
    )
    if both.sexes:
        query = query.where(COLUMNS.who.in_(both.sexes))
    found_spread = session.execute(query, execution_options=READS_TALLIES).scalar_one()
    spread = int(found_spread or 0) + groups
    return now, before, spread + _across(session, both, since, acts, agencies)


def _across(
    session: Session, both: ResultFilter, since: date, acts: Events, agencies: frozenset[int]
) -> int:
    """Of people who were at several agencies: pairs of acts at different ones."""
    if len(agencies) < 2 or not movers.anybody(session):
        return 0
    sign = sa.case((acts.day >= since, 1), else_=-1)
    columns: list[Column] = [acts.case_id.label("person"), acts.agency_id.label("agency")]
    rows = movers.events_of(acts, both, agencies, [*columns, sa.func.sum(sign).label("moved")])
    each = rows.group_by(acts.case_id, acts.agency_id).subquery().c
    person = (
        sa.select(
            sa.func.sum(each.moved).label("all"),
            sa.func.sum(each.moved * each.moved).label("apart"),
        )
        .group_by(each.person)
        .subquery()
        .c
    )
    query = sa.select(sa.func.sum(person.all * person.all - person.apart))
    return int(session.execute(query).scalar_one() or 0)
