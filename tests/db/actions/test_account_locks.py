"""Somebody stays who can administer, and what is done to one account at once is done in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import accounts, own_account
from db.codes import Role
from db.errors import AppError, InvalidInput
from db.inputs.accounts import AccountChange, NewAccount, PasswordReset, Reopening
from db.inputs.parse import validated
from db.models import Account, AuditEntry, SignInSession
from db.models.base import now
from db.store.engine import reading, writing
from tests.acts import change_role
from tests.at_once import Act, alone, while_first_is_under_way, with_many_writers
from tests.cast import CAST

ADMIN, OTHER, THIRD = CAST.administrator, CAST.manager, CAST.partner
NEW, OLD = "quatre mots font une phrase", now() - timedelta(days=91)


def administrator(session: Session, account_id: int = OTHER, **state: Any) -> int:
    """Another one."""
    account = session.get_one(Account, account_id)
    account.role, account.organisation_id = Role.ADMINISTRATOR, None
    for name, value in state.items():
        setattr(account, name, value)
    session.flush()
    return account_id


def ends(session: Session, account_id: int, day: date | None, by: int = ADMIN) -> None:
    seen = {name: getattr(session.get_one(Account, account_id), name) for name in SAID}
    raw = {"account_id": account_id, "seen": seen, **seen, "expires_on": day}
    accounts.change(session, validated(AccountChange, raw), by=by)


SAID = ("display_name", "expires_on")
LATER = date(2098, 12, 31)
REMOVING: dict[str, Callable[..., object]] = {
    "close": lambda s, who, by: accounts.close(s, who, by=by),
    "role": lambda s, who, by: change_role(s, who, Role.MANAGER, by=by),
    "end": lambda s, who, by: ends(s, who, LATER, by),
}


def told(refused: pytest.ExceptionInfo[AppError]) -> str:
    error = refused.value
    return error.problems["expires_on"].key if isinstance(error, InvalidInput) else error.key


@pytest.mark.parametrize("deed", ["close", "end"])
def test_the_only_administrator_stays(session: Session, deed: str) -> None:
    with pytest.raises(AppError) as refused:
        REMOVING[deed](session, ADMIN, ADMIN)
    assert told(refused).startswith("error.last_administrator")


@pytest.mark.parametrize(
    ("state", "stays"),
    [
        ({}, True),
        ({"expires_on": date(2099, 12, 31)}, False),
        ({"must_change_password": True}, False),
        ({"closed_at": now()}, False),
        ({"created_at": OLD}, False),
    ],
)
@pytest.mark.parametrize("deed", ["close", "end"])
def test_an_administrator_leaves_when_another_one_stays(
    session: Session, deed: str, state: dict[str, Any], stays: bool
) -> None:
    administrator(session, **state)
    if stays:
        REMOVING[deed](session, ADMIN, ADMIN)
        return
    with pytest.raises(AppError) as refused:
        REMOVING[deed](session, ADMIN, ADMIN)
    assert told(refused).startswith("error.last_administrator")
    account = session.get_one(Account, ADMIN)
    assert (account.closed_at, account.expires_on) == (None, None)


def test_whoever_came_back_lately_stays(session: Session) -> None:
    other = administrator(session, created_at=OLD)
    used = now() - timedelta(days=89)
    session.add(
        SignInSession(account_id=other, token_hash="used", expires_at=used, last_used_at=used)
    )
    session.flush()
    accounts.close(session, ADMIN, by=ADMIN)


@pytest.mark.parametrize("deed", REMOVING)
def test_who_has_an_end_leaves_nobody_behind_who_has_one_too(session: Session, deed: str) -> None:
    """As rows from before can be; a way out: to take away one's own end first."""
    session.get_one(Account, ADMIN).expires_on = date(2099, 12, 31)
    other = administrator(session, expires_on=date(2099, 12, 30))
    with pytest.raises(AppError) as refused:
        REMOVING[deed](session, other, ADMIN)
    assert told(refused).startswith("error.last_administrator")
    ends(session, other, date(2099, 12, 31))
    ends(session, ADMIN, None)
    REMOVING[deed](session, other, ADMIN)


