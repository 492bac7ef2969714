"""Where persons can be sent, and the referrals whose answer is still to come."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import REFERRAL_ANSWERS, REFERRAL_DAYS, ReferralStatus
from db.errors import NotFound
from db.models import Case, CaseMerge, MergedRow, Referral, ReferralLink
from db.models.base import Query
from db.queries import last_steps
from db.queries.row_count import row_count

#: A late answer is still taken for so long after "no reply" or "did not come" was said.
LATE_DAYS = 90
#: How far back the places that were used most are looked for.
USED_DAYS = 183
_WAITING = tuple(REFERRAL_DAYS)
_LATE = (ReferralStatus.NO_REPLY, ReferralStatus.NO_SHOW)


@dataclass(frozen=True, kw_only=True)
class OpenReferral:
    """One referral that can be answered, whose it is and where it went.

    ``due_on`` is the day by which an answer was expected; none once "no reply" was said.
    ``link_until``: the last day of a link that is out, by which the place may answer itself.
    """

    id: int
    case_id: int
    case_code: str
    type: str
    organisation_id: int | None
    to_agency_id: int | None
    may_share: bool
    sent_on: date
    status: ReferralStatus
    status_on: date
    refusal_reason: str | None
    link_until: date | None
    due_on: date | None
    days_late: int


def open_referrals(
    session: Session, case_id: int | None = None, *, viewer: Viewer, limit: int = 30
) -> list[OpenReferral]:
    """Referrals of the persons of the viewer's agencies that can be answered, or of one person.

    Those that wait come first, the longest overdue before; then those that may still be answered
    after ``NO_REPLY`` or ``NO_SHOW``.
    """
    query = _open(session, viewer)
    if case_id is not None:
        query = query.where(col(Case.id) == case_id)
    return _lines(session, query.limit(limit))


def open_count(session: Session, *, viewer: Viewer) -> int:
    """How many ``open_referrals`` there are without a limit."""
    return row_count(session, _open(session, viewer))


def waiting_count(session: Session, *, viewer: Viewer) -> int:
    """How many of them wait for an answer: not those of which "no reply" or "did not come" was
    said, which may still change."""
    return row_count(session, _open(session, viewer).where(col(Referral.status).in_(_WAITING)))


def sent_before(session: Session, case_id: int, *, viewer: Viewer) -> list[OpenReferral]:
    """Where a person was sent already: what can still be answered, and what was refused of late."""
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    since = today(session) - timedelta(days=LATE_DAYS)
    refused = _of(agencies).where(
        col(Case.id) == case_id,
        col(Referral.status) == ReferralStatus.REFUSED,
        col(Referral.status_on) >= since,
    )
    newest = refused.order_by(col(Referral.status_on).desc(), col(Referral.id).desc())
    return [*open_referrals(session, case_id, viewer=viewer), *_lines(session, newest.limit(5))]


def open_referral(session: Session, referral_id: int, *, viewer: Viewer) -> OpenReferral | None:
    """One of them, by its id."""
    found = _lines(session, _open(session, viewer).where(col(Referral.id) == referral_id))
    return found[0] if found else None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the slip of a referral says."""

    case_code: str
    type: str
    organisation_id: int | None
    to_agency_id: int | None
    sent_on: date


def sent(session: Session, referral_id: int, *, viewer: Viewer) -> Sent:
    """A referral of the viewer's agencies, whatever came of it; ``NotFound`` for any other."""
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    row = session.execute(_of(agencies).where(col(Referral.id) == referral_id)).first()
    if row is None:
        raise NotFound("error.not_found")
    told = {each.name: row._mapping[each.name] for each in fields(Sent)}
    return Sent(**told | {"case_code": code_on_paper(session, row.id)})


def code_on_paper(session: Session, referral_id: int) -> str:
    """The code on the slip: that of the card for which the referral was entered, so that all its
    papers say the same, also once two cards were put together."""
    query = sa.select(sql_code_on_paper()).join_from(
        Referral, Case, col(Case.id) == col(Referral.case_id)
    )
    code: str = session.execute(query.where(col(Referral.id) == referral_id)).scalar_one()
    return code


