"""On how many days agents were in an agency: the time in which people could be met there."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta

from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures.base import agencies_of
from db.measures.placements import postings

ONE_DAY = timedelta(days=1)


def days_without(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[int, int]:
    """By agency, the days of the period, up to today, on which nobody was posted there."""
    until = min(wanted.end, today(session))
    there: defaultdict[int, set[int]] = defaultdict(set)
    columns = ["agency_id", "starts_on", "ends_on"]
    found = postings(session, wanted, viewer=viewer)[columns]
    for agency, starts_on, ends_on in found.itertuples(index=False, name=None):
        last = min(ends_on or until, until)
        first = max(starts_on, wanted.start)
        there[int(agency)] |= set(range(first.toordinal(), last.toordinal() + 1))
    days = max((until + ONE_DAY - wanted.start).days, 0)
    agencies = agencies_of(session, wanted, viewer)
    return {each: days - len(there[each]) for each in sorted(agencies)}


def agent_days(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[int, int]:
    """By agency, hundredths of days on which an agent was posted in the period, up to today; two
    agents on one day are two days, and a part of the week is that part of each of its days. An
    agency without any is left out.

    Calendar days: nobody writes down who was ill or on leave, and Sundays are alike everywhere.
    """
    found = postings(session, wanted, viewer=viewer)
    if found.empty:
        return {}
    until = min(wanted.end, today(session))
    days: Counter[int] = Counter()
    columns = ["agency_id", "share", "starts_on", "ends_on"]
    for agency, share, starts_on, ends_on in found[columns].itertuples(index=False, name=None):
        last = min(ends_on or until, until)
        whole = (last + ONE_DAY - max(starts_on, wanted.start)).days
        days[int(agency)] += max(whole, 0) * share
    return {each: n for each, n in days.items() if n}
