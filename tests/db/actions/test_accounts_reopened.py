"""A closed account is opened again: whoever comes back begins anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.access.postings import posted_agencies
from db.access.viewer import viewer_of
from db.actions import accounts, own_account
from db.errors import AppError, InvalidInput
from db.inputs.accounts import PasswordReset, Reopening
from db.inputs.parse import validated
from db.models import Account, AuditEntry, Posting
from db.queries import sign_ins
from db.secrets.passwords import matches
from tests.acts import a_session, change_account, change_role
from tests.cast import CAST, PASSWORD

NEW = "quatre mots font une phrase"


def reopen(session: Session, account_id: int = CAST.agent_rabat, until: object = "") -> str | None:
    raw = {"account_id": account_id, "expires_on": until}
    return accounts.reopen(session, validated(Reopening, raw), by=CAST.administrator)


def close(session: Session, account_id: int = CAST.agent_rabat) -> None:
    accounts.close(session, account_id, by=CAST.administrator)


def test_who_comes_back_has_no_posting_no_session_and_no_password(session: Session) -> None:
    a_session(session)
    close(session)
    code = reopen(session)
    assert posted_agencies(session, CAST.agent_rabat, today(session) + timedelta(days=1)) == []
    account = session.get_one(Account, CAST.agent_rabat)
    assert not matches(PASSWORD, account.password_hash)
    assert sign_ins.open_browsers(session, CAST.agent_rabat) == 0
    assert code
    wanted = PasswordReset(account.username, code, NEW, NEW)
    assert own_account.reset_password(session, wanted) == CAST.agent_rabat
    assert viewer_of(session, CAST.agent_rabat)


def test_a_code_from_before_the_closing_opens_nothing_afterwards(session: Session) -> None:
    code = accounts.make_reset_code(session, CAST.agent_rabat, by=CAST.administrator)
    close(session)
    reopen(session)
    wanted = PasswordReset("agent.rabat", code, NEW, NEW)
    assert own_account.reset_password(session, wanted) is None


def test_a_posting_ends_with_an_account_that_had_expired_before_it_was_closed(
    session: Session,
) -> None:
    account = session.get_one(Account, CAST.agent_rabat)
    account.expires_on = today(session) - timedelta(days=20)
    close(session)
    reopen(session)
    (posting,) = session.exec(select(Posting).where(Posting.account_id == account.id))
    assert posting.ends_on == today(session) - timedelta(days=20)


def test_an_end_that_has_passed_must_be_changed(session: Session) -> None:
    account = session.get_one(Account, CAST.agent_rabat)
    account.expires_on = today(session) - timedelta(days=1)
    close(session)
    with pytest.raises(InvalidInput) as refused:
        reopen(session, until=account.expires_on)
    assert refused.value.problems["expires_on"].key == "error.ends_in_the_past"
    assert account.closed_at is not None
    reopen(session, until="31/12/2098")
    session.refresh(account)
    assert account.closed_at is None
    assert account.expires_on == date(2098, 12, 31)


def test_an_account_is_reopened_once(session: Session) -> None:
    close(session)
    reopen(session)
    before = len(session.exec(select(AuditEntry)).all())
    with pytest.raises(AppError, match="account_is_open"):
        reopen(session)
    assert len(session.exec(select(AuditEntry)).all()) == before


def test_a_demonstration_account_has_its_known_password_again(session: Session) -> None:
    account = session.get_one(Account, CAST.agent_rabat)
    account.is_demo = True
    close(session)
    assert reopen(session) is None
    assert matches(PASSWORD, account.password_hash)


def test_nothing_but_reopening_is_done_to_a_closed_account(session: Session) -> None:
    close(session)
    for act in (
        change_account,
        change_role,
        lambda s: accounts.make_reset_code(s, CAST.agent_rabat, by=CAST.administrator),
    ):
        with pytest.raises(AppError, match="account_is_closed"):
            act(session)


def test_no_code_is_given_for_an_account_that_has_ended(session: Session) -> None:
    session.get_one(Account, CAST.manager).expires_on = today(session) - timedelta(days=1)
    with pytest.raises(AppError, match="account_has_ended"):
        accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
