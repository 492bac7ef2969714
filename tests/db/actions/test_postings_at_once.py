"""Postings change while agencies and accounts close: nobody blocks anybody."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.actions import accounts, agencies, places, postings
from db.actions.posting_spans import end_all
from db.errors import AppError
from db.inputs.accounts import Reopening
from db.inputs.parse import validated
from db.inputs.places import Closing
from db.inputs.postings import PostingExtension, PostingInput, PostingMove
from db.models import Account, Agency, AuditEntry, Posting
from db.store.engine import reading, writing
from tests.at_once import Act, by_turns, while_first_is_under_way, with_many_writers
from tests.cast import CAST, ago, today

MANAGER, ADMIN, AGENT = CAST.manager, CAST.administrator, CAST.agent_casablanca


def posting_of(session: Session, agency_id: int) -> Posting:
    """The last one there; without it nothing can be done."""
    query = select(Posting).where(Posting.agency_id == agency_id)
    row = session.exec(query.order_by(col(Posting.starts_on).desc())).first()
    if row is None:
        raise AppError("error.not_found")
    session.expunge(row)
    return row


def extend(agency_id: int) -> Act:
    """One day more each time, and sometimes no end."""
    turn = count(1)

    def act(session: Session) -> None:
        row, number = posting_of(session, agency_id), next(turn)
        until = None if number % 3 == 0 else ago(-10 - number)
        raw = {"id": row.id, "seen": {"ends_on": row.ends_on}, "ends_on": until}
        postings.extend(session, validated(PostingExtension, raw), by=MANAGER)

    return act


def move(source: int, target: int) -> Act:
    def act(session: Session) -> None:
        row = posting_of(session, source)
        raw = {
            "id": row.id, "seen": {"ends_on": row.ends_on}, "agency_id": target,
            "starts_on": row.starts_on + timedelta(days=1),
        }  # fmt: skip
        postings.move(session, validated(PostingMove, raw), by=MANAGER)

    return act


def close_or_reopen(agency_id: int) -> Act:
    def act(session: Session) -> None:
        if session.get_one(Agency, agency_id).closed_on:
            agencies.reopen(session, agency_id, by=ADMIN)
        else:
            agencies.close(session, Closing(id=agency_id, closed_on=ago(-5)), by=ADMIN)

    return act


def post(agency_id: int, ahead: int) -> Act:
    raw = {"account_id": AGENT, "agency_id": agency_id, "starts_on": ago(-ahead), "share": 50}
    return lambda session: postings.post(session, validated(PostingInput, raw), by=MANAGER)


def go_or_come_back(session: Session) -> None:
    if session.get_one(Account, AGENT).closed_at is None:
        accounts.close(session, AGENT, by=ADMIN)
    else:
        raw: dict[str, Any] = {"account_id": AGENT, "expires_on": ""}
        accounts.reopen(session, validated(Reopening, raw), by=ADMIN)


TWO = (extend(CAST.rabat), close_or_reopen(CAST.rabat))
SEVEN = (
    move(CAST.casablanca, CAST.tanger), move(CAST.tanger, CAST.casablanca),
    close_or_reopen(CAST.casablanca), close_or_reopen(CAST.tanger), go_or_come_back,
    post(CAST.casablanca, 2), post(CAST.tanger, 20),
)  # fmt: skip


@with_many_writers
def test_who_extends_waits_for_the_agency_before_the_posting(database: sa.Engine) -> None:
    with writing() as session:
        posting_of_rabat = select(Posting).where(Posting.agency_id == CAST.rabat)
        for row in session.exec(posting_of_rabat):
            row.ends_on = today()
    found = while_first_is_under_way(
        lambda session: places.found(session, Agency, CAST.rabat).id,
        extend(CAST.rabat),
        lambda session: end_all(session, col(Posting.agency_id) == CAST.rabat, ago(1), None),
    )
    assert found == (CAST.rabat, "error.check_fields")  # it ends earlier now, and that is told


@with_many_writers
def test_a_posting_sent_twice_at_once_is_one_and_who_is_late_finds_it_gone(
    database: sa.Engine,
) -> None:
    with writing() as session:
        session.execute(sa.delete(Posting).where(col(Posting.account_id) == AGENT))
    first, second = while_first_is_under_way(*[post(CAST.tanger, 20)] * 2)
    assert first == second and isinstance(first, int)
    found = while_first_is_under_way(
        lambda session: postings.delete(session, first, by=MANAGER), extend(CAST.tanger)
    )
    assert found == (None, "error.not_found")


@pytest.mark.long
@with_many_writers
@pytest.mark.parametrize(
    ("acts", "done"),
    [
        (TWO, {"agency.close", "agency.reopen", "posting.extend"}),
        (SEVEN, {"agency.close", "account.close", "posting.move", "posting.post"}),
    ],
)
def test_nobody_waits_for_somebody_who_waits_for_them(
    database: sa.Engine, acts: tuple[Act, ...], done: set[str]
) -> None:
    assert by_turns(30, *acts) == []
    with reading() as session:
        assert set(session.exec(select(AuditEntry.action))) >= done
