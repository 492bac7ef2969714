"""How an entry cohort went on: the persons first met in a period, by where they were first met.

First contact is a case's first individual intervention (``FirstContact``). Registration within 30
days (IR2.2) is asked only of persons met at least 30 days ago; "registered so far" is another
figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import OUTCOME_GROUPS
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures.base import Figure, agencies_of, frame, number_of, of_people, ratio
from db.measures.events import Condition, Events
from db.measures.placements import of_group
from db.measures.training import ENTERED
from db.models import Case, FirstContact
from db.models.base import Column, Query
from db.statistics import share_of

REGISTERED_WITHIN, BACK_WITHIN = 30, 90
BY_THEMSELVES = ("SELF", "PEER")
STEPS = ("FIRST_CONTACT", "REGISTERED", "POSITIONING", "TRAINING", *OUTCOME_GROUPS)


def _met(columns: Sequence[Column], wanted: ResultFilter, agencies: frozenset[int]) -> Query:
    met_on = col(FirstContact.contacted_on)
    query = (
        sa.select(*columns)
        .select_from(FirstContact)
        .where(col(FirstContact.agency_id).in_(agencies), met_on.between(wanted.start, wanted.end))
    )
    return of_people(query, col(FirstContact.case_id), wanted)


def _ripe(session: Session, days: int) -> Condition:
    return col(FirstContact.contacted_on) <= today(session) - timedelta(days=days)


def _registration(session: Session) -> list[Column]:
    """``ripe`` (old enough for the question), ``in_time`` (of them registered in time),
    ``persons``, ``registered`` (of them, so far)."""
    ripe, after = _ripe(session, REGISTERED_WITHIN), col(FirstContact.registered_after)
    return [
        number_of(ripe).label("ripe"),
        number_of(sa.and_(ripe, after <= REGISTERED_WITHIN)).label("in_time"),
        sa.func.count().label("persons"),
        number_of(after.is_not(None)).label("registered"),
    ]


def registered_within_30_days(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR2.2: of the persons first met in the period and at least 30 days ago, those registered
    within 30 days of it."""
    query = _met(_registration(session), wanted, agencies_of(session, wanted, viewer))
    found = session.execute(query).one()
    return ratio(found.in_time, found.ripe)


def registered_so_far(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Of the persons first met in the period, those registered by today."""
    query = _met(_registration(session), wanted, agencies_of(session, wanted, viewer))
    found = session.execute(query).one()
    return ratio(found.registered, found.persons)


def registered_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month`` of first contact, ``ripe`` (persons met at least 30 days ago), ``in_time`` (of
    them), ``persons``, ``registered`` (of them, by today)."""
    month = sql_month_index(col(FirstContact.contacted_on))
    columns = [month.label("month"), *_registration(session)]
    query = _met(columns, wanted, agencies_of(session, wanted, viewer)).group_by(month)
    return frame(session, query, month=month_of)


def funnel(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """The entry cohort of the period: who ever reached each step, whatever other steps they took.

    Columns: ``step`` (``STEPS``), ``persons``, ``side`` (training is a side branch).
    """
    reached = {
        "REGISTERED": col(FirstContact.registered_after).is_not(None),
        "POSITIONING": col(FirstContact.positioned).is_(True),
        "TRAINING": _ever(ENTERED),
        **{group: _ever(of_group(group)) for group in OUTCOME_GROUPS},
    }
    columns = [
        sa.func.count().label("FIRST_CONTACT"),
        *(number_of(condition).label(step) for step, condition in reached.items()),
    ]
    query = _met(columns, wanted, agencies_of(session, wanted, viewer))
    persons = session.execute(query).one()._mapping
    rows = [(step, int(persons[step]), step == "TRAINING") for step in STEPS]
    return pd.DataFrame(rows, columns=["step", "persons", "side"])


def _ever(events: Events) -> Condition:
    """Whether a person of the cohort has had such an event, wherever and whenever."""
    return col(FirstContact.case_id).in_(sa.select(events.case_id).where(*events.conditions))


def revealed(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Trust as people's steps show it: ``measure`` (``REGISTERED_30``, ``SELF_OR_PEER``,
    ``BACK_90``), ``agency_id`` (of the first contact), ``numerator``, ``denominator`` (persons),
    ``share``, ``lower``, ``upper``. Persons met too lately for a question are left out of it.
    """
    agency, asked = col(FirstContact.agency_id), _revealed(session)
    columns = [
        number_of(each).label(name)
        for measure, (applies, yes) in asked.items()
        for name, each in ((f"{measure}_yes", sa.and_(applies, yes)), (measure, applies))
    ]
    query = _met([agency, *columns], wanted, agencies_of(session, wanted, viewer))
    if not wanted.cuts_people:
        query = query.join(Case, col(Case.id) == col(FirstContact.case_id))
    found = session.execute(query.group_by(agency).order_by(agency)).all()
    rows = [
        (measure, row.agency_id, *_parts(row._mapping, measure))
        for measure in asked
        for row in found
    ]
    return pd.DataFrame(
        rows,
        columns=["measure", "agency_id", "numerator", "denominator", "share", "lower", "upper"],
    )


def _parts(counts: sa.RowMapping, measure: str) -> tuple[float | None, ...]:
    yes, asked = counts[f"{measure}_yes"], counts[measure]
    return (yes, asked, *share_of(yes, asked))


def _revealed(session: Session) -> dict[str, tuple[Condition, Condition]]:
    """For each question of whom it is asked, and what counts as yes."""
    channel = col(Case.entry_channel)
    return {
        "BACK_90": (
            _ripe(session, BACK_WITHIN),
            col(FirstContact.returned_after) <= BACK_WITHIN,
        ),
        "REGISTERED_30": (
            _ripe(session, REGISTERED_WITHIN),
            col(FirstContact.registered_after) <= REGISTERED_WITHIN,
        ),
        "SELF_OR_PEER": (channel != "NS", channel.in_(BY_THEMSELVES)),
    }
