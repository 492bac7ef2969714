"""Guessing is slow, tickets work once, and a session ends when it should."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import viewer_of
from db.actions import accounts, own_account, sign_ins
from db.codes import Role
from db.errors import AppError, InvalidInput, NotAllowed
from db.inputs.accounts import NewAccount, PasswordChange, PasswordReset
from db.models import Account, FailedSignIn, SignInSession, SignInTicket
from db.models.base import now
from db.queries import sign_ins as queries
from db.queries.sign_ins import Over
from db.secrets import passwords
from db.secrets.sealing import fingerprint, keyed_hash
from db.store.settings import settings
from tests.acts import change_role
from tests.at_once import with_many_writers
from tests.cast import CAST, PASSWORD

HERE, THERE = "192.0.2.1", "192.0.2.2"
NEW = "quatre mots font une phrase"


def fail(session: Session, times: int, name: str = "manager", address: str = HERE) -> int:
    """So many attempts; returns the seconds that the last one has to wait."""
    waits = [sign_ins.begin_attempt(session, name, address).wait_seconds for _ in range(times)]
    return waits[-1]


def age(session: Session, **by: int) -> None:
    """Let time pass for all failures."""
    for row in session.exec(select(FailedSignIn)):
        row.at -= timedelta(**by)
    session.flush()


def opened(session: Session, account_id: int, browser: str = "browser") -> str:
    attempt = sign_ins.begin_attempt(session, f"name{account_id}", HERE)
    ticket = sign_ins.succeed(session, attempt.id, account_id, browser)
    made = sign_ins.open_session(session, ticket, browser, "Chrome")
    assert made is not None
    session.flush()
    return made.token


def alive(session: Session, token: str, **options: bool) -> bool:
    return queries.behind(session, token, **options) is not None


def test_five_failures_lock_the_pair_for_a_minute_then_two(session: Session) -> None:
    assert fail(session, 5) == 0
    assert fail(session, 1) == 60
    age(session, seconds=61)
    assert fail(session, 1) == 0
    age(session, seconds=61)
    assert 0 < fail(session, 1) <= 60
    age(session, seconds=61)
    assert fail(session, 1) == 0


def test_the_pair_waits_at_most_fifteen_minutes(session: Session) -> None:
    for _ in range(14):
        age(session, minutes=16)
        assert fail(session, 1) == 0
    age(session, minutes=14)
    assert 0 < fail(session, 1) <= 60
    age(session, minutes=2)
    assert fail(session, 1) == 0


def attack(session: Session, times: int, name: str = "manager") -> None:
    """Somebody guesses at one name from many places."""
    for number in range(times):
        session.add(
            FailedSignIn(
                name_hash=keyed_hash(f"name:{name}"),
                address_hash=keyed_hash(f"address:{number}"),
            )
        )
    session.flush()


def test_guesses_from_many_places_delay_a_name_by_a_minute_at_most(session: Session) -> None:
    attack(session, 12)
    assert fail(session, 1, address=THERE) == 4
    attack(session, 30)
    assert 0 < fail(session, 1, address=HERE) <= 60


def test_nobody_locks_another_person_out_by_going_on(session: Session) -> None:
    attack(session, 30)
    assert fail(session, 1, address=THERE) == 60
    age(session, seconds=61)
    attack(session, 30)
    assert fail(session, 1, address=THERE) == 0


def test_an_old_failure_of_ones_own_makes_no_lock_of_the_delay(session: Session) -> None:
    fail(session, 1, address=THERE)
    age(session, hours=2)
    attack(session, 30)
    assert fail(session, 1, address=THERE) == 60
    age(session, seconds=61)
    attack(session, 1)
    assert fail(session, 1, address=THERE) == 0


def test_what_an_address_at_its_limit_tries_is_not_counted(session: Session) -> None:
    for number in range(100):
        fail(session, 1, name=f"somebody{number}")
    attack(session, 30)
    for name in ("somebody else", "manager"):
        assert fail(session, 1, name=name) > 3000
    here = keyed_hash(f"address:{HERE}")
    assert (
        len(session.exec(select(FailedSignIn).where(FailedSignIn.address_hash == here)).all())
        == 100
    )


def test_one_address_may_fail_a_hundred_times_an_hour(session: Session) -> None:
    for number in range(100):
        assert fail(session, 1, name=f"somebody{number}") == 0
    assert 3540 < fail(session, 1, name="somebody else") <= 3600  # a slow machine counts down
    assert fail(session, 1, name="somebody else", address=THERE) == 0
    age(session, minutes=61)
    assert fail(session, 1, name="somebody else") == 0


def test_a_right_password_forgets_the_failures_before_it(session: Session) -> None:
    fail(session, 4)
    attempt = sign_ins.begin_attempt(session, "manager", HERE)
    sign_ins.succeed(session, attempt.id, CAST.manager, "browser")
    assert fail(session, 5) == 0


def test_names_and_addresses_are_not_stored_in_clear(session: Session) -> None:
    fail(session, 1)
    row = session.exec(select(FailedSignIn)).one().model_dump()
    assert {"name_hash", "address_hash"} < set(row)
    assert [column for column, value in row.items() if "manager" in str(value)] == []
    assert [column for column, value in row.items() if HERE in str(value)] == []


def ticket_for(session: Session, browser: str = "browser") -> str:
    attempt = sign_ins.begin_attempt(session, "manager", HERE)
    return sign_ins.succeed(session, attempt.id, CAST.manager, browser)


def test_a_ticket_works_once(session: Session) -> None:
    ticket = ticket_for(session)
    assert sign_ins.open_session(session, ticket, "browser", "") is not None
    assert sign_ins.open_session(session, ticket, "browser", "") is None


def test_a_ticket_of_another_browser_is_refused(session: Session) -> None:
    assert sign_ins.open_session(session, ticket_for(session), "another", "") is None


def test_a_ticket_of_a_browser_without_a_mark_opens_nowhere(session: Session) -> None:
    assert sign_ins.open_session(session, ticket_for(session, ""), "", "") is None


def test_a_forged_ticket_is_refused(session: Session) -> None:
    ticket_for(session)
    assert sign_ins.open_session(session, "forged", "browser", "") is None


@pytest.mark.parametrize(("seconds", "opens"), [(29, True), (31, False)])
def test_a_ticket_lasts_thirty_seconds(
    session: Session, monkeypatch: pytest.MonkeyPatch, seconds: int, opens: bool
) -> None:
    ticket, later = ticket_for(session), now() + timedelta(seconds=seconds)
    monkeypatch.setattr(sign_ins, "now", lambda: later)
    assert (sign_ins.open_session(session, ticket, "browser", "") is not None) is opens


def second(database: sa.Engine) -> Session:
    """Another visitor's transaction, which soon gives up waiting for the first one's."""
    opened = Session(database)
    opened.execute(sa.text("SET LOCAL lock_timeout = '100ms'"))
    return opened


@with_many_writers
@pytest.mark.parametrize("other", [{"address": THERE}, {"name": "partner"}])
def test_guesses_at_one_name_or_of_one_address_at_the_same_moment_queue_up(
    database: sa.Engine, other: dict[str, str]
) -> None:
    with second(database) as later, Session(database) as first:
        fail(first, 1)
        with pytest.raises(OperationalError, match="lock timeout"):
            fail(later, 1, **other)


@with_many_writers
def test_guesses_with_nothing_in_common_do_not_wait_for_each_other(database: sa.Engine) -> None:
    with second(database) as later, Session(database) as first:
        fail(first, 1)
        assert fail(later, 1, name="partner", address=THERE) == 0


@with_many_writers
def test_a_ticket_redeemed_twice_at_the_same_moment_is_looked_at_in_turn(
    database: sa.Engine,
) -> None:
    with Session(database) as before:
        ticket = ticket_for(before)
        before.commit()
    with second(database) as later, Session(database) as first:
        assert sign_ins.open_session(first, ticket, "browser", "") is not None
        with pytest.raises(OperationalError, match="lock timeout") as waited:
            sign_ins.open_session(later, ticket, "browser", "")
        # Already the look waits: a look at the same row as before would find it unused.
        assert "FOR UPDATE" in (waited.value.statement or "")


def test_only_hashes_are_stored(session: Session) -> None:
    token = opened(session, CAST.manager)
    row = session.exec(select(SignInSession)).one()
    assert token not in row.token_hash
    assert not alive(session, row.token_hash)
    ticket = ticket_for(session)
    assert session.get(SignInTicket, ticket) is None
    code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    stored = session.get_one(Account, CAST.manager).reset_code_hash or ""
    assert code.replace("-", "") not in stored.replace("-", "")


def test_an_error_of_the_database_repeats_no_secret(session: Session) -> None:
    with pytest.raises(SQLAlchemyError) as told:
        session.execute(sa.text("SELECT :token FROM nowhere"), {"token": "a-secret"})
    assert "a-secret" not in str(told.value)


def test_a_copied_cookie_is_dead_after_signing_out(session: Session) -> None:
    token = opened(session, CAST.manager)
    assert alive(session, token)
    sign_ins.close_session(session, token)
    session.flush()
    assert not alive(session, token)


def test_a_copied_cookie_is_dead_after_a_new_password(session: Session) -> None:
    mine, copied = opened(session, CAST.manager), opened(session, CAST.manager)
    somebody_elses = opened(session, CAST.partner)
    change = PasswordChange(PASSWORD, NEW, NEW)
    own_account.change_password(session, change, mine, by=CAST.manager)
    assert alive(session, mine)
    assert not alive(session, copied)
    assert alive(session, somebody_elses)


def test_a_copied_cookie_is_dead_after_a_password_set_with_a_code(session: Session) -> None:
    copied = opened(session, CAST.manager)
    code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    assert own_account.reset_password(session, PasswordReset("manager", code, NEW, NEW))
    assert not alive(session, copied)


REVOKING: dict[str, Callable[[Session], object]] = {
    "close": lambda s: accounts.close(s, CAST.manager, by=CAST.administrator),
    "role": lambda s: change_role(s, CAST.manager, Role.AGENT, by=CAST.administrator),
    "sign out": lambda s: accounts.sign_out_everywhere(s, CAST.manager, by=CAST.administrator),
    "own sign out": lambda s: sign_ins.end_all_own(s, None, by=CAST.manager),
    "password": lambda s: own_account.change_password(
        s, PasswordChange(PASSWORD, NEW, NEW), None, by=CAST.manager
    ),
}


@pytest.mark.parametrize("deed", ["close", "role", "sign out"])
def test_what_an_administrator_does_ends_the_open_sessions(session: Session, deed: str) -> None:
    token = opened(session, CAST.manager)
    assert alive(session, token)
    REVOKING[deed](session)
    assert not alive(session, token)


@pytest.mark.parametrize("deed", REVOKING)
def test_a_ticket_made_before_opens_nothing_after_sessions_were_ended(
    session: Session, deed: str
) -> None:
    ticket = ticket_for(session)
    REVOKING[deed](session)
    assert sign_ins.open_session(session, ticket, "browser", "") is None


@with_many_writers
def test_a_ticket_being_redeemed_is_waited_for_before_sessions_are_ended(
    database: sa.Engine,
) -> None:
    with Session(database) as before:
        ticket = ticket_for(before)
        before.commit()
    with second(database) as later, Session(database) as first:
        assert sign_ins.open_session(first, ticket, "browser", "") is not None
        with pytest.raises(OperationalError, match="lock timeout") as waited:
            sign_ins.end_all(later, CAST.manager)
        assert "sign_in_tickets" in (waited.value.statement or "")


def test_idle_sessions_lock_except_on_a_screen_of_results(session: Session) -> None:
    token = opened(session, CAST.manager)
    row = session.exec(select(SignInSession)).one()
    row.last_used_at = now() - timedelta(minutes=61)
    session.flush()
    assert not alive(session, token)
    assert alive(session, token, idle_counts=False)
    row.expires_at = now() - timedelta(seconds=1)
    session.flush()
    assert not alive(session, token, idle_counts=False)


@pytest.mark.parametrize(("minutes", "lives"), [(119, True), (121, False)])
def test_a_session_lasts_as_many_hours_as_are_set(
    session: Session, monkeypatch: pytest.MonkeyPatch, minutes: int, lives: bool
) -> None:
    monkeypatch.setattr(settings(), "session_hours", 2)
    token, later = opened(session, CAST.manager), now() + timedelta(minutes=minutes)
    monkeypatch.setattr(queries, "now", lambda: later)
    assert alive(session, token, idle_counts=False) is lives


def test_only_sessions_that_are_still_open_are_listed(session: Session) -> None:
    token, ended, old = (opened(session, CAST.manager) for _ in range(3))
    sign_ins.close_session(session, ended)
    rows = session.exec(select(SignInSession))
    (row,) = [each for each in rows if each.token_hash == fingerprint(old)]
    row.expires_at = now() - timedelta(seconds=1)
    session.flush()
    listed = queries.own(session, token, viewer=viewer_of(session, CAST.manager))
    assert [each.is_this_one for each in listed] == [True]


def test_nobody_ends_a_session_of_another(session: Session) -> None:
    opened(session, CAST.manager)
    row = session.exec(select(SignInSession)).one()
    with pytest.raises(NotAllowed):
        sign_ins.end_own(session, row.id, by=CAST.partner)


def test_a_closed_account_is_nobody(session: Session) -> None:
    with pytest.raises(NotAllowed, match="account_closed"):
        viewer_of(session, CAST.closed)


@pytest.mark.parametrize("permission", [None, Permission.OWN_ACCOUNT])
def test_an_account_is_somebody_until_its_last_day_is_over(
    session: Session, permission: Permission | None
) -> None:
    def ask() -> object:
        if permission is None:
            return viewer_of(session, CAST.partner)
        return require(session, CAST.partner, permission)

    account = session.get_one(Account, CAST.partner)
    account.expires_on = today(session)
    session.flush()
    assert ask()
    account.expires_on = today(session) - timedelta(days=1)
    session.flush()
    with pytest.raises(NotAllowed, match="account_expired"):
        ask()


@pytest.mark.parametrize(
    ("new", "key"),
    [
        ("trop court", "error.password_short"),
        (" espace au début", "error.password_spaces"),
        ("passwordpassword", "error.password_common"),
        ("Casablanca2025", "error.password_common"),
        ("Amudu-2026-Rabat", "error.password_common"),
        ("le-mot-manager-ici", "error.password_named"),
        ("aaaaaaaaaaaaaaaa", "error.password_common"),
        ("كلمة" * 10, "error.password_long"),
        (PASSWORD, "error.password_same"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(session: Session, new: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        change = PasswordChange(PASSWORD, new, new)
        own_account.change_password(session, change, None, by=CAST.manager)
    assert refused.value.problems["new_password"].key == key


def test_a_password_in_any_script_is_fine(session: Session) -> None:
    new = "أربع كلمات تكفي هنا"
    own_account.change_password(session, PasswordChange(PASSWORD, new, new), None, by=CAST.manager)
    assert passwords.matches(new, session.get_one(Account, CAST.manager).password_hash)


def test_two_spellings_of_one_letter_are_one_password(session: Session) -> None:
    composed, taken_apart = "une pensée étoilée", "une pense\u0301e e\u0301toile\u0301e"
    assert composed != taken_apart
    change = PasswordChange(PASSWORD, composed, composed)
    own_account.change_password(session, change, None, by=CAST.manager)
    stored = session.get_one(Account, CAST.manager).password_hash
    assert passwords.matches(taken_apart, stored)


def test_a_one_time_code_sets_a_password_once(session: Session) -> None:
    code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    wanted = PasswordReset("Manager ", code.lower(), NEW, NEW)
    assert own_account.reset_password(session, wanted) == CAST.manager
    assert own_account.reset_password(session, wanted) is None


def test_a_code_expires_and_belongs_to_one_name(session: Session) -> None:
    code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    assert own_account.reset_password(session, PasswordReset("partner", code, NEW, NEW)) is None
    account = session.get_one(Account, CAST.manager)
    account.reset_expires_at = now() - timedelta(seconds=1)
    assert own_account.reset_password(session, PasswordReset("manager", code, NEW, NEW)) is None


def test_a_new_password_voids_a_code_made_before_it(session: Session) -> None:
    code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    own_account.change_password(session, PasswordChange(PASSWORD, NEW, NEW), None, by=CAST.manager)
    wanted = PasswordReset("manager", code, f"{NEW} encore", f"{NEW} encore")
    assert own_account.reset_password(session, wanted) is None


def test_a_code_of_a_closed_account_sets_no_password(session: Session) -> None:
    code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    accounts.close(session, CAST.manager, by=CAST.administrator)
    assert own_account.reset_password(session, PasswordReset("manager", code, NEW, NEW)) is None


def test_a_code_of_an_expired_account_sets_no_password(session: Session) -> None:
    code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    session.get_one(Account, CAST.manager).expires_on = today(session) - timedelta(days=1)
    assert own_account.reset_password(session, PasswordReset("manager", code, NEW, NEW)) is None


def test_a_demo_password_does_not_change(session: Session) -> None:
    session.get_one(Account, CAST.manager).is_demo = True
    with pytest.raises(AppError, match="demo_password"):
        change = PasswordChange(PASSWORD, NEW, NEW)
        own_account.change_password(session, change, None, by=CAST.manager)
    with pytest.raises(AppError, match="demo_password"):
        accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)


@pytest.mark.parametrize("who", [CAST.agent_rabat, CAST.manager, CAST.partner])
def test_only_an_administrator_manages_accounts(session: Session, who: int) -> None:
    with pytest.raises(NotAllowed):
        accounts.create(session, NewAccount("someone", "Someone", Role.AGENT), "given", by=who)
    with pytest.raises(NotAllowed):
        accounts.close(session, CAST.closed, by=who)


def test_a_name_is_taken_once(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        accounts.create(
            session, NewAccount("manager", "Other", Role.AGENT), "given", by=CAST.administrator
        )
    assert refused.value.problems["username"].key == "error.username_taken"


def why_over(session: Session, token: str) -> Over | None:
    lost = queries.lost(session, token)
    return lost.why if lost else None


@pytest.mark.fault("E5")
def test_a_session_ended_by_the_closing_of_its_account_is_told_so(session: Session) -> None:
    token, left = opened(session, CAST.agent_rabat), opened(session, CAST.agent_rabat)
    sign_ins.close_session(session, left)
    accounts.close(session, CAST.agent_rabat, by=CAST.administrator)
    assert why_over(session, token) is Over.CLOSED
    # Whoever had signed out before learns nothing of it, and neither does a stranger.
    assert why_over(session, left) is Over.ENDED
    assert why_over(session, "made up") is None


@pytest.mark.fault("E5")
def test_a_session_of_an_expired_account_is_told_so(session: Session) -> None:
    token = opened(session, CAST.agent_rabat)
    session.get_one(Account, CAST.agent_rabat).expires_on = today(session) - timedelta(days=1)
    assert why_over(session, token) is Over.EXPIRED


@pytest.mark.fault("E5")
def test_a_session_whose_time_is_over_is_told_nothing(session: Session) -> None:
    token = opened(session, CAST.agent_rabat)
    accounts.close(session, CAST.agent_rabat, by=CAST.administrator)
    for row in session.exec(select(SignInSession)):
        row.expires_at = now()
    assert why_over(session, token) is None


@pytest.mark.fault("E5")
def test_who_was_signed_out_everywhere_is_told_to_come_back(session: Session) -> None:
    token = opened(session, CAST.agent_rabat)
    accounts.sign_out_everywhere(session, CAST.agent_rabat, by=CAST.administrator)
    assert queries.lost(session, token) == queries.Lost(Over.ENDED, has_draft=False)
