"""What the tallies say of how soon people find work, and how soon it ends."""

from __future__ import annotations

from collections import Counter, defaultdict

import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.codes import OUTCOME_GROUPS
from db.inputs.results import ResultFilter
from db.measures import spans, tallied_whole
from db.models.followed import EVENT, LEFT
from db.models.tallies import BEGAN, GONE, LASTED, WAITING, all_of, day_at, month_at
from db.statistics.incidence import Followed


def to_work(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[str, Counter[Followed]]:
    """By kind of work, how many of the persons first met in the period were followed alike. Whether
    they left or were closed makes no difference here: either comes before."""
    all_: dict[str, Counter[Followed]] = defaultdict(Counter)
    began: dict[str, Counter[Followed]] = defaultdict(Counter)
    at, days = tallied_whole.places(session, agencies), tallied_whole.span(session, wanted)
    each = tallied_whole.stored([BEGAN, GONE], days, agencies, at, wanted).c
    for kind, code, after, n in tallied_whole.sums(
        session, [each.kind, each.code, each.next_at], each.n
    ):
        found, cause = (began, EVENT) if kind in (BEGAN, all_of(BEGAN)) else (all_, LEFT)
        found[code][Followed(after, cause)] += n
    # Their days stand in the months, whole or not.
    months = spans.Span((month_at(wanted.start), month_at(wanted.end)))
    each = tallied_whole.stored([WAITING], months, agencies, at, wanted).c
    met = each.next_at.between(day_at(wanted.start), day_at(wanted.end))
    end = day_at(today(session))
    for code, day, n in tallied_whole.sums(
        session, [each.code, each.next_at], sa.case((met, each.n), else_=0)
    ):
        all_[code][Followed(end - day, 0)] += n
    # Who began such work is followed to its first day, and no longer.
    return {group: all_[""] - all_[group] + began[group] for group in OUTCOME_GROUPS}


def at_work(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> Counter[Followed]:
    """How many jobs of wage work that began in the period were followed alike."""
    at, days = tallied_whole.places(session, agencies), tallied_whole.span(session, wanted)
    each = tallied_whole.stored([LASTED], days, agencies, at, wanted).c
    found = tallied_whole.sums(session, [each.code, each.next_at], each.n)
    return +Counter({Followed(after, int(cause)): n for cause, after, n in found})
