"""Agents placed in agencies, people placed in work, and whether it lasted.

A placement is a first day worked, with its evidence; kinds are never summed into one figure.
Retention: working is the same or another job or activity; the denominator is checks done plus
checks overdue by more than 30 days; unreachable and refused stay in it and are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from db.access.clock import local, today
from db.access.viewer import Viewer
from db.codes import OUTCOME_GROUPS, RETENTION_MONTHS, WORKING, OutcomeType, RetentionStatus
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter, month_ends
from db.measures.base import (
    Figure,
    agencies_of,
    count,
    frame,
    number_of,
    of_chosen,
    of_people,
    persons,
    persons_by_month,
    ratio,
)
from db.measures.events import Events
from db.models import Account, Agency, Placement, Posting, RetentionCheck
from db.models.base import Column, Query
from db.statistics import share_of

WRITTEN = ("CDI", "CDD", "INTERIM", "SEASON")
OVERDUE_AFTER = timedelta(days=30)
_ANSWERS = {
    "working": WORKING,
    "training": {RetentionStatus.TRAIN},
    "not_working": {RetentionStatus.NOT_WORK},
    "left": {RetentionStatus.LEFT},
    "unreachable": {RetentionStatus.UNREACH},
    "refused": {RetentionStatus.REFUSED},
}
#: The states of a check: done, with the answer; then not done, by its day.
DONE = tuple(_ANSWERS)
STATES = (*DONE, "overdue", "pending", "coming")
RETENTION_COLUMNS = ["kind", "month", *STATES, "denominator", "share", "lower", "upper"]
PLACEMENTS = Events(
    table=Placement,
    id=col(Placement.id),
    case_id=col(Placement.case_id),
    day=col(Placement.starts_on),
    kind=col(Placement.type),
)
#: Groups of outcomes that are told apart, under the names of their figures and released tables.
GROUPS = {
    "wage": "WAGE",
    "internship": "INTERN",
    "apprenticeship": "APPRENT",
    "self_employment": "SELF",
}
_PERSONS, _EVENTS = PLACEMENTS.persons.label("persons"), sa.func.count().label("events")


def of_group(group: str) -> Events:
    """First days worked of one of the ``OUTCOME_GROUPS``."""
    return PLACEMENTS.where(PLACEMENTS.kind.in_(OUTCOME_GROUPS[group]))


def agents_in_post(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Distinct agents posted on the last day of the period (or today, if that is earlier); none
    can be told of a period that has not begun."""
    day = min(wanted.end, today(session))
    if day < wanted.start:
        return Figure(value=None, n=0, counts="agents")
    return count(_posted_on(postings(session, wanted, viewer=viewer), day), "agents")


