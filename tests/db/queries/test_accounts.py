"""What an administrator's list tells of accounts: their use, their codes, their end."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import Session

from db.access.clock import time_zone, today
from db.access.viewer import viewer_of
from db.actions import accounts as actions
from db.actions import sign_ins
from db.codes import Role
from db.errors import NotFound
from db.inputs.accounts import NewAccount
from db.models import Account, Posting, SignInSession
from db.models.base import now
from db.queries import accounts
from db.queries.accounts import Listed, State
from tests.acts import a_session
from tests.cast import CAST


def names(session: Session, state: State = State.OPEN, search: str = "") -> set[str]:
    viewer = viewer_of(session, CAST.administrator)
    return {each.username for each in accounts.listed(session, search, state, viewer=viewer)}


def one(session: Session, account_id: int = CAST.agent_rabat) -> accounts.Detail:
    return accounts.detail(session, account_id, viewer=viewer_of(session, CAST.administrator))


def listed(session: Session, account_id: int = CAST.agent_rabat) -> Listed:
    return one(session, account_id).account


def used(session: Session, at: datetime) -> None:
    session.get_one(SignInSession, a_session(session)).last_used_at = at
    session.flush()


def test_the_last_use_is_that_of_the_last_session(session: Session) -> None:
    moment = now()
    used(session, moment - timedelta(days=9))
    session.add(
        SignInSession(
            account_id=CAST.agent_rabat, token_hash="b", expires_at=moment,
            last_used_at=moment - timedelta(days=3), ended_at=moment,
        )
    )  # fmt: skip
    session.flush()
    assert listed(session).last_used_at == moment - timedelta(days=3)
    assert one(session).browsers == 1
    assert listed(session, CAST.manager).last_used_at is None


@pytest.mark.parametrize(("days", "is_dormant"), [(89, False), (90, True)])
def test_an_account_is_dormant_after_ninety_days(
    session: Session, days: int, is_dormant: bool
) -> None:
    account = session.get_one(Account, CAST.agent_rabat)
    account.created_at = now() - timedelta(days=days)
    assert listed(session).is_dormant is is_dormant
    account.created_at = now() - timedelta(days=500)
    used(session, now() - timedelta(days=days))
    assert ("agent.rabat" in names(session, State.DORMANT)) is is_dormant


def test_who_was_invited_is_told_apart_until_a_password_is_set(session: Session) -> None:
    wanted = NewAccount("new.person", "New Person", Role.AGENT)
    actions.create(session, wanted, "given", by=CAST.administrator)
    assert names(session, State.INVITED) == {"new.person"}
    assert names(session, State.OPEN) >= {"new.person", "manager"}
    viewer = viewer_of(session, CAST.administrator)
    until = accounts.code_until(session, "new.person", viewer=viewer)
    assert until and timedelta(hours=23) < until - now() <= timedelta(hours=24)


def test_a_code_is_not_said_to_outlive_its_account(session: Session) -> None:
    """A code of the last day opens nothing after midnight: neither slip nor list says otherwise."""
    last = today(session)
    wanted = NewAccount("new.person", "New Person", Role.AGENT, expires_on=last)
    actions.create(session, wanted, "given", by=CAST.administrator)
    viewer = viewer_of(session, CAST.administrator)
    midnight = datetime.combine(last + timedelta(days=1), time(), time_zone(session))
    (row,) = accounts.listed(session, "new.person", viewer=viewer)
    until = accounts.code_until(session, "new.person", viewer=viewer)
    assert until and midnight - timedelta(minutes=1) <= until < midnight
    assert row.code_until == until


def test_closed_accounts_and_those_that_have_ended_are_found_apart(session: Session) -> None:
    session.get_one(Account, CAST.manager).expires_on = today(session) - timedelta(days=1)
    session.get_one(Account, CAST.agent_rabat).expires_on = today(session)
    session.get_one(Account, CAST.closed).expires_on = date(2020, 1, 1)
    session.flush()
    assert names(session, State.ENDED) == {"manager"}
    assert names(session, State.CLOSED) == {"closed"}
    assert "closed" not in names(session, State.OPEN) | names(session, State.DORMANT)


def test_a_partner_is_found_by_the_organisation(session: Session) -> None:
    assert names(session, search="ministere") == {"partner"}


def test_postings_are_shown_while_they_open_something(session: Session) -> None:
    day = today(session)
    for agency, starts, ends in (
        (CAST.casablanca, 60, 8), (CAST.tanger, 60, 7), (CAST.casablanca, -5, None),
    ):  # fmt: skip
        session.add(
            Posting(
                account_id=CAST.agent_rabat,
                agency_id=agency,
                starts_on=day - timedelta(days=starts),
                ends_on=None if ends is None else day - timedelta(days=ends),
            )
        )
    session.flush()
    found = {each.agency_id: each for each in one(session).places}
    assert set(found) == {CAST.rabat, CAST.tanger, CAST.casablanca}
    assert found[CAST.tanger].correct_until == day
    assert found[CAST.rabat].correct_until is None
    assert [each.agency_id for each in found.values() if each.is_to_come] == [CAST.casablanca]


def test_failed_sign_ins_that_count_are_counted(session: Session) -> None:
    for _ in range(3):
        sign_ins.begin_attempt(session, "agent.rabat", "192.0.2.1")
    assert (one(session).failures, one(session, CAST.manager).failures) == (3, 0)


def test_an_account_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        one(session, 999)
