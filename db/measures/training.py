"""Training enrolments and completion.

An enrolment is a place in a course (an application or a rejection is none). Completion (IR1.3):
completed or certified, of the entrants whose planned end has passed.
"""

from __future__ import annotations

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
    frame,
    number_of,
    of_chosen,
    persons,
    persons_by_month,
    ratio,
)
from db.measures.events import Events
from db.models import Organisation, TrainingEnrolment
from db.statistics import share_of

#: Applications and rejections too.
ENROLMENTS = Events(
    table=TrainingEnrolment,
    id=col(TrainingEnrolment.id),
    case_id=col(TrainingEnrolment.case_id),
    day=col(TrainingEnrolment.starts_on),
    kind=col(TrainingEnrolment.type),
)
ENTERED = ENROLMENTS.where(col(TrainingEnrolment.status).in_(ENTERED_TRAINING))
_COUNTS = (sa.func.count().label("events"), ENROLMENTS.persons.label("persons"))


def enrolled(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR1.2: distinct persons who entered a course in the period."""
    return persons(session, ENTERED, wanted, viewer=viewer)


def enrolled_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``persons`` (distinct within the month, all agencies together)."""
    return persons_by_month(session, ENTERED, wanted, viewer=viewer)


def enrolments_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``events``, ``persons``."""
    agencies = agencies_of(session, wanted, viewer)
    month, agency = sql_month_index(ENTERED.day), col(TrainingEnrolment.agency_id)
    query = of_chosen([month.label("month"), agency, *_COUNTS], ENTERED, wanted, agencies)
    query = query.group_by(month, agency).order_by(month, agency)
    return frame(session, query, month=month_of)


def by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type`` (``TRAINING_TYPE``), ``status`` (all of ``TRAINING_STATUS``), ``events``,
    ``persons``."""
    agencies = agencies_of(session, wanted, viewer)
    keys = [ENROLMENTS.kind, col(TrainingEnrolment.status)]
    query = of_chosen([*keys, *_COUNTS], ENROLMENTS, wanted, agencies)
    return frame(session, query.group_by(*keys).order_by(*keys), status=str)


def by_centre(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``centre_type`` (``TRAINING_TYPE`` of the centre, else of the course), ``events``,
    ``persons``."""
    agencies = agencies_of(session, wanted, viewer)
    kind = sa.func.coalesce(col(Organisation.training_type), ENTERED.kind)
    query = (
        of_chosen([kind.label("centre_type"), *_COUNTS], ENTERED, wanted, agencies)
        .outerjoin(Organisation, col(Organisation.id) == col(TrainingEnrolment.centre_id))
        .group_by(kind)
        .order_by(kind)
    )
    return frame(session, query)


def completion(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR1.3, over all kinds."""
    rows = completion_by_kind(session, wanted, viewer=viewer)
    return ratio(int(rows["numerator"].sum()), int(rows["denominator"].sum()), "events")


def completion_by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``numerator``, ``denominator`` (events), ``share``, ``lower``, ``upper``."""
    agencies = agencies_of(session, wanted, viewer)
    ended = ENTERED.where(col(TrainingEnrolment.planned_end_on) < today(session))
    columns = [
        ended.kind,
        number_of(col(TrainingEnrolment.status).in_(FINISHED_TRAINING)).label("numerator"),
        sa.func.count().label("denominator"),
    ]
    query = of_chosen(columns, ended, wanted, agencies).group_by(ended.kind).order_by(ended.kind)
    rows = [
        (row.type, row.numerator, row.denominator, *share_of(row.numerator, row.denominator))
        for row in session.execute(query)
    ]
    return pd.DataFrame(
        rows, columns=["type", "numerator", "denominator", "share", "lower", "upper"]
    )
