"""Training enrolments and completion.

An enrolment is a place in a course (an application or a rejection is none). Completion (IR1.3):
completed or certified, of the entrants whose planned end has passed.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import ENTERED_TRAINING, FINISHED_TRAINING
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures import tallied, tallied_outcomes
from db.measures.base import (
    Figure,
    agencies_of,
    begun,
    frame,
    number_of,
    of_chosen,
    persons,
    ratio,
    so_far,
)
from db.measures.events import Condition, Events
from db.models import Organisation, TrainingEnrolment, tallies
from db.statistics import share_of

#: Applications and rejections too.
ENROLMENTS = Events(
    table=TrainingEnrolment,
    id=col(TrainingEnrolment.id),
    case_id=col(TrainingEnrolment.case_id),
    day=col(TrainingEnrolment.starts_on),
    kind=col(TrainingEnrolment.type),
)
ENTERED = ENROLMENTS.where(
    col(TrainingEnrolment.status).in_(ENTERED_TRAINING), tally=(tallies.ENTERED, "")
)
#: The type of an enrolment's centre, without a join.
CENTRE_TYPE = sa.func.coalesce(
    sa.select(col(Organisation.training_type))
    .where(col(Organisation.id) == col(TrainingEnrolment.centre_id))
    .scalar_subquery(),
    ENTERED.kind,
)
COMPLETED = col(TrainingEnrolment.status).in_(FINISHED_TRAINING)
_COUNTS = (sa.func.count().label("events"), ENROLMENTS.persons.label("persons"))


def enrolled(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR1.2: distinct persons who entered a course in the period; one that is to begin is not
    entered yet."""
    return persons(session, ENTERED, wanted, viewer=viewer)


def enrolments_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``events``, ``persons``: of courses that have begun."""
    wanted, entered = so_far(session, wanted), begun(session, ENTERED)
    agencies = agencies_of(session, wanted, viewer)
    found = tallied_outcomes.enrolments(session, wanted, agencies)
    if found is not None:
        told = [(month_of(month), agency, *numbers) for (month, agency), numbers in found.items()]
        return pd.DataFrame(told, columns=["month", "agency_id", "events", "persons"])
    month, agency = sql_month_index(entered.day), col(TrainingEnrolment.agency_id)
    query = of_chosen([month.label("month"), agency, *_COUNTS], entered, wanted, agencies)
    query = query.group_by(month, agency).order_by(month, agency)
    return frame(session, query, month=month_of)


def by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type`` (``TRAINING_TYPE``), ``status`` (all of ``TRAINING_STATUS``), ``events``,
    ``persons``."""
    agencies = agencies_of(session, wanted, viewer)
    keys = [ENROLMENTS.kind, col(TrainingEnrolment.status)]
    persons = tallied_outcomes.people_by_code(
        session, tallies.ATTENDED, ENROLMENTS, keys, wanted, agencies
    )
    if persons is not None:
        events = tallied.by_code(session, tallies.COURSES, agencies, wanted)
        told = [(*code.split(":"), n, persons[code]) for code, n in sorted(events.items())]
        return pd.DataFrame(told, columns=["type", "status", "events", "persons"])
    query = of_chosen([*keys, *_COUNTS], ENROLMENTS, wanted, agencies)
    return frame(session, query.group_by(*keys).order_by(*keys), status=str)


def by_centre(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``centre_type`` (``TRAINING_TYPE`` of the centre, else of the course), ``events``,
    ``persons``: of courses that have begun."""
    wanted, entered = so_far(session, wanted), begun(session, ENTERED)
    agencies = agencies_of(session, wanted, viewer)
    kind = sa.func.coalesce(col(Organisation.training_type), ENTERED.kind)
    if (told := _by_centre_type(session, wanted, agencies)) is not None:
        return told
    query = (
        of_chosen([kind.label("centre_type"), *_COUNTS], entered, wanted, agencies)
        .outerjoin(Organisation, col(Organisation.id) == col(TrainingEnrolment.centre_id))
        .group_by(kind)
        .order_by(kind)
    )
    return frame(session, query)


def _by_centre_type(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> pd.DataFrame | None:
    persons = tallied_outcomes.people_by_code(
        session, tallies.ENTERED, ENTERED, [CENTRE_TYPE], wanted, agencies
    )
    if persons is None:
        return None
    events: Counter[str] = Counter()
    for code, n in tallied.by_code(session, tallies.CENTRES, agencies, wanted).items():
        events[code.split(":")[0]] += n
    rows = [(kind, n, persons[kind]) for kind, n in sorted(events.items())]
    return pd.DataFrame(rows, columns=["centre_type", "events", "persons"])


def is_over(day: date) -> Condition:
    """Whether a course should have ended before a day."""
    return col(TrainingEnrolment.planned_end_on) < day


def completion(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR1.3, over all kinds."""
    rows = completion_by_kind(session, wanted, viewer=viewer)
    return ratio(int(rows["numerator"].sum()), int(rows["denominator"].sum()), "events")


def completion_by_kind(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``type``, ``numerator``, ``denominator`` (events), ``share``, ``lower``, ``upper``."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        done, everybody = Counter[str](), Counter[str]()
        for (kind, _, became), n in tallied_outcomes.ended(session, wanted, agencies).items():
            everybody[kind] += n
            done[kind] += n if became == tallies.DONE else 0
        counts = [(kind, done[kind], n) for kind, n in sorted(everybody.items())]
        return _completed(counts)
    ended = ENTERED.where(is_over(today(session)))
    columns = [
        ended.kind,
        number_of(COMPLETED).label("numerator"),
        sa.func.count().label("denominator"),
    ]
    query = of_chosen(columns, ended, wanted, agencies).group_by(ended.kind).order_by(ended.kind)
    return _completed([tuple(row) for row in session.execute(query)])


def _completed(counts: list[tuple[str, int, int]]) -> pd.DataFrame:
    rows = [(kind, done, of, *share_of(done, of)) for kind, done, of in counts]
    return pd.DataFrame(
        rows, columns=["type", "numerator", "denominator", "share", "lower", "upper"]
    )
