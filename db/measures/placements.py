"""Agents placed in agencies, people placed in work, and whether it lasted.

A placement is a first day worked, with its evidence; kinds are never summed into one figure.
Retention: working is the same or another job or activity; the denominator is checks done plus
checks overdue by more than 30 days; unreachable and refused stay in it and are shown.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import OUTCOME_GROUPS, RETENTION_MONTHS, WORKING, OutcomeType, RetentionStatus
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter, month_ends
from db.measures.base import (
    Figure,
    agencies_of,
    count,
    of_people,
    persons_by_month,
    ratio,
    standing,
)
from db.models import Account, Placement, Posting, RetentionCheck
from db.statistics import wilson

OVERDUE_AFTER = timedelta(days=30)
WRITTEN = ("CDI", "CDD", "INTERIM", "SEASON")
DONE = ("working", "training", "not_working", "left", "unreachable", "refused")
STATES = (*DONE, "overdue", "pending", "coming")
RETENTION_COLUMNS = ["kind", "month", *STATES, "denominator", "share", "lower", "upper"]


def agents_in_post(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Distinct agents posted on the last day of the period (or today, if that is earlier)."""
    agencies = agencies_of(session, wanted, viewer)
    day = min(wanted.end, today(session))
    row: Any = Posting
    query = sa.select(sa.func.count(sa.distinct(row.account_id))).where(
        row.agency_id.in_(agencies),
        row.starts_on <= day,
        sa.or_(row.ends_on.is_(None), row.ends_on >= day),
    )
    return count(session.execute(query).scalar_one(), "agents")


