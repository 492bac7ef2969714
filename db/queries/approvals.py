"""Which months of which agencies are approved: for any page that shows their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import local, today
from db.access.in_post import ENDS, last_day, with_ends
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.inputs.dates import months_after
from db.inputs.results import ResultFilter, months_of
from db.models import Account, ApprovalState, PeriodApproval, Posting
from db.models.base import Query
from db.queries import approval_revisions
from db.queries.approval_changes import Changed


@dataclass(frozen=True, kw_only=True)
class AgencyMonth:
    """One month of one agency in which somebody was posted there; ``state`` is that of the newest
    word, none where there is none. ``seen`` is its id, or 0."""

    agency_id: int
    month: date
    is_over: bool
    state: ApprovalState | None = None
    by: str = ""
    at: datetime | None = None
    note: str = ""
    seen: int = 0
    changes: tuple[Changed, ...] = ()

    @property
    def is_unsaid(self) -> bool:
        """Whether nobody says that it is complete: not yet, or no more."""
        return self.state in (None, ApprovalState.WITHDRAWN)

    @property
    def is_open(self) -> bool:
        """Whether an agent can say that it is complete: not said, or returned."""
        return self.is_unsaid or self.state is ApprovalState.RETURNED

    @property
    def is_approved(self) -> bool:
        """Whether an approval stands, changed since or not."""
        return self.state is ApprovalState.APPROVED

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be done: approved, and as it was then."""
        return self.is_approved and not self.changes


#: How many months back an agent is asked for.
ASKED = 3


def waiting(months: Sequence[AgencyMonth]) -> list[AgencyMonth]:
    """Of months read together, those that wait for a manager: proposed, changed since their
    approval, or of an agency that nobody is in to propose them."""
    manned = {each.agency_id for each in months if not each.is_over}
    return [
        each
        for each in months
        if each.is_over
        and (
            each.state is ApprovalState.PROPOSED
            or bool(each.changes)
            or (each.is_unsaid and each.agency_id not in manned)
        )
    ]


def asked(months: Sequence[AgencyMonth], agencies: int) -> list[AgencyMonth]:
    """The last months of so many agencies that are over: those an agent is asked for."""
    over = [each for each in months if each.is_over]
    return over[: ASKED * max(agencies, 1)]


def unsaid(months: Sequence[AgencyMonth], agencies: int) -> list[AgencyMonth]:
    """Of those asked for, the ones that wait for the agent: not spoken of, or returned."""
    return [each for each in asked(months, agencies) if each.is_open]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A period of several agencies: of ``total`` months ``approved`` are, ``changed`` of them with
    changes since. ``by`` and ``at``: the newest approval."""

    total: int
    approved: int
    changed: int
    by: str
    at: datetime | None


def standing(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Standing:
    """Whether the figures of a period are approved, provisional, or have changed since."""
    found = months(session, wanted, viewer=viewer)
    approved = [each for each in found if each.is_approved]
    newest = max(approved, key=lambda each: each.seen, default=None)
    return Standing(
        total=len(found),
        approved=len(approved),
        changed=sum(bool(each.changes) for each in approved),
        by=newest.by if newest else "",
        at=newest.at if newest else None,
    )


def months(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[AgencyMonth]:
    """Every month that the period touches, agency by agency, the newest first."""
    agencies = wanted.among(scope(session, viewer, Permission.RESULTS_READ))
    day = today(session)
    words = _newest(session, wanted, agencies)
    changes = approval_revisions.since(
        session, [word for word, _ in words.values() if word.state is ApprovalState.APPROVED]
    )
    found = []
    for agency_id, month in _posted(session, wanted, agencies, day):
        word, name = words.get((agency_id, month), (None, ""))
        is_over = months_after(month, 1) <= day
        if word is None:
            found.append(AgencyMonth(agency_id=agency_id, month=month, is_over=is_over))
            continue
        found.append(
            AgencyMonth(
                agency_id=agency_id,
                month=month,
                is_over=is_over,
                state=word.state,
                by=name,
                at=local(session, word.said_at),
                note=word.note,
                seen=word.id,
                changes=changes.get(word.id, ()),
            )
        )
    return found


def returned(session: Session, *, viewer: Viewer) -> list[AgencyMonth]:
    """Of the months that an agent is asked for, those that a manager has returned."""
    agencies = scope(session, viewer, Permission.PERIOD_PROPOSE)
    end = today(session).replace(day=1) - timedelta(days=1)
    wanted = ResultFilter(months_after(end.replace(day=1), 1 - ASKED), end)
    return [
        AgencyMonth(
            agency_id=word.agency_id,
            month=word.starts_on,
            is_over=True,
            state=word.state,
            by=name,
            at=local(session, word.said_at),
            note=word.note,
            seen=word.id,
        )
        for word, name in _newest(session, wanted, agencies).values()
        if word.state is ApprovalState.RETURNED
    ]


def last_word(session: Session, agency_id: int, month: date) -> PeriodApproval | None:
    """The newest word on a month; the caller has asked who looks."""
    query = select(PeriodApproval).where(
        PeriodApproval.agency_id == agency_id, PeriodApproval.starts_on == month
    )
    return session.exec(query.order_by(col(PeriodApproval.id).desc())).first()


def has_agent(session: Session, agency_id: int, month: date) -> bool:
    """Whether somebody was posted there in the month; the caller has asked who looks."""
    end = months_after(month, 1) - timedelta(days=1)
    return bool(_postings(session, [agency_id], month, end))


def _newest(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[tuple[int, date], tuple[PeriodApproval, str]]:
    """The newest word on each month, and who said it."""
    last = (
        sa.select(sa.func.max(col(PeriodApproval.id)))
        .where(
            col(PeriodApproval.agency_id).in_(agencies),
            col(PeriodApproval.starts_on).between(wanted.start.replace(day=1), wanted.end),
        )
        .group_by(col(PeriodApproval.agency_id), col(PeriodApproval.starts_on))
    )
    query = (
        select(PeriodApproval, Account.display_name)
        .join(Account, col(Account.id) == col(PeriodApproval.said_by))
        .where(col(PeriodApproval.id).in_(last))
    )
    return {(word.agency_id, word.starts_on): (word, name) for word, name in session.exec(query)}


def _postings(
    session: Session, agencies: Sequence[int] | frozenset[int], start: date, end: date
) -> list[tuple[int, date, date | None]]:
    """Agency, first and last day of each that touches these days."""
    query: Query = sa.select(col(Posting.agency_id), col(Posting.starts_on), *ENDS).where(
        col(Posting.agency_id).in_(agencies), col(Posting.starts_on) <= end
    )
    found = [
        (agency_id, starts_on, last_day(session, *ends))
        for agency_id, starts_on, *ends in session.execute(with_ends(query))
    ]
    return [
        (agency_id, starts_on, last)
        for agency_id, starts_on, last in found
        if last is None or last >= max(start, starts_on)
    ]


def _posted(
    session: Session, wanted: ResultFilter, agencies: frozenset[int], day: date
) -> list[tuple[int, date]]:
    """Agencies and months in which somebody was posted, none that is still to come."""
    first = wanted.start.replace(day=1)
    postings = _postings(session, agencies, first, wanted.end)
    found = {
        (agency_id, month)
        for month in months_of(wanted)
        if month <= day
        for after in [months_after(month, 1)]
        for agency_id, starts_on, ends_on in postings
        if starts_on < after and (ends_on is None or ends_on >= month)
    }
    return sorted(found, key=lambda each: (-each[1].toordinal(), each[0]))
