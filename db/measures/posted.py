"""Who was posted where and when: the rows behind agents in post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.in_post import ENDS, last_day, with_ends
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures.base import agencies_of
from db.models import Account, Posting
from db.models.base import Query


class Posted(NamedTuple):
    """One posting; it ends with its agency or its account, whichever comes first, if nobody ended
    it."""

    account_id: int
    agent: str
    agency_id: int
    share: int
    starts_on: date
    ends_on: date | None


def agents_on(found: Iterable[Posted], day: date) -> int:
    """Distinct agents in post on a day."""
    return len(
        {each.account_id for each in found if each.starts_on <= day <= (each.ends_on or day)}
    )


def postings_of(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Posted]:
    """Those that touch the period up to today, agency by agency."""
    until = min(wanted.end, today(session))
    query: Query = (
        sa.select(
            col(Posting.account_id),
            col(Account.display_name).label("agent"),
            col(Posting.agency_id),
            col(Posting.share),
            col(Posting.starts_on),
            *ENDS,
        )
        .where(
            col(Posting.agency_id).in_(agencies_of(session, wanted, viewer)),
            col(Posting.starts_on) <= until,
        )
        .order_by(col(Posting.agency_id), col(Posting.starts_on))
    )
    rows = []
    for row in session.execute(with_ends(query)):
        *posting, starts_on = row[: -len(ENDS)]
        ends = last_day(session, *row[-len(ENDS) :])
        first = max(wanted.start, starts_on)
        if first <= until and (ends is None or ends >= first):
            rows.append(Posted._make((*posting, starts_on, ends)))
    return rows
