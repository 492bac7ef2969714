"""Postings: an agent is posted, moved, their posting ended or extended.

A posting stays as it was: whoever moves gets another one. It is deleted only while nothing rests on
it: it has not begun, or its agent has recorded nothing under it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import posting_entries
from db.actions import posting_spans as spans
from db.actions.account_locks import locked
from db.actions.edit_conflicts import refuse_stale
from db.actions.facts import refuse
from db.actions.posting_spans import Span
from db.errors import InvalidInput, NotFound, Problem, invalid
from db.inputs.postings import PostingEnd, PostingExtension, PostingInput, PostingMove
from db.models import Posting
from db.queries.codes import require_active

ONE_DAY = timedelta(days=1)


def post(session: Session, data: PostingInput, *, by: AccountId) -> int:
    """Post an agent; the same posting twice is one. Raises ``InvalidInput``."""
    viewer = require(session, by, Permission.POSTINGS_MANAGE)
    locked(session, data.account_id)
    known = _same(session, data)
    if known is not None:
        return known
    row = insert(session, data)
    _log(session, viewer, "posting.post", row, ("account_id", "agency_id", "starts_on", "ends_on"))
    return row.id


def insert(session: Session, data: PostingInput) -> Posting:
    """The row itself, for ``post`` and the command line."""
    for code in data.languages:
        require_active(session, "languages", "LANGUAGE", code, today(session))
    span = Span(**data.model_dump(exclude={"languages"}))
    _check(session, span)
    return _add(session, span, ",".join(data.languages))


def end(session: Session, data: PostingEnd, *, by: AccountId) -> None:
    """An earlier last day, which may lie ahead; entries after it must be asked about first."""
    viewer, row = _managed(session, data.id, by)
    if row.ends_on == data.ends_on:
        return
    refuse_stale(session, row, _seen(data.seen))
    if row.ends_on is not None and data.ends_on > row.ends_on:
        raise invalid("ends_on", "error.posting_ends_before", day=row.ends_on)
    problems = spans.day_problems(session, replace(spans.span_of(row), ends_on=data.ends_on))
    # Where it begins before the programme by now, it can end all the same.
    problems.pop("starts_on", None)
    refuse(problems)
    _ask(session, row, data.ends_on, anyway=data.anyway)
    row.ends_on = data.ends_on
    _log(session, viewer, "posting.end", row, ["ends_on"])


def extend(session: Session, data: PostingExtension, *, by: AccountId) -> None:
    """A later last day, or none. Raises ``InvalidInput``."""
    viewer, row = _managed(session, data.id, by)
    if row.ends_on == data.ends_on:
        return
    refuse_stale(session, row, _seen(data.seen))
    if row.ends_on is None or (data.ends_on is not None and data.ends_on < row.ends_on):
        raise invalid("ends_on", "error.posting_not_longer")
    _check(session, replace(spans.span_of(row), ends_on=data.ends_on), row.id)
    row.ends_on = data.ends_on
    _log(session, viewer, "posting.extend", row, ["ends_on"])


def move(session: Session, data: PostingMove, *, by: AccountId) -> int:
    """End a posting and begin another one the next day, elsewhere, for as long as it would have
    lasted; both or neither. Raises ``InvalidInput``."""
    viewer, row = _managed(session, data.id, by, data.agency_id)
    last = data.starts_on - ONE_DAY
    moved = replace(spans.span_of(row), agency_id=data.agency_id, starts_on=data.starts_on)
    if row.ends_on == last and (known := _moved_before(session, moved)) is not None:
        return known
    refuse_stale(session, row, _seen(data.seen))
    if data.agency_id == row.agency_id:
        raise invalid("agency_id", "error.posting_same_agency")
    if last < row.starts_on:
        raise invalid("starts_on", "error.posting_moves_first", day=row.starts_on)
    if row.ends_on is not None and row.ends_on < data.starts_on:
        raise invalid("starts_on", "error.posting_over", day=row.ends_on)
    _check(session, moved, row.id)
    _ask(session, row, last, anyway=data.anyway)
    row.ends_on = last
    _log(session, viewer, "posting.end", row, ["ends_on"])
    made = _add(session, moved, row.languages)
    _log(session, viewer, "posting.move", made, ["agency_id", "starts_on"])
    return made.id


def delete(session: Session, posting_id: int, *, by: AccountId) -> None:
    """Delete a posting that has not begun, or under which its agent has recorded nothing."""
    viewer, row = _managed(session, posting_id, by)
    day = posting_entries.last_day(session, row, row.starts_on)
    if day is not None:
        raise InvalidInput({"entries": Problem("error.posting_has_entries", day=day)})
    _log(session, viewer, "posting.delete", row, ())
    session.delete(row)
    session.flush()


def _managed(
    session: Session, posting_id: int, by: AccountId, *agencies: int
) -> tuple[Viewer, Posting]:
    """The posting, locked behind its agent's account, its agency and other ``agencies``."""
    viewer = require(session, by, Permission.POSTINGS_MANAGE)
    known = session.get(Posting, posting_id)
    if known is not None:
        locked(session, known.account_id)
        spans.lock_agencies(session, known.agency_id, *agencies)
    row = session.get(Posting, posting_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("error.not_found")
    return viewer, row


def _check(session: Session, span: Span, *but: int) -> None:
    account = locked(session, span.account_id)
    refuse(
        spans.account_problems(account, span),
        spans.agency_problems(session, span),
        spans.day_problems(session, span),
    )
    refuse(spans.others_problems(session, span, but))


def _ask(session: Session, row: Posting, last: date, *, anyway: bool) -> None:
    """What the agent has recorded after the new last day stays, but somebody must know."""
    day = None if anyway else posting_entries.last_day(session, row, last + ONE_DAY)
    if day is not None:
        raise invalid("anyway", "error.posting_entry_after", day=day)


def _same(session: Session, data: PostingInput) -> int | None:
    """A posting of just these values."""
    values = data.model_dump() | {"languages": ",".join(data.languages)}
    return session.exec(select(Posting.id).filter_by(**values)).first()


def _moved_before(session: Session, span: Span) -> int | None:
    """The second half of the same move, where its answer was lost."""
    query = select(Posting.id).where(
        Posting.account_id == span.account_id,
        Posting.agency_id == span.agency_id,
        Posting.starts_on == span.starts_on,
    )
    return session.exec(query).first()


def _add(session: Session, span: Span, languages: str) -> Posting:
    row = Posting(**vars(span), languages=languages)
    session.add(row)
    session.flush()
    return row


def _seen(seen: dict[str, Any]) -> dict[str, Any]:
    return {"ends_on": seen["ends_on"]}


def _log(session: Session, viewer: Viewer, act: str, row: Posting, fields: Any) -> None:
    audit.record(session, viewer, act, "posting", row.id, fields=fields, changes_results=True)
