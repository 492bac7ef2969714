"""How an entry cohort went on: the persons first met in a period, by where they were first met.

First contact is a case's first individual intervention (``FirstContact``). Registration within 30
days (IR2.2) is asked only of persons met at least 30 days ago; "registered so far" is another
figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import BACK_WITHIN, OUTCOME_GROUPS, REGISTERED_WITHIN
from db.inputs.results import ResultFilter
from db.measures import funnel_steps, tallied, tallied_cohorts
from db.measures.base import Figure, agencies_of, number_of, of_people, ratio
from db.measures.events import Condition, Events
from db.measures.training import ENTERED
from db.models import Case, FirstContact
from db.models.base import Column, Query
from db.statistics import share_of

STEPS, WAITING_STEPS = funnel_steps.STEPS, funnel_steps.WAITING_STEPS


def _met(columns: Sequence[Column], wanted: ResultFilter, agencies: frozenset[int]) -> Query:
    met_on = col(FirstContact.contacted_on)
    query = (
        sa.select(*columns)
        .select_from(FirstContact)
        .where(col(FirstContact.agency_id).in_(agencies), met_on.between(wanted.start, wanted.end))
    )
    return of_people(query, col(FirstContact.case_id), wanted)


def met_before(day: date, days: int) -> Condition:
    """Whether a person was met so many days before a day, or earlier."""
    return col(FirstContact.contacted_on) <= day - timedelta(days=days)


def _registration(session: Session) -> list[Column]:
    """``ripe`` (old enough for the question), ``in_time`` (of them registered in time),
    ``persons``, ``registered`` (of them, so far)."""
    ripe, after = met_before(today(session), REGISTERED_WITHIN), col(FirstContact.registered_after)
    return [
        number_of(ripe).label("ripe"),
        number_of(sa.and_(ripe, after <= REGISTERED_WITHIN)).label("in_time"),
        sa.func.count().label("persons"),
        number_of(after.is_not(None)).label("registered"),
    ]


def registered_within_30_days(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR2.2: of the persons first met in the period and at least 30 days ago, those registered
    within 30 days of it."""
    return registered(session, wanted, viewer=viewer)[0]