@pytest.mark.parametrize("deed", REMOVING)
def test_who_cannot_administer_anyway_leaves(session: Session, deed: str) -> None:
    session.get_one(Account, ADMIN).expires_on = today(session)
    other = administrator(session, must_change_password=True)
    REMOVING[deed](session, other, ADMIN)


@with_many_writers
def test_of_two_administrators_who_remove_each_other_one_stays(database: sa.Engine) -> None:
    # A closed account, or one that administers no more, is refused as such.
    told = {"close": "account_closed", "role": "not_allowed", "end": "check_fields"}
    for deed, act in REMOVING.items():
        with writing() as session:
            administrator(session, closed_at=None, expires_on=None)
        found = while_first_is_under_way(
            partial(act, who=OTHER, by=ADMIN), partial(act, who=ADMIN, by=OTHER)
        )
        assert found == (None, f"error.{told[deed]}")
        with reading() as session:
            account = session.get_one(Account, ADMIN)
            assert (account.closed_at, account.expires_on) == (None, None)
            assert account.role is Role.ADMINISTRATOR
    with writing() as session:
        administrator(session, expires_on=None)
        administrator(session, THIRD)
    found = while_first_is_under_way(close(OTHER), close(THIRD, by=OTHER))
    assert found == (None, "error.account_closed")


def close(who: int, by: int = ADMIN) -> Act:
    return lambda session: accounts.close(session, who, by=by)


def give_code(who: int) -> Act:
    return lambda session: accounts.make_reset_code(session, who, by=ADMIN)


def reopen(session: Session) -> str | None:
    wanted = validated(Reopening, {"account_id": CAST.closed, "expires_on": ""})
    return accounts.reopen(session, wanted, by=ADMIN)


def create(username: str, submission: str) -> Act:
    wanted = NewAccount(username, "Someone", Role.AGENT)
    return lambda session: accounts.create(session, wanted, submission, by=ADMIN)


def use(username: str, code: str, new: str = NEW) -> Act:
    reset = PasswordReset(username, code, new, new)
    return lambda session: own_account.reset_password(session, reset)


def opens(username: str, code: str) -> bool:
    """Whether a code sets a password."""
    with writing() as session:
        return use(username, code)(session) is not None


@with_many_writers
def test_of_codes_given_at_once_one_is_good(database: sa.Engine) -> None:
    code, refused = while_first_is_under_way(reopen, reopen)
    assert refused == "error.account_is_open"
    assert opens("closed", code)
    first, second = while_first_is_under_way(*[give_code(CAST.manager)] * 2)
    assert not opens("manager", first)
    found = while_first_is_under_way(
        use("manager", second), use("manager", second, "une phrase de quatre autres mots")
    )
    assert found == (CAST.manager, None)
    found = while_first_is_under_way(close(CAST.agent_rabat), give_code(CAST.agent_rabat))
    assert found == (None, "error.account_is_closed")


@with_many_writers
def test_an_account_is_made_once_and_closed_once(database: sa.Engine) -> None:
    while_first_is_under_way(*[close(CAST.agent_rabat)] * 2)
    for name, second in (("someone", "one"), ("somebody", "other")):
        # A screen tries again after this error.
        with pytest.raises(sa.exc.IntegrityError):
            while_first_is_under_way(create(name, "one"), create(name, second))
        code = alone(create(name, "one"))
        again = alone(create(name, second))
        assert again == (code if second == "one" else "error.check_fields")
        assert opens(name, code)
    with reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.entity == "account")
        assert Counter(session.exec(query)) == {
            "account.close": 1, "account.create": 2, "account.password": 2,
        }  # fmt: skip
