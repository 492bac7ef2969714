"""When each agent entered something last, for whoever watches over all of them; read only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import time_zone, today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.models import AgencyCount, TrustResponse
from db.queries import colleagues
from db.records import KINDS

#: So many days without an entry are told.
SILENT_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class LastEntry:
    """The ``day`` of an agent's last entry, whatever it is about; missing where there is none.
    ``is_silent``: that it is longer ago than ``SILENT_DAYS``, and the posting too."""

    agency_id: int
    name: str
    day: date | None
    is_silent: bool


def last_entries(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[LastEntry]:
    """Of each agent who is posted today, whoever entered nothing for longest first; trust answers
    are no entries."""
    agencies = wanted.among(scope(session, viewer, Permission.DAYS_READ))
    day = today(session)
    there = [each for each in colleagues.agents(session, agencies) if each.from_on <= day]
    newest = _newest(session, {each.account_id for each in there})
    zone, found = time_zone(session), []
    for each in there:
        at = newest.get(each.account_id)
        last = at.astimezone(zone).date() if at else None
        since = max(each.from_on, last or each.from_on)
        found.append(
            LastEntry(
                agency_id=each.agency_id,
                name=each.name,
                day=last,
                is_silent=since <= day - timedelta(days=SILENT_DAYS),
            )
        )
    return sorted(found, key=lambda each: (each.day or date.min, each.name, each.agency_id))


def is_anything_entered(session: Session, *, viewer: Viewer) -> bool:
    """Whether any entry stands at an agency whose results the viewer reads, or a number of its own
    register."""
    agencies = scope(session, viewer, Permission.RESULTS_READ)
    standing = (
        sa.select(col(kind.table.id))
        .where(col(kind.table.voided_at).is_(None), col(kind.table.agency_id).in_(agencies))
        .limit(1)
        for kind in KINDS
    )
    registers = sa.select(col(AgencyCount.agency_id)).where(
        col(AgencyCount.agency_id).in_(agencies)
    )
    every = (*standing, registers.limit(1))
    return any(session.execute(each).first() is not None for each in every)


def _newest(session: Session, accounts: Iterable[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for table in (kind.table for kind in KINDS if kind.table is not TrustResponse):
        query = (
            sa.select(col(table.entered_by), sa.func.max(col(table.entered_at)))
            .where(col(table.entered_by).in_(accounts))
            .group_by(col(table.entered_by))
        )
        for account_id, at in session.execute(query):
            found[account_id] = max(at, found.get(account_id, at))
    return found
