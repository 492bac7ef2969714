"""How an entry cohort went on: the persons first met in a period, by where they were first met.

First contact is a case's first individual intervention (``FirstContact``). Registration within 30
days (IR2.2) is asked only of persons met at least 30 days ago; "registered so far" is another
figure.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import ENTERED_TRAINING, OUTCOME_GROUPS, OutcomeType
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures.base import Figure, agencies_of, of_people, ratio
from db.models import Case, FirstContact, Placement, TrainingEnrolment
from db.statistics import wilson

REGISTERED_WITHIN, BACK_WITHIN = 30, 90
BY_THEMSELVES = ("SELF", "PEER")
STEPS = ("FIRST_CONTACT", "REGISTERED", "POSITIONING", "TRAINING", *OUTCOME_GROUPS)


def _met(columns: list[Any], wanted: ResultFilter, agencies: frozenset[int]) -> Any:
    row: Any = FirstContact
    query = (
        sa.select(*columns)
        .select_from(FirstContact)
        .where(
            row.agency_id.in_(agencies),
            row.contacted_on.between(wanted.start, wanted.end),
        )
    )
    return of_people(query, row.case_id, row.contacted_on, wanted)


def _number(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _ripe(session: Session, days: int) -> Any:
    return col(FirstContact.contacted_on) <= today(session) - timedelta(days=days)


def _registration(session: Session) -> list[Any]:
    """Persons old enough for the question, of them registered in time; all, of them registered."""
    row: Any = FirstContact
    ripe = _ripe(session, REGISTERED_WITHIN)
    in_time = sa.and_(ripe, row.registered_after <= REGISTERED_WITHIN)
    return [
        _number(ripe),
        _number(in_time),
        sa.func.count(),
        _number(row.registered_after.is_not(None)),
    ]


def registered_within_30_days(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR2.2: of the persons first met in the period and at least 30 days ago, those registered
    within 30 days of it."""
    query = _met(_registration(session), wanted, agencies_of(session, wanted, viewer))
    ripe, in_time, _, _ = session.execute(query).one()
    return ratio(in_time, ripe)


def registered_so_far(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Of the persons first met in the period, those registered by today."""
    query = _met(_registration(session), wanted, agencies_of(session, wanted, viewer))
    _, _, persons, registered = session.execute(query).one()
    return ratio(registered, persons)


def registered_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month`` of first contact, ``ripe`` (persons met at least 30 days ago), ``in_time`` (of
    them), ``persons``, ``registered`` (of them, by today)."""
    month = sql_month_index(col(FirstContact.contacted_on))
    columns = [month, *_registration(session)]
    query = _met(columns, wanted, agencies_of(session, wanted, viewer)).group_by(month)
    rows = [(month_of(index), *rest) for index, *rest in session.execute(query)]
    return pd.DataFrame(rows, columns=["month", "ripe", "in_time", "persons", "registered"])


def funnel(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """The entry cohort of the period: who ever reached each step, whatever other steps they took.

    Columns: ``step`` (``STEPS``), ``persons``, ``side`` (training is a side branch).
    """
    row: Any = FirstContact
    agencies = agencies_of(session, wanted, viewer)
    columns = [
        sa.func.count(),
        _number(row.registered_after.is_not(None)),
        _number(row.positioned.is_(True)),
        _number(row.case_id.in_(_trained())),
        *(_number(row.case_id.in_(_placed(kinds))) for kinds in OUTCOME_GROUPS.values()),
    ]
    reached = session.execute(_met(columns, wanted, agencies)).one()
    rows = [
        (step, int(persons), step == "TRAINING")
        for step, persons in zip(STEPS, reached, strict=True)
    ]
    return pd.DataFrame(rows, columns=["step", "persons", "side"])


def _trained() -> Any:
    row: Any = TrainingEnrolment
    return sa.select(row.case_id).where(row.voided_at.is_(None), row.status.in_(ENTERED_TRAINING))


def _placed(kinds: frozenset[OutcomeType]) -> Any:
    row: Any = Placement
    return sa.select(row.case_id).where(row.voided_at.is_(None), row.type.in_(kinds))


def revealed(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Trust as people's steps show it: ``measure`` (``REGISTERED_30``, ``SELF_OR_PEER``,
    ``BACK_90``), ``agency_id`` (of the first contact), ``numerator``, ``denominator`` (persons),
    ``share``, ``lower``, ``upper``. Persons met too lately for a question are left out of it.
    """
    row: Any = FirstContact
    channel = col(Case.entry_channel)
    registered, back = _ripe(session, REGISTERED_WITHIN), _ripe(session, BACK_WITHIN)
    told = channel != "NS"
    asked = {
        "BACK_90": (back, row.returned_after <= BACK_WITHIN),
        "REGISTERED_30": (registered, row.registered_after <= REGISTERED_WITHIN),
        "SELF_OR_PEER": (told, channel.in_(BY_THEMSELVES)),
    }
    columns = [
        _number(each)
        for applies, yes in asked.values()
        for each in (sa.and_(applies, yes), applies)
    ]
    query = _met([row.agency_id, *columns], wanted, agencies_of(session, wanted, viewer))
    if not wanted.cuts_people:
        query = query.join(Case, col(Case.id) == row.case_id)
    found = session.execute(query.group_by(row.agency_id).order_by(row.agency_id)).all()
    rows = [
        (measure, agency, *_share(int(counts[2 * place]), int(counts[2 * place + 1])))
        for place, measure in enumerate(asked)
        for agency, *counts in found
    ]
    return pd.DataFrame(
        rows,
        columns=["measure", "agency_id", "numerator", "denominator", "share", "lower", "upper"],
    )


def _share(yes: int, n: int) -> tuple[Any, ...]:
    return (yes, n, yes / n if n else None, *(wilson(yes, n) or (None, None)))
