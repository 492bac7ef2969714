"""Courses by centre and one by one: places, who completed, who left and why.

Who left is asked as completion is (``db.measures.training``): of the entrants whose planned end has
passed. Places are the courses' own, whoever is asked about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import HOLDS_PLACE, TrainingStatus
from db.inputs.results import ResultFilter
from db.measures import tallied, tallied_outcomes
from db.measures.base import agencies_of, begun, frame, number_of, of_chosen, people, so_far
from db.measures.events import Condition
from db.measures.training import COMPLETED, ENTERED, is_over
from db.models import Case, Course, CourseAgency, TrainingEnrolment
from db.models.base import Query
from db.models.tallies import CENTRES, DONE, ON_THE_WAY
from db.statistics import share_of

_TABLE = TrainingEnrolment
LEFT = col(_TABLE.status) == TrainingStatus.DROPPED
_LEFT_EARLY = "left"
#: An enrolment that names no centre.
NO_CENTRE = 0
#: As many courses are listed one by one, the last ones: nobody reads more, and no phone draws them.
LISTED = 200
_AGENCIES: sa.BindParameter[int] = sa.bindparam("agencies", expanding=True)
_LAST_FIRST = col(Course.starts_on).desc(), col(Course.id).desc()
CENTRE = sa.func.coalesce(col(_TABLE.centre_id), NO_CENTRE)


def leaving_by_centre(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``centre_id`` (``NO_CENTRE`` where none is named), ``entered``, ``completed``, ``numerator``
    (left), ``denominator`` (planned end passed), ``share``, ``lower``, ``upper``; the centre with
    most entrants first. Courses that have begun."""
    wanted = so_far(session, wanted)
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        return _with_shares(_tallied(session, wanted, agencies))
    over = is_over(today(session))
    columns = [
        CENTRE.label("centre_id"),
        sa.func.count().label("entered"),
        number_of(sa.and_(over, COMPLETED)).label("completed"),
        number_of(sa.and_(over, LEFT)).label("numerator"),
        number_of(over).label("denominator"),
    ]
    query = of_chosen(columns, begun(session, ENTERED), wanted, agencies)
    return _with_shares(
        frame(session, query.group_by(CENTRE).order_by(sa.func.count().desc(), CENTRE))
    )


def _tallied(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> pd.DataFrame:
    """By centre, as far as they can be counted."""
    entered, over = Counter[int](), defaultdict[int, Counter[str]](Counter)
    for code, n in tallied.by_code(session, CENTRES, agencies, wanted).items():
        entered[int(code.split(":")[1])] += n
    for (_, centre, became), n in tallied_outcomes.ended(session, wanted, agencies).items():
        over[centre][became if became in (DONE, ON_THE_WAY) else _LEFT_EARLY] += n
    rows = [
        (
            centre,
            n,
            over[centre][DONE],
            over[centre][_LEFT_EARLY],
            sum(over[centre].values()),
        )
        for centre, n in sorted(entered.items(), key=lambda each: (-each[1], each[0]))
    ]
    names = ["centre_id", "entered", "completed", "numerator", "denominator"]
    return pd.DataFrame(rows, columns=names)


def _with_shares(rows: pd.DataFrame) -> pd.DataFrame:
    shares = [
        share_of(int(left), int(over))
        for left, over in zip(rows["numerator"], rows["denominator"], strict=True)
    ]
    bounds = pd.DataFrame(shares, columns=["share", "lower", "upper"], index=rows.index)
    return pd.concat([rows, bounds], axis=1)


def reasons_for_leaving(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``centre_id``, ``reason`` (``DROP_REASON``), ``events``: of those who left, the same ones."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        found: Counter[tuple[int, str]] = Counter()
        for (_, place, became), n in tallied_outcomes.ended(session, wanted, agencies).items():
            if became not in (DONE, ON_THE_WAY):
                found[place, became] += n
        rows = [(place, why or None, n) for (place, why), n in sorted(found.items())]
        return pd.DataFrame(rows, columns=["centre_id", "reason", "events"])
    reason = col(_TABLE.drop_reason)
    left = ENTERED.where(LEFT, is_over(today(session)))
    columns = [CENTRE.label("centre_id"), reason.label("reason"), sa.func.count().label("events")]
    query = of_chosen(columns, left, wanted, agencies)
    return frame(session, query.group_by(CENTRE, reason).order_by(CENTRE, reason))


def courses_begun(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``course_id``, ``title``, ``type``, ``centre_id``, ``starts_on``, ``places``, ``taken`` (of
    them, by anybody); ``done``, ``under_way``, ``left`` of the people asked about. Courses that
    begin in the period and were not cancelled, the last one first, ``LISTED`` at most."""
    agencies = agencies_of(session, wanted, viewer)
    asked = {"agencies": [*agencies], "listed": _listed(session, wanted, agencies)}
    query = _one_by_one(people(wanted)) if wanted.cuts_people else _of_everybody()
    return frame(session, query, asked)


def _listed(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> list[int]:
    """Which these are. Where many are sent to courses, the last of a period are in its last eighth,
    and no more of it is looked through."""
    asked = {"agencies": [*agencies], "end": wanted.end, "listed": LISTED}
    found: list[int] = []
    for since in (wanted.end - (wanted.end - wanted.start) // 8, wanted.start):
        if len(found) < LISTED:
            found = [*session.execute(_last(), {**asked, "since": since}).scalars()]
    return found


@cache
def _last() -> Query:
    """Made once a process, as ``_of_everybody``."""
    since, end = (sa.bindparam(name, type_=sa.Date) for name in ("since", "end"))
    sends = sa.exists().where(
        col(CourseAgency.course_id) == col(Course.id), col(CourseAgency.agency_id).in_(_AGENCIES)
    )
    return (
        sa.select(col(Course.id))
        .where(
            sends,
            col(Course.cancelled_on).is_(None),
            col(Course.starts_on).between(since, end),
            # None ends before it begins: of the courses of all years, the index finds the late.
            col(Course.ends_on) >= since,
        )
        .order_by(*_LAST_FIRST)
        .limit(sa.bindparam("listed", type_=sa.Integer))
    )


@cache
def _of_everybody() -> Query:
    return _one_by_one([])


def _one_by_one(asked: list[Condition]) -> Query:
    """The courses that are listed, and the enrolments of the people asked about."""
    holds = col(_TABLE.status).in_(HOLDS_PLACE)
    own = sa.and_(col(_TABLE.agency_id).in_(_AGENCIES), *asked)
    columns = ("title", "type", "centre_id", "starts_on", "places")
    stands = sa.and_(col(_TABLE.course_id) == col(Course.id), col(_TABLE.voided_at).is_(None))
    query: Query = (
        sa.select(
            col(Course.id).label("course_id"),
            *(col(getattr(Course, name)) for name in columns),
            number_of(holds).label("taken"),
            number_of(sa.and_(own, COMPLETED)).label("done"),
            number_of(sa.and_(own, holds, ~COMPLETED)).label("under_way"),
            number_of(sa.and_(own, LEFT)).label("left"),
        )
        .select_from(Course)
        .outerjoin(_TABLE, stands)
        .where(col(Course.id).in_(sa.bindparam("listed", expanding=True)))
        .group_by(col(Course.id))
        .order_by(*_LAST_FIRST)
    )
    return query.outerjoin(Case, col(Case.id) == col(_TABLE.case_id)) if asked else query
