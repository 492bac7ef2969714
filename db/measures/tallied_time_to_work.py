"""What the tallies say of how soon people find work, and how soon it ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.codes import OUTCOME_GROUPS
from db.inputs.results import ResultFilter
from db.measures import spans, tallied_totals
from db.measures.due_checks import by_last_due
from db.models.competing_risks import EVENT, LEFT
from db.models.tallies import BEGAN, GONE, WAITING, all_of, day_at, lasted_to, month_at
from db.statistics.incidence import Alike, Followed
from db.statistics.models import Floats


def to_work(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> dict[str, Alike]:
    """By kind of work, how many of the persons first met in the period were followed alike. Whether
    they left or were closed makes no difference here: either comes before."""
    found: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    at, days = tallied_totals.places(session, agencies), tallied_totals.span(session, wanted)
    each = tallied_totals.stored([BEGAN, GONE], days, agencies, at, wanted).c
    for kind, code, after, n in tallied_totals.sums(
        session, [each.kind, each.code, each.next_at], each.n
    ):
        found[EVENT if kind in (BEGAN, all_of(BEGAN)) else LEFT, code].append((after, n))
    # Their days stand in the months, whole or not.
    months = spans.Span((month_at(wanted.start), month_at(wanted.end)))
    each = tallied_totals.stored([WAITING], months, agencies, at, wanted).c
    met = each.next_at.between(day_at(wanted.start), day_at(wanted.end))
    end = day_at(today(session))
    for code, day, n in tallied_totals.sums(
        session, [each.code, each.next_at], sa.case((met, each.n), else_=0)
    ):
        if n:
            found[0, code].append((end - day, n))
    last = max((after for numbers in found.values() for after, _ in numbers), default=0)
    by_day = {key: _by_day(numbers, last) for key, numbers in found.items()}
    none = _by_day([], last)

    def of(cause: int, code: str) -> Floats:
        return by_day.get((cause, code), none)

    # Who began such work is followed to its first day, and no longer.
    return {
        group: _alike(
            {
                0: of(0, "") - of(0, group),
                EVENT: of(EVENT, group),
                LEFT: of(LEFT, "") - of(LEFT, group),
            }
        )
        for group in OUTCOME_GROUPS
    }


def _by_day(numbers: list[tuple[int, int]], last: int) -> Floats:
    """How many by the days that they were followed."""
    days = np.array([after for after, _ in numbers], dtype=np.intp)
    n = np.array([float(n) for _, n in numbers])
    return np.bincount(days, weights=n, minlength=last + 1).astype(np.float64)


def _alike(by_cause: dict[int, Floats]) -> Alike:
    """By what ended it and by days, those of whom there are any."""
    days = {cause: np.flatnonzero(numbers) for cause, numbers in by_cause.items()}
    return Alike(
        np.concatenate([each.astype(np.float64) for each in days.values()]),
        np.concatenate([np.full(len(each), cause) for cause, each in days.items()]),
        np.concatenate([by_cause[cause][each] for cause, each in days.items()]),
    )


def at_work(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> Counter[Followed]:
    """How many jobs of wage work that began in the period were followed alike; tallies know no
    today, so first days are asked for by the last check that is due."""
    at = tallied_totals.places(session, agencies)
    found: Counter[Followed] = Counter()
    due = by_last_due(wanted.start, wanted.end, today(session))
    for check, (start, end) in due.items():
        days = spans.of(replace(wanted, start=start, end=end))
        each = tallied_totals.stored([lasted_to(check)], days, agencies, at, wanted).c
        for cause, month, n in tallied_totals.sums(session, [each.code, each.next_at], each.n):
            found[Followed(month, int(cause))] += n
    return +found
