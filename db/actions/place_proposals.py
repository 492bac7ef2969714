"""Propose a correction to the directory of organisations, and decide on one."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.actions import organisations, places
from db.actions.facts import refuse
from db.errors import AppError, NotFound, Problem, stands_now
from db.inputs.place_proposals import CLOSED, Decision, ProposalInput
from db.models import Organisation, PlaceProposal
from db.models.base import now

ENTITY = "organisation"
#: So many of one agent's may wait: a directory is put right by a few words, not by a flood.
MOST_OPEN = 20


def propose(session: Session, data: ProposalInput, *, by: AccountId) -> int:
    """Store what would be right; the same twice is one. Raises ``InvalidInput``, ``NotFound``."""
    viewer = require(session, by, Permission.REFERRAL_WRITE)
    place = places.found(session, Organisation, data.organisation_id)
    if stands(place, data.field) == data.value:
        refuse({"value": Problem("error.proposed_stands")})
    if data.field == CLOSED and place.closed_on is not None:
        # Nobody could accept it: the place is to be reopened first.
        refuse({"value": Problem("error.proposed_closed", day=place.closed_on)})
    query = select(PlaceProposal).where(
        PlaceProposal.proposed_by == by, col(PlaceProposal.decided_at).is_(None)
    )
    own = session.exec(query).all()
    for each in own:
        if (each.organisation_id, each.field, each.value) == (place.id, data.field, data.value):
            return each.id
    if len(own) >= MOST_OPEN:
        raise AppError("error.proposed_many")
    row = PlaceProposal(**data.model_dump(), proposed_by=by)
    session.add(row)
    session.flush()
    audit.record(session, viewer, "place_proposal.propose", ENTITY, place.id, fields=[data.field])
    return row.id


def decide(session: Session, data: Decision, *, by: AccountId) -> None:
    """Accept a proposal, which changes the directory, or turn it down; once.

    Raises ``InvalidInput`` where its value cannot be, or something else stands than was seen;
    ``AppError`` where it was decided meanwhile.
    """
    viewer = require(session, by, Permission.PLACE_ADD)
    row = session.get(PlaceProposal, data.id, with_for_update=True)
    if row is None:
        raise NotFound("error.not_found")
    if row.decided_at is not None:
        if row.is_accepted is data.is_accepted:
            return
        raise AppError("error.proposed_decided")
    place = places.found(session, Organisation, row.organisation_id)
    if data.is_accepted:
        _refuse_changed(row, place, data.seen)
        _accept(session, row, place)
    row.decided_at, row.decided_by, row.is_accepted = now(), by, data.is_accepted
    session.flush()
    fields = [row.field] if data.is_accepted else ()
    audit.record(session, viewer, "place_proposal.decide", ENTITY, place.id, fields=fields)


def stands(place: Organisation, field: str) -> str:
    """What the directory says of a place now, as a proposal would write it."""
    return str(getattr(place, field) or "")


def _refuse_changed(row: PlaceProposal, place: Organisation, seen: str) -> None:
    """A place that was closed keeps its day, and no word of somebody else goes unread."""
    now_there = getattr(place, row.field)
    if row.field == CLOSED and now_there is not None and now_there.isoformat() != row.value:
        refuse({"value": Problem("error.place_is_closed", day=now_there)})
    if stands(place, row.field) not in (seen, row.value):
        refuse({"value": stands_now(now_there)})


def _accept(session: Session, row: PlaceProposal, place: Organisation) -> None:
    if row.field == CLOSED:
        day = date.fromisoformat(row.value)
        organisations.refuse_closing(session, place, day, "value")
        place.closed_on = day
        return
    names = {name: getattr(place, name) for name in ("name", "short_name")}
    taken = places.name_problems(session, Organisation, names | {row.field: row.value}, place.id)
    if taken:
        refuse({"value": next(iter(taken.values()))})
    setattr(place, row.field, row.value)
