"""Who looks is read once in what sees one moment, and afresh by whoever writes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.access.permissions import Permission, require
from db.access.viewer import viewer_of
from db.errors import NotAllowed
from db.models import Account, Posting
from db.models.base import now
from db.store.engine import reading, writing
from tests.cast import CAST, ago
from tests.statements import noted, selects

AGENT = CAST.agent_rabat


def close() -> None:
    with writing() as session:
        session.get_one(Account, AGENT).closed_at = now()


def test_a_reading_asks_once_who_looks(sqlite_engine: sa.Engine) -> None:
    with reading() as session:
        viewer = require(session, AGENT, Permission.DAY_READ)
        with noted(sqlite_engine) as statements:
            for permission in (Permission.DAY_READ, Permission.CASE_READ):
                assert require(session, AGENT, permission) == viewer
        assert statements == []


@pytest.mark.usefixtures("sqlite_engine")
def test_what_was_read_of_one_is_not_told_of_another() -> None:
    with reading() as session:
        require(session, AGENT, Permission.DAY_READ)
        assert viewer_of(session, CAST.agent_casablanca).agencies == {CAST.casablanca}
        for who in (CAST.partner, CAST.closed):
            with pytest.raises(NotAllowed):
                require(session, who, Permission.DAY_READ)
        with pytest.raises(NotAllowed):
            require(session, AGENT, Permission.PROGRAMME_MANAGE)


def test_the_next_reading_knows_what_changed(database: sa.Engine) -> None:
    with reading() as session:
        require(session, AGENT, Permission.DAY_READ)
        close()
        # What is read of one moment is refused, or not, as of that moment.
        require(session, AGENT, Permission.DAY_READ)
    with reading() as session, pytest.raises(NotAllowed):
        require(session, AGENT, Permission.DAY_READ)


def test_whoever_writes_reads_the_account_and_its_postings_each_time(session: Session) -> None:
    before = require(session, AGENT, Permission.CASE_WRITE)
    session.add(Posting(account_id=AGENT, agency_id=CAST.tanger, starts_on=ago(1)))
    session.flush()
    after = require(session, AGENT, Permission.CASE_WRITE)
    assert after.agencies == before.agencies | {CAST.tanger}
    session.connection().execute(
        sa.update(Account).where(Account.id == AGENT).values(closed_at=now())  # type: ignore[arg-type]
    )
    with pytest.raises(NotAllowed):
        require(session, AGENT, Permission.CASE_WRITE)


def test_both_are_asked_for_in_few_statements(sqlite_engine: sa.Engine) -> None:
    with reading() as session, noted(sqlite_engine) as statements:
        require(session, AGENT, Permission.DAY_READ)
    # The account, the programme's day, the postings of that day.
    assert selects(statements) == 3
