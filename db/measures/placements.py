"""Agents placed in agencies, people placed in work, and whether it lasted.

A placement is a first day worked, with its evidence; kinds are never summed into one figure.
Retention: working is the same or another job or activity; the denominator is checks done plus
checks overdue by more than 30 days; unreachable and refused stay in it and are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import OUTCOME_GROUPS, RETENTION_MONTHS, OutcomeType
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter, month_ends
from db.measures import posted, tallied, tallied_outcomes
from db.measures.base import (
    Figure,
    agencies_of,
    count,
    frame,
    number_of,
    of_chosen,
    persons,
    ratio,
)
from db.measures.checks import DONE as DONE
from db.measures.checks import STATES as STATES
from db.measures.checks import answered
from db.measures.events import Events
from db.measures.posted import Posted
from db.models import Placement, tallies
from db.statistics import share_of

WRITTEN = ("CDI", "CDD", "INTERIM", "SEASON")
RETENTION_COLUMNS = ["kind", "month", *STATES, "denominator", "share", "lower", "upper"]
PLACEMENTS = Events(
    table=Placement,
    id=col(Placement.id),
    case_id=col(Placement.case_id),
    day=col(Placement.starts_on),
    kind=col(Placement.type),
    tally=(tallies.PLACED, ""),
)
#: Groups of outcomes that are told apart, under the names of their figures and released tables.
GROUPS = {
    "wage": "WAGE",
    "internship": "INTERN",
    "apprenticeship": "APPRENT",
    "self_employment": "SELF",
}
#: Wage work with a written contract, and declared to the CNSS.
DECLARED = sa.and_(col(Placement.contract).in_(WRITTEN), col(Placement.cnss_declared).is_(True))
_PERSONS, _EVENTS = PLACEMENTS.persons.label("persons"), sa.func.count().label("events")


def of_group(group: str) -> Events:
    """First days worked of one of the ``OUTCOME_GROUPS``."""
    return PLACEMENTS.where(
        PLACEMENTS.kind.in_(OUTCOME_GROUPS[group]), tally=(tallies.PLACED, group)
    )


def agents_in_post(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Distinct agents posted on the last day of the period (or today, if that is earlier); none
    can be told of a period that has not begun."""
    return agents_in_post_of(session, [wanted], viewer=viewer)[0]


def agents_in_post_of(
    session: Session, periods: Sequence[ResultFilter], *, viewer: Viewer
) -> list[Figure]:
    """The same of several periods that differ by their days alone."""
    first, last = min(each.start for each in periods), max(each.end for each in periods)
    both = replace(periods[0], start=first, end=last)
    found, day = posted.postings_of(session, both, viewer=viewer), today(session)
    none = Figure(value=None, n=0, counts="agents")
    return [
        none if day < each.start else count(posted.agents_on(found, min(each.end, day)), "agents")
        for each in periods
    ]