def registered(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> tuple[Figure, Figure]:
    """Both of these figures: within 30 days, and so far."""
    return registered_of(session, [wanted], viewer=viewer)[0]


def registered_of(
    session: Session, periods: Sequence[ResultFilter], *, viewer: Viewer
) -> list[tuple[Figure, Figure]]:
    """The same of several periods that differ by their days alone."""
    agencies = agencies_of(session, periods[0], viewer)
    if tallied.answers(periods[0]):
        rows = tallied_cohorts.registered(session, periods, agencies)
    else:
        columns = _registration(session)
        rows = [tuple(session.execute(_met(columns, each, agencies)).one()) for each in periods]
    return [
        (ratio(in_time, ripe), ratio(so_far, persons)) for ripe, in_time, persons, so_far in rows
    ]


def funnel(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """The entry cohort of the period: who ever reached each step, whatever other steps they took.

    Columns: ``step`` (``STEPS``), ``persons``, ``side`` (training is a side branch); ``timed`` (of
    how many the days from the step before are known), ``median_days`` (theirs, where they are ten
    at least; of two in the middle the later), ``under_way`` (whose furthest step it is, with an
    open case and no work begun; none of training and of work). What each is:
    ``docs/domain.md#days-of-a-step-and-under-way``.
    """
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        return _steps(*tallied_cohorts.reached(session, wanted, agencies))
    columns = [
        sa.func.count().label("FIRST_CONTACT"),
        *(number_of(condition).label(step) for step, condition in reached(today(session)).items()),
    ]
    met = _met(columns, wanted, agencies)
    waits = _met(
        [number_of(condition).label(step) for step, condition in funnel_steps.waiting().items()],
        wanted,
        agencies,
    )
    if not wanted.cuts_people:
        waits = waits.join(Case, col(Case.id) == col(FirstContact.case_id))
    persons, under_way = (dict(session.execute(each).one()._mapping) for each in (met, waits))
    return _steps(persons, under_way, _days(session, met))


def reached(day: date) -> dict[str, Condition]:
    """Of each step after the first, whether a person of the cohort has ever reached it by a day: a
    course that is yet to begin is none."""
    return {
        "REGISTERED": col(FirstContact.registered_after).is_not(None),
        "POSITIONING": col(FirstContact.positioned).is_(True),
        funnel_steps.TRAINING: _ever(ENTERED.where(ENTERED.day <= day)),
        **{group: _ever(funnel_steps.EVENTS[group]) for group in OUTCOME_GROUPS},
    }


def reached_by_agency(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> dict[int, dict[str, int]]:
    """The same of each agency, by where people were first met: persons by step."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        return tallied_cohorts.reached_by_agency(session, wanted, agencies)
    found = {}
    for each in agencies:
        rows = funnel(session, replace(wanted, agencies=frozenset({each})), viewer=viewer)
        found[each] = dict(zip(rows["step"], map(int, rows["persons"]), strict=True))
    return found


def _steps(
    persons: Mapping[str, int],
    under_way: Mapping[str, int],
    days: Mapping[str, Mapping[int, int]],
) -> pd.DataFrame:
    taken = [days.get(step, {}) for step in STEPS]
    return pd.DataFrame(
        {
            "step": STEPS,
            "persons": [int(persons[step]) for step in STEPS],
            "side": [step == funnel_steps.TRAINING for step in STEPS],
            "timed": [sum(each.values()) for each in taken],
            "median_days": pd.array([funnel_steps.median(each) for each in taken], dtype="Int64"),
            "under_way": pd.array([under_way.get(step) for step in STEPS], dtype="Int64"),
        }
    )


def _days(session: Session, met: Query) -> dict[str, Counter[int]]:
    """By step, how many of these people took so many days."""
    case = col(FirstContact.case_id)
    first = session.execute(met.with_only_columns(case, col(FirstContact.contacted_on)))
    reached = {case_id: {funnel_steps.FIRST_CONTACT: [day.toordinal()]} for case_id, day in first}
    cases = met.with_only_columns(case)
    for step, events in funnel_steps.EVENTS.items():
        # No act and no job lies ahead.
        until = events.day <= today(session) if step == funnel_steps.TRAINING else sa.true()
        rows = sa.select(events.case_id, events.day).where(
            *events.conditions, until, events.case_id.in_(cases)
        )
        for case_id, day in session.execute(rows):
            reached[case_id].setdefault(step, []).append(day.toordinal())
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for each in reached.values():
        for step, number in funnel_steps.days_of(each).items():
            found[step][number] += 1
    return found


def _ever(events: Events) -> Condition:
    """Whether a person of the cohort has had such an event, wherever and whenever."""
    return col(FirstContact.case_id).in_(sa.select(events.case_id).where(*events.conditions))


def revealed(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Trust as people's steps show it: ``measure`` (``REGISTERED_30``, ``SELF_OR_PEER``,
    ``BACK_90``), ``agency_id`` (of the first contact), ``numerator``, ``denominator`` (persons),
    ``share``, ``lower``, ``upper``. Persons met too lately for a question are left out of it.
    """
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        return _shares(tallied_cohorts.revealed(session, wanted, agencies))
    agency, asked = col(FirstContact.agency_id), _revealed(session)
    columns = [
        number_of(each).label(name)
        for measure, (applies, yes) in asked.items()
        for name, each in ((f"{measure}_yes", sa.and_(applies, yes)), (measure, applies))
    ]
    query = _met([agency, *columns], wanted, agencies)
    if not wanted.cuts_people:
        query = query.join(Case, col(Case.id) == col(FirstContact.case_id))
    found = session.execute(query.group_by(agency).order_by(agency)).all()
    return _shares(
        {
            measure: {
                row.agency_id: (row._mapping[f"{measure}_yes"], row._mapping[measure])
                for row in found
            }
            for measure in asked
        }
    )


def _shares(found: Mapping[str, Mapping[int, tuple[int, int]]]) -> pd.DataFrame:
    """By measure and agency how many said yes by what they did, and of how many."""
    rows = [
        (measure, agency, yes, asked, *share_of(yes, asked))
        for measure, agencies in found.items()
        for agency, (yes, asked) in agencies.items()
    ]
    return pd.DataFrame(
        rows,
        columns=["measure", "agency_id", "numerator", "denominator", "share", "lower", "upper"],
    )


def _revealed(session: Session) -> dict[str, tuple[Condition, Condition]]:
    """For each question of whom it is asked, and what counts as yes."""
    channel = col(Case.entry_channel)
    return {
        "BACK_90": (
            met_before(today(session), BACK_WITHIN),
            col(FirstContact.returned_after) <= BACK_WITHIN,
        ),
        "REGISTERED_30": (
            met_before(today(session), REGISTERED_WITHIN),
            col(FirstContact.registered_after) <= REGISTERED_WITHIN,
        ),
        "SELF_OR_PEER": (channel != "NS", channel.in_(tallied_cohorts.BY_THEMSELVES)),
    }
