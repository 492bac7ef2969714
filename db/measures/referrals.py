"""Referrals and their answers: do the structures act together?

A referral counts on the day it was sent, in the agency that sent. An answer is what the other place
says (accepted, served, did not come, declined); silence is none. IR3.1 looks at those that were
sent more than 30 days ago, for only they have had the time, and of people who agree that both
places speak about it: who goes alone is asked themselves, which says nothing of the place.
"""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import ANSWERED_REFERRAL, TO_TRAINING, ReferralStatus
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures.base import (
    Figure,
    agencies_of,
    frame,
    number_of,
    of_chosen,
    persons,
    ratio,
)
from db.measures.events import Events
from db.models import Referral
from db.statistics import share_of

#: Feedback later than this comes too late for the person.
FEEDBACK_DAYS = 30
SENT = Events(
    table=Referral,
    id=col(Referral.id),
    case_id=col(Referral.case_id),
    day=col(Referral.sent_on),
    kind=col(Referral.type),
)
_PLACE = (
    sa.func.coalesce(col(Referral.organisation_id), 0).label("organisation_id"),
    sa.func.coalesce(col(Referral.to_agency_id), 0).label("to_agency_id"),
)
TO_COURSES = SENT.where(col(Referral.type) == TO_TRAINING)


def referred_to_training(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR1.1: distinct persons who were referred to training in the period."""
    return persons(session, TO_COURSES, wanted, viewer=viewer)


def sent_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``events``."""
    month, agency = sql_month_index(SENT.day), col(Referral.agency_id)
    columns = [month.label("month"), agency, sa.func.count().label("events")]
    query = of_chosen(columns, SENT, wanted, agencies_of(session, wanted, viewer))
    query = query.group_by(month, agency).order_by(month, agency)
    return frame(session, query, month=month_of)


def feedback(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR3.1: of the referrals sent in the period and more than 30 days ago, those answered within
    30 days."""
    rows = by_place(session, wanted, viewer=viewer)
    return ratio(int(rows["in_time"].sum()), int(rows["ripe"].sum()), "events")


def by_place(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``organisation_id``, ``to_agency_id`` (one of them, 0 for the other), ``sent``, ``answered``,
    ``served``, ``ripe`` (sent more than 30 days ago and shared), ``in_time`` (of them, answered
    within 30 days), ``share``, ``lower``, ``upper`` (of the ripe); the place with most first."""
    rows = _counted(session, wanted, viewer)
    counts = zip(rows["in_time"], rows["ripe"], strict=True)
    shares = pd.DataFrame(
        [share_of(int(part), int(whole)) for part, whole in counts],
        columns=["share", "lower", "upper"],
    )
    return pd.concat([rows, shares], axis=1)


def _counted(session: Session, wanted: ResultFilter, viewer: Viewer) -> pd.DataFrame:
    long_ago = col(Referral.sent_on) < today(session) - timedelta(days=FEEDBACK_DAYS)
    ripe = sa.and_(long_ago, col(Referral.may_share))
    sent, status = sa.func.count(), col(Referral.status)
    columns = [
        *_PLACE,
        sent.label("sent"),
        number_of(status.in_(ANSWERED_REFERRAL)).label("answered"),
        number_of(status == ReferralStatus.SERVED).label("served"),
        number_of(ripe).label("ripe"),
        number_of(sa.and_(ripe, col(Referral.answered_after) <= FEEDBACK_DAYS)).label("in_time"),
    ]
    query = of_chosen(columns, SENT, wanted, agencies_of(session, wanted, viewer))
    return frame(session, query.group_by(*_PLACE).order_by(sent.desc(), *_PLACE))


def days_to_answer(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``organisation_id``, ``to_agency_id``, ``days`` (from sending to the first answer) and
    ``events``, for referrals that were answered."""
    answered = SENT.where(col(Referral.answered_after).is_not(None))
    keys = [*_PLACE, col(Referral.answered_after).label("days")]
    columns = [*keys, sa.func.count().label("events")]
    query = of_chosen(columns, answered, wanted, agencies_of(session, wanted, viewer))
    return frame(session, query.group_by(*keys).order_by(*keys))
