"""Which postings can stand: who, where, within which days, and beside which others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import Role
from db.errors import Problem, Problems
from db.inputs.postings import ALL, posting_end_problems
from db.models import Account, Agency, Posting, Programme
from db.records import KINDS


@dataclass(frozen=True, kw_only=True)
class Span:
    """A posting as it would stand."""

    account_id: int
    agency_id: int
    starts_on: date
    ends_on: date | None
    share: int


def span_of(row: Posting) -> Span:
    """A posting as it stands."""
    return Span(
        account_id=row.account_id,
        agency_id=row.agency_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        share=row.share,
    )


def account_problems(account: Account | None, span: Span) -> Problems:
    """Only an agent whose account is open can be posted."""
    if account is None or account.role is not Role.AGENT or account.closed_at is not None:
        return {"account_id": Problem("error.posting_agent")}
    if account.expires_on is not None and account.expires_on < span.starts_on:
        return {"starts_on": Problem("error.posting_account_expires", day=account.expires_on)}
    return {}


def agency_problems(session: Session, span: Span) -> Problems:
    """Only in an agency that is open then, to its last day; nobody closes it meanwhile."""
    lock_agencies(session, span.agency_id)
    agency = session.get(Agency, span.agency_id)
    if agency is None:
        return {"agency_id": Problem("error.unknown_choice")}
    if not agency.is_open(span.starts_on):
        return {"agency_id": Problem("error.agency_closed", day=agency.closed_on)}
    if not agency.is_open(span.ends_on or date.max):
        return {"ends_on": Problem("error.posting_after_closing", day=agency.closed_on)}
    return {}


def day_problems(session: Session, span: Span) -> Problems:
    """Within the programme, and no end before the start."""
    programme = session.exec(select(Programme)).one()
    found: Problems = {}
    if span.starts_on < programme.starts_on:
        found["starts_on"] = Problem("error.before_programme", day=programme.starts_on)
    elif span.starts_on > programme.ends_on:
        found["starts_on"] = Problem("error.after_programme", day=programme.ends_on)
    if span.ends_on is not None and span.ends_on > programme.ends_on:
        found["ends_on"] = Problem("error.after_programme", day=programme.ends_on)
    return found | posting_end_problems(span.starts_on, span.ends_on)


def others_problems(session: Session, span: Span, but: Sequence[int] = ()) -> Problems:
    """One posting at a time in one agency, and no more than a full week in all of them.

    ``but``: the postings that it takes the place of.
    """
    beside = [
        each
        for each in session.exec(select(Posting).where(Posting.account_id == span.account_id))
        if each.id not in but and _touch(span, each)
    ]
    for each in beside:
        if each.agency_id == span.agency_id:
            return {"agency_id": Problem("error.posting_twice", day=each.starts_on)}
    left = ALL - _most_at_once(span, beside)
    if span.share > left:
        key = "error.posting_share" if left > 0 else "error.posting_full"
        return {"share": Problem(key, left=left) if left > 0 else Problem(key)}
    return {}


def _touch(span: Span, other: Posting) -> bool:
    return other.starts_on <= (span.ends_on or date.max) and span.starts_on <= (
        other.ends_on or date.max
    )


def _most_at_once(span: Span, beside: Sequence[Posting]) -> int:
    """The largest sum of shares on a day of the span: it is reached on some first day."""
    firsts = {max(each.starts_on, span.starts_on) for each in beside}
    return max(
        (
            sum(
                each.share for each in beside if each.starts_on <= day <= (each.ends_on or date.max)
            )
            for day in firsts
        ),
        default=0,
    )


def last_entry(session: Session, agency_id: int) -> date | None:
    """The last day, up to today, that something recorded in an agency is about."""
    days = []
    for kind in KINDS:
        day: Mapped[date] = getattr(kind.table, kind.day)
        query = sa.select(sa.func.max(day)).where(
            col(kind.table.agency_id) == agency_id,
            col(kind.table.voided_at).is_(None),
            day <= today(session),
        )
        days.append(session.execute(query).scalar_one())
    return max((each for each in days if each is not None), default=None)


def end_all(session: Session, which: sa.ColumnElement[bool], day: date, by: Viewer | None) -> None:
    """End the running ones of these postings on a day, and delete those that begin after it."""
    until = col(Posting.ends_on)
    rows = session.exec(
        select(Posting)
        .where(which, sa.or_(until.is_(None), until > day))
        .order_by(col(Posting.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for row in rows.all():
        if row.starts_on > day:
            audit.record(session, by, "posting.delete", "posting", row.id, changes_results=True)
            session.delete(row)
        else:
            row.ends_on = day
            fields = ["ends_on"]
            audit.record(
                session, by, "posting.end", "posting", row.id, fields=fields, changes_results=True
            )
    session.flush()


def resume_all(session: Session, account_id: int, last: date, by: Viewer | None) -> None:
    """An account goes on today whose ``last`` day was over, and which the caller has locked: its
    postings end on that day and go on from today, for nobody could sign in between."""
    day, until = today(session), col(Posting.ends_on)
    which = (
        col(Posting.account_id) == account_id,
        col(Posting.starts_on) < day,
        sa.or_(until.is_(None), until > last),
    )
    lock_agencies(session, *session.exec(select(Posting.agency_id).where(*which)))
    query = select(Posting).where(*which).order_by(col(Posting.id)).with_for_update()
    rows = session.exec(query.execution_options(populate_existing=True)).all()
    resumed = [
        Posting(**vars(replace(span_of(row), starts_on=day)), languages=row.languages)
        for row in rows
        if row.ends_on is None or row.ends_on >= day
    ]
    end_all(session, sa.and_(*which), last, by)
    session.add_all(resumed)
    session.flush()
    for row in resumed:
        fields = ["account_id", "agency_id", "starts_on", "ends_on"]
        audit.record(
            session, by, "posting.post", "posting", row.id, fields=fields, changes_results=True
        )


def lock_agencies(session: Session, *ids: int) -> None:
    """Before the postings there: nobody closes them meanwhile, nor waits for who waits for them."""
    query = select(Agency).where(col(Agency.id).in_(ids)).order_by(col(Agency.id))
    query = query.with_for_update(key_share=True)
    session.exec(query.execution_options(populate_existing=True)).all()