def agents_in_post_by_agency(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> pd.DataFrame:
    """``month``, ``agency_id``, ``agents`` (distinct, posted there on its last day, or on the last
    day asked for, or today); no row where there is none. A month that has not begun is left out:
    what is planned is not counted."""
    day, found = today(session), dict[int, list[Posted]]()
    for each in posted.postings_of(session, wanted, viewer=viewer):
        found.setdefault(each.agency_id, []).append(each)
    rows = [
        (month, agency_id, agents)
        for month, last in month_ends(wanted)
        if month <= day
        for agency_id, there in sorted(found.items())
        if (agents := posted.agents_on(there, min(last, day)))
    ]
    return pd.DataFrame(rows, columns=["month", "agency_id", "agents"])


def postings(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Postings that touch the period up to today: ``account_id``, ``agent`` (displayed name),
    ``agency_id``, ``share`` (hundredths of a week), ``starts_on``, ``ends_on`` (none while it
    runs).

    A posting ends with its agency or its account, whichever comes first, if nobody ended it.
    """
    rows = posted.postings_of(session, wanted, viewer=viewer)
    return pd.DataFrame(rows, columns=list(Posted._fields)).astype({"ends_on": object})


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


def outcomes_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``type`` (``OUTCOME_TYPE``), ``persons``, ``events``."""
    agencies = agencies_of(session, wanted, viewer)
    monthly = tallied_outcomes.monthly(session, tallies.WORK, tallies.PLACED, wanted, agencies)
    if monthly is not None:
        told = [
            (month_of(month), agency, code, persons, events)
            for (month, agency, code), (events, persons) in monthly.items()
        ]
        return pd.DataFrame(told, columns=["month", "agency_id", "type", "persons", "events"])
    month, rest = sql_month_index(PLACEMENTS.day), [col(Placement.agency_id), PLACEMENTS.kind]
    columns = [month.label("month"), *rest, _PERSONS, _EVENTS]
    query = of_chosen(columns, PLACEMENTS, wanted, agencies)
    query = query.group_by(month, *rest).order_by(month, *rest)
    return frame(session, query, month=month_of, type=str)


def outcomes_by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``persons``, ``events``; every kind is there, in the list's order."""
    agencies, kind = agencies_of(session, wanted, viewer), PLACEMENTS.kind
    persons = tallied_outcomes.people_by_code(
        session, tallies.PLACED, PLACEMENTS, [kind], wanted, agencies
    )
    if persons is not None:
        events = tallied.by_code(session, tallies.WORK, agencies, wanted)
        found = {each: (persons[each], n) for each, n in events.items()}
    else:
        query = of_chosen([kind, _PERSONS, _EVENTS], PLACEMENTS, wanted, agencies).group_by(kind)
        found = {row.type: (row.persons, row.events) for row in session.execute(query)}
    rows = [(each.value, *found.get(each, (0, 0))) for each in OutcomeType]
    return pd.DataFrame(rows, columns=["type", "persons", "events"])


def contracts(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``contract`` (``CONTRACT_TYPE``), ``events``."""
    return _by(session, wanted, viewer, "contract", tallies.CONTRACTS)


def evidence(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``evidence`` (``EVIDENCE``), ``events``."""
    return _by(session, wanted, viewer, "evidence", tallies.EVIDENCE)


def _by(
    session: Session, wanted: ResultFilter, viewer: Viewer, name: str, kind: str
) -> pd.DataFrame:
    keys = [PLACEMENTS.kind, col(getattr(Placement, name))]
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        found: Counter[tuple[str, ...]] = Counter()
        for code, n in tallied.by_code(session, kind, agencies, wanted).items():
            found[tuple(code.split(":")[:2])] += n
        told = [(*codes, n) for codes, n in found.items()]
        rows = pd.DataFrame(told, columns=["type", name, "events"])
    else:
        query = of_chosen([*keys, _EVENTS], PLACEMENTS, wanted, agencies).group_by(*keys)
        rows = frame(session, query, type=str)
    return rows.sort_values(list(rows.columns[:2]), ignore_index=True)


def written_and_declared(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """SO.5: of the wage jobs begun in the period, those with a written contract and CNSS."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        wage, fit = 0, 0
        for code, n in tallied.by_code(session, tallies.CONTRACTS, agencies, wanted).items():
            kind, contract, declared = code.split(":")
            if kind in OUTCOME_GROUPS["WAGE"]:
                wage += n
                fit += n if contract in WRITTEN and declared == "1" else 0
        return ratio(fit, wage, "events")
    columns = [number_of(DECLARED).label("good"), _EVENTS]
    found = session.execute(of_chosen(columns, of_group("WAGE"), wanted, agencies)).one()
    return ratio(found.good, found.events, "events")


def retention(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Checks due in the period, by ``kind`` (``OUTCOME_GROUPS``) and ``month`` (3, 6, 12).

    Counts of checks: ``working``, ``training``, ``not_working``, ``left``, ``unreachable``,
    ``refused`` (done), ``overdue`` (by more than 30 days), ``pending`` (due, up to 30 days),
    ``coming``; then ``denominator`` (done and overdue), ``share`` working, ``lower``, ``upper``.
    """
    found = answered(session, wanted, agencies_of(session, wanted, viewer))
    rows = [
        _retention_row(group, month, {state: found[group, month, state] for state in STATES})
        for group in OUTCOME_GROUPS
        for month in RETENTION_MONTHS
    ]
    return pd.DataFrame(rows, columns=RETENTION_COLUMNS)


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