def agents_in_post_by_month(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> pd.DataFrame:
    """``month``, ``agents`` (distinct, posted on its last day, or on the last day asked for)."""
    found = session.execute(_postings(session, wanted, viewer)).all()
    rows = [
        (month, len({who for who, _, _, start, end in found if start <= day <= (end or day)}))
        for month, day in month_ends(wanted)
    ]
    return pd.DataFrame(rows, columns=["month", "agents"])


def postings(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Postings that touch the period: ``account_id``, ``agent`` (displayed name), ``agency_id``,
    ``starts_on``, ``ends_on`` (none while it runs)."""
    return pd.DataFrame(
        session.execute(_postings(session, wanted, viewer)).all(),
        columns=["account_id", "agent", "agency_id", "starts_on", "ends_on"],
    )


def _postings(session: Session, wanted: ResultFilter, viewer: Viewer) -> Any:
    row: Any = Posting
    return (
        sa.select(
            row.account_id, col(Account.display_name), row.agency_id, row.starts_on, row.ends_on
        )
        .join(Account, col(Account.id) == row.account_id)
        .where(
            row.agency_id.in_(agencies_of(session, wanted, viewer)),
            row.starts_on <= wanted.end,
            sa.or_(row.ends_on.is_(None), row.ends_on >= wanted.start),
        )
        .order_by(row.agency_id, row.starts_on)
    )


def persons_placed(session: Session, wanted: ResultFilter, group: str, *, viewer: Viewer) -> Figure:
    """SO.1 to SO.3: distinct persons with a first day worked of this group in the period."""
    agencies = agencies_of(session, wanted, viewer)
    query = _placements(_counted()[:1], wanted, agencies).where(
        col(Placement.type).in_(OUTCOME_GROUPS[group])
    )
    return count(session.execute(query).scalar_one(), "persons")


def persons_with_outcome(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Distinct persons behind ``outcomes_by_kind``: the n beside it, not a figure of its own."""
    query = _placements(_counted()[:1], wanted, agencies_of(session, wanted, viewer))
    return count(session.execute(query).scalar_one(), "persons")


def persons_placed_by_month(
    session: Session, wanted: ResultFilter, group: str, *, viewer: Viewer
) -> pd.DataFrame:
    """``month``, ``persons`` (distinct within the month) with a first day worked of this group."""
    agencies = agencies_of(session, wanted, viewer)
    month = sql_month_index(col(Placement.starts_on))
    query = (
        _placements([month, *_counted()[:1]], wanted, agencies)
        .where(col(Placement.type).in_(OUTCOME_GROUPS[group]))
        .group_by(month)
    )
    return persons_by_month(session, query)


def _placements(
    columns: list[Any], wanted: ResultFilter, agencies: frozenset[int], day: Any = None
) -> Any:
    row: Any = Placement
    query = (
        sa.select(*columns)
        .select_from(Placement)
        .where(
            *standing(Placement, row.starts_on if day is None else day, wanted, agencies),
        )
    )
    return of_people(query, row.case_id, row.starts_on, wanted)


def outcomes_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``type`` (``OUTCOME_TYPE``), ``persons``, ``events``."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = Placement
    month = sql_month_index(row.starts_on)
    keys = [month, row.agency_id, row.type]
    query = _placements([*keys, *_counted()], wanted, agencies).group_by(*keys).order_by(*keys)
    rows = [
        (month_of(index), agency, kind.value, persons, events)
        for index, agency, kind, persons, events in session.execute(query)
    ]
    return pd.DataFrame(rows, columns=["month", "agency_id", "type", "persons", "events"])


def _counted() -> list[Any]:
    return [sa.func.count(sa.distinct(col(Placement.case_id))), sa.func.count()]


def outcomes_by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``persons``, ``events``; every kind is there, in the list's order."""
    agencies = agencies_of(session, wanted, viewer)
    kind = col(Placement.type)
    query = _placements([kind, *_counted()], wanted, agencies).group_by(kind)
    found = {row[0]: (row[1], row[2]) for row in session.execute(query)}
    rows = [(kind.value, *found.get(kind, (0, 0))) for kind in OutcomeType]
    return pd.DataFrame(rows, columns=["type", "persons", "events"])


def contracts(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``contract`` (``CONTRACT_TYPE``), ``events``."""
    return _by(session, wanted, viewer, "contract")


def evidence(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``evidence`` (``EVIDENCE``), ``events``."""
    return _by(session, wanted, viewer, "evidence")


def _by(session: Session, wanted: ResultFilter, viewer: Viewer, name: str) -> pd.DataFrame:
    agencies = agencies_of(session, wanted, viewer)
    keys = [col(Placement.type), getattr(Placement, name)]
    query = _placements([*keys, sa.func.count()], wanted, agencies).group_by(*keys)
    rows = [(kind.value, code, events) for kind, code, events in session.execute(query)]
    return pd.DataFrame(sorted(rows), columns=["type", name, "events"])


def written_and_declared(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """SO.5: of the wage jobs begun in the period, those with a written contract and CNSS."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = Placement
    good = sa.and_(row.contract.in_(WRITTEN), row.cnss_declared.is_(True))
    columns = [sa.func.coalesce(sa.func.sum(sa.case((good, 1), else_=0)), 0), sa.func.count()]
    query = _placements(columns, wanted, agencies).where(row.type == OutcomeType.WAGE)
    yes, jobs = session.execute(query).one()
    return ratio(int(yes), jobs, "events")


def retention(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Checks due in the period, by ``kind`` (``OUTCOME_GROUPS``) and ``month`` (3, 6, 12).

    Counts of checks: ``working``, ``training``, ``not_working``, ``left``, ``unreachable``,
    ``refused`` (done), ``overdue`` (by more than 30 days), ``pending`` (due, up to 30 days),
    ``coming``; then ``denominator`` (done and overdue), ``share`` working, ``lower``, ``upper``.
    """
    agencies = agencies_of(session, wanted, viewer)
    day = today(session)
    row: Any = RetentionCheck
    state = sa.case(
        (row.status.in_(WORKING), "working"),
        (row.status == RetentionStatus.TRAIN, "training"),
        (row.status == RetentionStatus.NOT_WORK, "not_working"),
        (row.status == RetentionStatus.LEFT, "left"),
        (row.status == RetentionStatus.UNREACH, "unreachable"),
        (row.status == RetentionStatus.REFUSED, "refused"),
        (row.due_on < day - OVERDUE_AFTER, "overdue"),
        (row.due_on <= day, "pending"),
        else_="coming",
    )
    keys = [col(Placement.type), row.month, state]
    query = (
        _placements([*keys, sa.func.count()], wanted, agencies, day=row.due_on)
        .join(RetentionCheck, row.placement_id == col(Placement.id))
        .where(row.cancelled_at.is_(None))
        .group_by(*keys)
    )
    found: dict[tuple[str, int], dict[str, int]] = {}
    group_of = {kind: name for name, kinds in OUTCOME_GROUPS.items() for kind in kinds}
    for kind, month, state_name, number in session.execute(query):
        cell = found.setdefault((group_of[kind], month), {})
        cell[state_name] = cell.get(state_name, 0) + number
    rows = [
        _retention_row(name, month, found.get((name, month), {}))
        for name in OUTCOME_GROUPS
        for month in RETENTION_MONTHS
    ]
    return pd.DataFrame(rows, columns=RETENTION_COLUMNS)


def retained_at_six_months(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """SO.4: of the checks at 6 months due in the period (done, or long overdue), those working;
    internships are counted apart and not included."""
    rows = retention(session, wanted, viewer=viewer)
    rows = rows[(rows["month"] == 6) & (rows["kind"] != "INTERN")]
    return ratio(int(rows["working"].sum()), int(rows["denominator"].sum()), "events")


def _retention_row(kind: str, month: int, cell: dict[str, int]) -> tuple[Any, ...]:
    states = [cell.get(name, 0) for name in STATES]
    denominator = sum(states[: len(DONE) + 1])
    bounds = wilson(states[0], denominator)
    share = states[0] / denominator if denominator else None
    lower, upper = bounds or (None, None)
    return (kind, month, *states, denominator, share, lower, upper)
