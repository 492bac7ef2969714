"""Training enrolments and completion.

An enrolment is a place in a course (an application or a rejection is none). Completion (IR1.3):
completed or certified, of the entrants whose planned end has passed.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import ENTERED_TRAINING, FINISHED_TRAINING
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures.base import (
    Figure,
    agencies_of,
    count,
    of_people,
    persons_by_month,
    ratio,
    standing,
)
from db.models import Organisation, TrainingEnrolment
from db.statistics import wilson


def _enrolments(columns: list[Any], wanted: ResultFilter, agencies: frozenset[int]) -> Any:
    row: Any = TrainingEnrolment
    query = (
        sa.select(*columns)
        .select_from(TrainingEnrolment)
        .where(
            *standing(TrainingEnrolment, row.starts_on, wanted, agencies),
        )
    )
    return of_people(query, row.case_id, row.starts_on, wanted)


def _entered() -> Any:
    return col(TrainingEnrolment.status).in_(ENTERED_TRAINING)


def _counted() -> list[Any]:
    return [sa.func.count(), sa.func.count(sa.distinct(col(TrainingEnrolment.case_id)))]


def enrolled(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR1.2: distinct persons who entered a course in the period."""
    agencies = agencies_of(session, wanted, viewer)
    query = _enrolments(_counted()[1:], wanted, agencies).where(_entered())
    return count(session.execute(query).scalar_one(), "persons")


def enrolled_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``persons`` (distinct within the month, all agencies together)."""
    month = sql_month_index(col(TrainingEnrolment.starts_on))
    agencies = agencies_of(session, wanted, viewer)
    query = _enrolments([month, *_counted()[1:]], wanted, agencies).where(_entered())
    return persons_by_month(session, query.group_by(month))


def enrolments_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``events``, ``persons``."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = TrainingEnrolment
    keys = [sql_month_index(row.starts_on), row.agency_id]
    query = (
        _enrolments([*keys, *_counted()], wanted, agencies)
        .where(_entered())
        .group_by(*keys)
        .order_by(*keys)
    )
    rows = [(month_of(index), *rest) for index, *rest in session.execute(query)]
    return pd.DataFrame(rows, columns=["month", "agency_id", "events", "persons"])


def by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type`` (``TRAINING_TYPE``), ``status`` (all of ``TRAINING_STATUS``), ``events``,
    ``persons``."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = TrainingEnrolment
    keys = [row.type, row.status]
    query = _enrolments([*keys, *_counted()], wanted, agencies).group_by(*keys).order_by(*keys)
    rows = [(kind, status.value, *rest) for kind, status, *rest in session.execute(query)]
    return pd.DataFrame(rows, columns=["type", "status", "events", "persons"])


def by_centre(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``centre_type`` (``TRAINING_TYPE`` of the centre, else of the course), ``events``,
    ``persons``."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = TrainingEnrolment
    kind = sa.func.coalesce(col(Organisation.training_type), row.type)
    query = (
        _enrolments([kind, *_counted()], wanted, agencies)
        .outerjoin(Organisation, col(Organisation.id) == row.centre_id)
        .where(_entered())
        .group_by(kind)
        .order_by(kind)
    )
    return pd.DataFrame(session.execute(query).all(), columns=["centre_type", "events", "persons"])


def completion(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR1.3, over all kinds."""
    rows = completion_by_kind(session, wanted, viewer=viewer)
    return ratio(int(rows["numerator"].sum()), int(rows["denominator"].sum()), "events")


def completion_by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``numerator``, ``denominator`` (events), ``share``, ``lower``, ``upper``."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = TrainingEnrolment
    done = sa.func.sum(sa.case((row.status.in_(FINISHED_TRAINING), 1), else_=0))
    query = (
        _enrolments([row.type, done, sa.func.count()], wanted, agencies)
        .where(_entered(), row.planned_end_on < today(session))
        .group_by(row.type)
        .order_by(row.type)
    )
    rows = [
        (kind, int(yes), n, yes / n, *(wilson(int(yes), n) or (None, None)))
        for kind, yes, n in session.execute(query)
    ]
    return pd.DataFrame(
        rows, columns=["type", "numerator", "denominator", "share", "lower", "upper"]
    )
