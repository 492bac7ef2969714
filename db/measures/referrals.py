"""Referrals and their answers: do the structures act together?

A referral counts on the day it was sent, in the agency that sent. An answer is what the other place
or, where the person goes alone, the person says (accepted, served, did not come, declined); silence
is none. IR3.1 looks at those that were sent more than 30 days ago, for only they have had the time,
and never at who agreed to be spoken of: its counts, laid beside all referrals, would tell that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import ANSWERED_REFERRAL, TO_TRAINING, ReferralStatus
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures import tallied, tallied_referrals
from db.measures.base import (
    Figure,
    agencies_of,
    frame,
    number_of,
    of_chosen,
    persons,
    ratio,
)
from db.measures.events import Condition, Events
from db.models import Referral, tallies
from db.models.base import Column
from db.models.referrals import FEEDBACK_DAYS
from db.statistics import share_of
from db.statistics.rounding import FEWEST

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
IN_TIME = col(Referral.answered_after) <= FEEDBACK_DAYS
ANSWERED = SENT.where(col(Referral.answered_after).is_not(None))
TO_COURSES = SENT.where(col(Referral.type) == TO_TRAINING, tally=(tallies.SENT, ""))


def referred_to_training(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR1.1: distinct persons who were referred to training in the period."""
    return persons(session, TO_COURSES, wanted, viewer=viewer)


def sent_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``events``."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        return tallied_referrals.sent_by_month(session, wanted, agencies)
    month, agency = sql_month_index(SENT.day), col(Referral.agency_id)
    columns = [month.label("month"), agency, sa.func.count().label("events")]
    query = of_chosen(columns, SENT, wanted, agencies)
    query = query.group_by(month, agency).order_by(month, agency)
    return frame(session, query, month=month_of)


def feedback(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR3.1: of the referrals sent in the period and more than 30 days ago, those answered within
    30 days."""
    rows = by_place(session, wanted, viewer=viewer)
    return ratio(int(rows["in_time"].sum()), int(rows["ripe"].sum()), "events")


def by_place(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``organisation_id``, ``to_agency_id`` (one of them, 0 for the other), ``sent``, ``answered``,
    ``served``, ``ripe`` (sent more than 30 days ago), ``in_time`` (of them, answered within
    30 days), ``share``, ``lower``, ``upper`` (of the ripe); the place with most first."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        rows = tallied_referrals.by_place(session, wanted, agencies)
    else:
        rows = _counted(session, wanted, agencies)
    counts = zip(rows["in_time"], rows["ripe"], strict=True)
    shares = pd.DataFrame(
        [share_of(int(part), int(whole)) for part, whole in counts],
        columns=["share", "lower", "upper"],
    )
    return pd.concat([rows, shares], axis=1)


def is_ripe(day: date) -> Condition:
    """Whether there has been the time to answer."""
    return col(Referral.sent_on) < day - timedelta(days=FEEDBACK_DAYS)


def matrix(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """From which agency to which place: ``agency_id``, ``organisation_id``, ``to_agency_id``,
    ``sent``, ``answered``, ``ripe``, ``in_time`` (as ``by_place``), ``median_days`` (to the first
    answer, of those that have one, where they are ten; of two in the middle the later)."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        rows, middle = tallied_referrals.by_way(session, wanted, agencies)
    else:
        rows = _counted(session, wanted, agencies, by=[SENT.agency_id]).drop(columns="served")
        times = _times(session, wanted, agencies)
        middle = {each: _middle(days) for each, days in times.items()}
    medians = [
        middle.get(each)
        for each in zip(
            rows["agency_id"], rows["organisation_id"], rows["to_agency_id"], strict=True
        )
    ]
    told = pd.Series(pd.array(medians, dtype="Int64"), index=rows.index)
    return rows.assign(median_days=told.where(rows["answered"] >= FEWEST))


def _times(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> Mapping[tuple[int, ...], Counter[int]]:
    """By agency and place, how many answers came after so many days."""
    keys = [SENT.agency_id, *_PLACE, col(Referral.answered_after)]
    query = of_chosen([*keys, sa.func.count()], ANSWERED, wanted, agencies)
    times: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
    for *where, days, number in session.execute(query.group_by(*keys)):
        times[tuple(where)][days] = number
    return times


def _middle(days: Counter[int]) -> int:
    """Of two in the middle the later."""
    return sorted(days.elements())[days.total() // 2]


def _counted(
    session: Session, wanted: ResultFilter, agencies: frozenset[int], by: Sequence[Column] = ()
) -> pd.DataFrame:
    ripe = is_ripe(today(session))
    sent, status = sa.func.count(), col(Referral.status)
    columns = [
        *by,
        *_PLACE,
        sent.label("sent"),
        number_of(status.in_(ANSWERED_REFERRAL)).label("answered"),
        number_of(status == ReferralStatus.SERVED).label("served"),
        number_of(ripe).label("ripe"),
        number_of(sa.and_(ripe, IN_TIME)).label("in_time"),
    ]
    query = of_chosen(columns, SENT, wanted, agencies)
    return frame(session, query.group_by(*by, *_PLACE).order_by(sent.desc(), *by, *_PLACE))


def days_to_answer(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``organisation_id``, ``to_agency_id``, ``days`` (from sending to the first answer) and
    ``events``, for referrals that were answered."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        return tallied_referrals.days_to_answer(session, wanted, agencies)
    keys = [*_PLACE, col(Referral.answered_after).label("days")]
    columns = [*keys, sa.func.count().label("events")]
    query = of_chosen(columns, ANSWERED, wanted, agencies)
    return frame(session, query.group_by(*keys).order_by(*keys))