def agents_in_post_by_month(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> pd.DataFrame:
    """``month``, ``agents`` (distinct, posted on its last day, or on the last day asked for, or
    today). A month that has not begun is left out: what is planned is not counted."""
    found, day = postings(session, wanted, viewer=viewer), today(session)
    rows = [
        (month, _posted_on(found, min(last, day)))
        for month, last in month_ends(wanted)
        if month <= day
    ]
    return pd.DataFrame(rows, columns=["month", "agents"])


def agents_in_post_by_agency(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> pd.DataFrame:
    """The same of each agency: ``month``, ``agency_id``, ``agents``; no row where there is none."""
    found, day = postings(session, wanted, viewer=viewer), today(session)
    rows = [
        (month, agency_id, agents)
        for month, last in month_ends(wanted)
        if month <= day
        for agency_id, there in found.groupby("agency_id")
        if (agents := _posted_on(there, min(last, day)))
    ]
    return pd.DataFrame(rows, columns=["month", "agency_id", "agents"])


def _posted_on(found: pd.DataFrame, day: date) -> int:
    """Distinct agents in post on a day."""
    rows = zip(found["account_id"], found["starts_on"], found["ends_on"], strict=True)
    return len({who for who, first, last in rows if first <= day <= (last or day)})


def postings(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Postings that touch the period up to today: ``account_id``, ``agent`` (displayed name),
    ``agency_id``, ``starts_on``, ``ends_on`` (none while it runs).

    A posting ends with its agency or its account, whichever comes first, if nobody ended it.
    """
    until = min(wanted.end, today(session))
    query: Query = (
        sa.select(
            col(Posting.account_id),
            col(Account.display_name).label("agent"),
            col(Posting.agency_id),
            col(Posting.starts_on),
            col(Posting.ends_on),
            col(Agency.closed_on),
            col(Account.closed_at),
        )
        .join(Account, col(Account.id) == col(Posting.account_id))
        .join(Agency, col(Agency.id) == col(Posting.agency_id))
        .where(
            col(Posting.agency_id).in_(agencies_of(session, wanted, viewer)),
            col(Posting.starts_on) <= until,
        )
        .order_by(col(Posting.agency_id), col(Posting.starts_on))
    )
    rows = []
    for *posting, last, closed_on, closed_at in session.execute(query):
        shut = None if closed_at is None else local(session, closed_at).date()
        ends = min((day for day in (last, closed_on, shut) if day is not None), default=None)
        first = max(wanted.start, posting[-1])
        if first <= until and (ends is None or ends >= first):
            rows.append((*posting, ends))
    names = ["account_id", "agent", "agency_id", "starts_on", "ends_on"]
    return pd.DataFrame(rows, columns=names).astype({"ends_on": object})


def persons_placed(session: Session, wanted: ResultFilter, group: str, *, viewer: Viewer) -> Figure:
    """SO.1 to SO.3: distinct persons with a first day worked of this group in the period."""
    return persons(session, of_group(group), wanted, viewer=viewer)


def persons_by_group(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[str, int]:
    """Distinct persons by group of ``GROUPS``, in its order; who is in two counts in both."""
    return {
        name: persons_placed(session, wanted, group, viewer=viewer).n
        for name, group in GROUPS.items()
    }


def persons_with_outcome(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Distinct persons behind ``outcomes_by_kind``: the n beside it, not a figure of its own."""
    return persons(session, PLACEMENTS, wanted, viewer=viewer)


def persons_placed_by_month(
    session: Session, wanted: ResultFilter, group: str, *, viewer: Viewer
) -> pd.DataFrame:
    """``month``, ``persons`` (distinct within the month) with a first day worked of this group."""
    return persons_by_month(session, of_group(group), wanted, viewer=viewer)


def outcomes_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``type`` (``OUTCOME_TYPE``), ``persons``, ``events``."""
    agencies = agencies_of(session, wanted, viewer)
    month, rest = sql_month_index(PLACEMENTS.day), [col(Placement.agency_id), PLACEMENTS.kind]
    columns = [month.label("month"), *rest, _PERSONS, _EVENTS]
    query = of_chosen(columns, PLACEMENTS, wanted, agencies)
    query = query.group_by(month, *rest).order_by(month, *rest)
    return frame(session, query, month=month_of, type=str)


def outcomes_by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``persons``, ``events``; every kind is there, in the list's order."""
    agencies, kind = agencies_of(session, wanted, viewer), PLACEMENTS.kind
    query = of_chosen([kind, _PERSONS, _EVENTS], PLACEMENTS, wanted, agencies).group_by(kind)
    found = {row.type: (row.persons, row.events) for row in session.execute(query)}
    rows = [(each.value, *found.get(each, (0, 0))) for each in OutcomeType]
    return pd.DataFrame(rows, columns=["type", "persons", "events"])


def contracts(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``contract`` (``CONTRACT_TYPE``), ``events``."""
    return _by(session, wanted, viewer, col(Placement.contract))


def evidence(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``evidence`` (``EVIDENCE``), ``events``."""
    return _by(session, wanted, viewer, col(Placement.evidence))


def _by(
    session: Session, wanted: ResultFilter, viewer: Viewer, column: Mapped[str]
) -> pd.DataFrame:
    keys = [PLACEMENTS.kind, column]
    agencies = agencies_of(session, wanted, viewer)
    query = of_chosen([*keys, _EVENTS], PLACEMENTS, wanted, agencies).group_by(*keys)
    rows = frame(session, query, type=str)
    return rows.sort_values(list(rows.columns[:2]), ignore_index=True)


def written_and_declared(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """SO.5: of the wage jobs begun in the period, those with a written contract and CNSS."""
    agencies = agencies_of(session, wanted, viewer)
    good = sa.and_(col(Placement.contract).in_(WRITTEN), col(Placement.cnss_declared).is_(True))
    columns = [number_of(good).label("good"), _EVENTS]
    found = session.execute(of_chosen(columns, of_group("WAGE"), wanted, agencies)).one()
    return ratio(found.good, found.events, "events")


def retention(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Checks due in the period, by ``kind`` (``OUTCOME_GROUPS``) and ``month`` (3, 6, 12).

    Counts of checks: ``working``, ``training``, ``not_working``, ``left``, ``unreachable``,
    ``refused`` (done), ``overdue`` (by more than 30 days), ``pending`` (due, up to 30 days),
    ``coming``; then ``denominator`` (done and overdue), ``share`` working, ``lower``, ``upper``.
    """
    month, state = col(RetentionCheck.month), _state(today(session))
    columns = [PLACEMENTS.kind, month, state.label("state"), sa.func.count().label("checks")]
    query = _checks(columns, wanted, agencies_of(session, wanted, viewer))
    group_of = {kind: group for group, kinds in OUTCOME_GROUPS.items() for kind in kinds}
    found: Counter[tuple[str, int, str]] = Counter()
    for row in session.execute(query.group_by(PLACEMENTS.kind, month, state)):
        found[group_of[row.type], row.month, row.state] += row.checks
    rows = [
        _retention_row(group, month, {state: found[group, month, state] for state in STATES})
        for group in OUTCOME_GROUPS
        for month in RETENTION_MONTHS
    ]
    return pd.DataFrame(rows, columns=RETENTION_COLUMNS)


def _state(day: date) -> sa.ColumnElement[str]:
    """One of ``STATES`` for each check."""
    due_on = col(RetentionCheck.due_on)
    return sa.case(
        *((col(RetentionCheck.status).in_(said), state) for state, said in _ANSWERS.items()),
        (due_on < day - OVERDUE_AFTER, "overdue"),
        (due_on <= day, "pending"),
        else_="coming",
    )


def _checks(columns: Sequence[Column], wanted: ResultFilter, agencies: frozenset[int]) -> Query:
    """A query for the checks due in the period."""
    query = (
        sa.select(*columns)
        .select_from(Placement)
        .join(RetentionCheck, col(RetentionCheck.placement_id) == PLACEMENTS.id)
        .where(
            col(Placement.agency_id).in_(agencies),
            *PLACEMENTS.conditions,
            col(RetentionCheck.due_on).between(wanted.start, wanted.end),
            col(RetentionCheck.cancelled_at).is_(None),
        )
    )
    return of_people(query, PLACEMENTS.case_id, wanted)


def _retention_row(group: str, month: int, checks: dict[str, int]) -> dict[str, object]:
    denominator = sum(checks[state] for state in (*DONE, "overdue"))
    share = share_of(checks["working"], denominator)
    return {"kind": group, "month": month, **checks, "denominator": denominator, **share._asdict()}


def retained_at_six_months(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """SO.4: of the checks at 6 months due in the period (done, or long overdue), those working;
    internships are counted apart and not included."""
    rows = retention(session, wanted, viewer=viewer)
    rows = rows[(rows["month"] == 6) & (rows["kind"] != "INTERN")]
    return ratio(int(rows["working"].sum()), int(rows["denominator"].sum()), "events")