def sql_code_on_paper() -> sa.ColumnElement[str]:
    """The same of each referral of a query that has its person's case. A row was entered for the
    card from which the first merge moved it."""
    card = aliased(Case)
    first = (
        sa.select(col(card.code))
        .join(CaseMerge, col(CaseMerge.merged_id) == col(card.id))
        .join(MergedRow, col(MergedRow.merge_id) == col(CaseMerge.id))
        .where(
            col(CaseMerge.undone_at).is_(None),
            col(MergedRow.of_table) == str(Referral.__tablename__),
            col(MergedRow.row_key) == "[" + sa.cast(col(Referral.id), sa.String) + "]",
        )
        .order_by(col(CaseMerge.id))
        .limit(1)
        .correlate(Referral)
        .scalar_subquery()
    )
    return sa.func.coalesce(first, col(Case.code))


def own_id(session: Session, submission_id: str, *, viewer: Viewer) -> int | None:
    """The id of the referral that the viewer saved with this submission."""
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    query = (
        sa.select(col(Referral.id))
        .join(Case, col(Case.id) == col(Referral.case_id))
        .where(
            col(Case.agency_id).in_(agencies),
            col(Referral.submission_id) == submission_id,
            col(Referral.entered_by) == viewer.account_id,
            col(Referral.voided_at).is_(None),
        )
    )
    return session.scalars(query).first()


def own_last_answers(session: Session, *, viewer: Viewer) -> list[OpenReferral]:
    """Referrals whose last answer, the viewer's or the place's by a link, can be undone; the newest
    answer first."""
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    order = last_steps.own(session, REFERRAL_ANSWERS, viewer, or_nobodys=True)
    found = _lines(
        session,
        _of(agencies).where(col(Referral.id).in_(order), col(Referral.earlier_status).is_not(None)),
    )
    return sorted(found, key=lambda each: order.index(each.id))


def used_places(session: Session, *, viewer: Viewer) -> list[tuple[int | None, int | None]]:
    """Where the viewer's agencies sent most of late, organisation or agency; the most first."""
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    place = (col(Referral.organisation_id), col(Referral.to_agency_id))
    times = sa.func.count()
    query = (
        sa.select(*place)
        .where(
            col(Referral.agency_id).in_(agencies),
            col(Referral.voided_at).is_(None),
            col(Referral.sent_on) >= today(session) - timedelta(days=USED_DAYS),
        )
        .group_by(*place)
        .order_by(times.desc(), *place)
    )
    return [(organisation, agency) for organisation, agency in session.execute(query)]


def _open(session: Session, viewer: Viewer) -> Query:
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    status, since = col(Referral.status), today(session) - timedelta(days=LATE_DAYS)
    return (
        _of(agencies)
        .where(
            sa.or_(
                sa.and_(status.in_(_WAITING), col(Case.closed_on).is_(None)),
                # Of a case that is closed nobody asks for ever.
                sa.and_(status.in_((*_WAITING, *_LATE)), col(Referral.status_on) >= since),
            )
        )
        .order_by(
            sa.case((status.in_(_WAITING), 0), else_=1), col(Referral.status_on), col(Referral.id)
        )
    )


def _of(agencies: frozenset[int]) -> Query:
    return (
        sa.select(
            col(Referral.id),
            col(Case.id).label("case_id"),
            col(Case.code).label("case_code"),
            col(Referral.type),
            col(Referral.organisation_id),
            col(Referral.to_agency_id),
            col(Referral.may_share),
            col(Referral.sent_on),
            col(Referral.status),
            col(Referral.status_on),
            col(Referral.refusal_reason),
            _link_until(),
        )
        .join(Case, col(Case.id) == col(Referral.case_id))
        .where(col(Case.agency_id).in_(agencies), col(Referral.voided_at).is_(None))
    )


def _link_until() -> sa.Label[date]:
    """The last day of the referral's link that still opens, on whatever day that is."""
    link = ReferralLink
    return (
        sa.select(sa.func.max(col(link.until)))
        .where(
            col(link.referral_id) == col(Referral.id),
            col(link.used_at).is_(None),
            col(link.closed_at).is_(None),
        )
        .scalar_subquery()
        .label("link_until")
    )


def _lines(session: Session, query: Query) -> list[OpenReferral]:
    day, found = today(session), []
    for row in session.execute(query):
        wait = REFERRAL_DAYS.get(row.status)
        due_on = None if wait is None else row.status_on + timedelta(days=wait)
        late = 0 if due_on is None else (day - due_on).days
        told = dict(row._mapping)
        if told["link_until"] is not None and told["link_until"] < day:
            told["link_until"] = None
        found.append(OpenReferral(**told, due_on=due_on, days_late=late))
    return found
