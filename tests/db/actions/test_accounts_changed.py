"""An account is edited, given another role or let in again, and nobody locks the programme."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import ROLES, Permission
from db.actions import accounts, sign_ins
from db.codes import Role
from db.errors import AppError, InvalidInput, Problem
from db.inputs.accounts import AccountChange, NewAccount, RoleChange
from db.inputs.parse import validated
from db.inputs.results import ResultFilter
from db.measures import presence
from db.models import (
    Account,
    AuditEntry,
    FailedSignIn,
    Organisation,
    Posting,
    SignInSession,
)
from db.models.base import now
from tests.acts import a_session, change_role
from tests.cast import CAST

HERE, THERE = "192.0.2.1", "192.0.2.2"
CLOSED = 2


def acts(session: Session) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


def change(session: Session, account_id: int = CAST.manager, **typed: Any) -> None:
    """As from a form that shows the account as it is, unless told what it has ``seen``."""
    row = session.get_one(Account, account_id)
    seen = {name: getattr(row, name) for name in AccountChange.COLUMNS}
    raw = {"account_id": account_id, "seen": seen, **seen} | typed
    accounts.change(session, validated(AccountChange, raw), by=CAST.administrator)


def problems(refused: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {name: each.key for name, each in refused.value.problems.items()}


def administrator(session: Session, **state: Any) -> int:
    """The manager as another one."""
    account = session.get_one(Account, CAST.manager)
    account.role = Role.ADMINISTRATOR
    for name, value in state.items():
        setattr(account, name, value)
    session.flush()
    return account.id


def test_only_what_was_changed_is_stored_and_named(session: Session) -> None:
    before = acts(session)
    change(session, display_name="  Fatima  Zahra ", expires_on="31/12/2098")
    account = session.get_one(Account, CAST.manager)
    assert (account.display_name, account.expires_on) == ("Fatima Zahra", date(2098, 12, 31))
    (row,) = acts(session)[len(before) :]
    assert (row.action, row.fields) == ("account.change", "display_name,expires_on")
    change(session)
    assert len(acts(session)) == len(before) + 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"display_name": " "}, {"display_name": "error.name_needed"}),
        ({"display_name": "x" * 121}, {"display_name": "error.name_needed"}),
        ({"expires_on": "soon"}, {"expires_on": "error.date_form"}),
        ({"expires_on": "31/12/2020"}, {"expires_on": "error.ends_in_the_past"}),
        ({"organisation_id": 3}, {"organisation_id": "error.organisation_needed"}),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(
    session: Session, typed: dict[str, Any], wrong: dict[str, str]
) -> None:
    before = acts(session)
    with pytest.raises(InvalidInput) as refused:
        change(session, **typed)
    assert problems(refused) == wrong
    assert acts(session) == before


def test_a_date_that_has_passed_stays_while_the_name_is_put_right(session: Session) -> None:
    ended = today(session) - timedelta(days=1)
    session.get_one(Account, CAST.manager).expires_on = ended
    change(session, display_name="Another")
    assert session.get_one(Account, CAST.manager).expires_on == ended


def posted(session: Session) -> list[tuple[int, date, date | None, int]]:
    query = select(Posting).where(Posting.account_id == CAST.agent_rabat)
    rows = session.exec(query.order_by(col(Posting.starts_on), col(Posting.agency_id))).all()
    return [(row.agency_id, row.starts_on, row.ends_on, row.share) for row in rows]


@pytest.mark.parametrize("renewed", ["", "31/12/2098"])
def test_days_on_which_an_account_opened_nothing_are_in_no_posting(
    session: Session, renewed: str
) -> None:
    """A late renewal put them back: the agency had had its agent all the time."""
    day = today(session)
    last, ((agency, starts, _, share),) = day - timedelta(days=20), posted(session)
    session.get_one(Account, CAST.agent_rabat).expires_on = last
    ahead = day + timedelta(days=50)
    others = [
        # In the days between; begun in them; over before them; to come.
        (CAST.casablanca, last + timedelta(days=1), last + timedelta(days=3)),
        (CAST.tanger, last + timedelta(days=4), ahead),
        (CAST.casablanca, starts, last),
        (CAST.casablanca, ahead, None),
    ]
    for place, begins, ends in others:
        row = Posting(account_id=CAST.agent_rabat, agency_id=place, starts_on=begins, ends_on=ends)
        session.add(row)
    session.flush()
    wanted = ResultFilter(last - timedelta(days=1), day, frozenset({agency}))
    viewer = CAST.viewer(session, CAST.manager)
    change(session, CAST.agent_rabat, expires_on=renewed)
    assert posted(session) == sorted(
        [
            (agency, starts, last, share),
            (agency, day, None, share),
            (CAST.tanger, day, ahead, 100),
            (CAST.casablanca, starts, last, 100),
            (CAST.casablanca, ahead, None, 100),
        ],
        key=lambda each: (each[1], each[0]),
    )
    # Two days before, and today; 22 of somebody else, whose account is closed.
    assert presence.agent_days(session, wanted, viewer=viewer) == {agency: (3 + 22) * 100}


@pytest.mark.parametrize("left", [-5, 0, 1])
def test_an_account_that_is_renewed_in_time_keeps_its_postings(session: Session, left: int) -> None:
    before, ended = posted(session), today(session) - timedelta(days=left)
    session.get_one(Account, CAST.agent_rabat).expires_on = ended
    change(session, CAST.agent_rabat, expires_on="31/12/2098")
    assert posted(session) == before


def test_who_saves_later_is_told_what_stands_now(session: Session) -> None:
    seen = {"display_name": "Partner", "expires_on": None, "organisation_id": 3}
    session.add(Organisation(id=9, code="NGO", name="Une association", type="NGO"))
    session.flush()
    change(session, CAST.partner, display_name="First", organisation_id=9)
    with pytest.raises(InvalidInput) as refused:
        change(session, CAST.partner, display_name="Second", seen=seen)
    assert refused.value.problems == {
        "display_name": Problem("error.stands_now", value="First"),
        "organisation_id": Problem("error.stands_now", value=9),
    }
    assert session.get_one(Account, CAST.partner).display_name == "First"


def test_an_account_is_not_made_with_an_end_that_has_passed(session: Session) -> None:
    ended = NewAccount("someone", "Someone", Role.AGENT, expires_on=today(session) - timedelta(1))
    with pytest.raises(InvalidInput) as refused:
        accounts.create(session, ended, "given", by=CAST.administrator)
    assert problems(refused) == {"expires_on": "error.ends_in_the_past"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARTNER])
def test_nobody_changes_their_own_role(session: Session, role: Role) -> None:
    administrator(session)
    with pytest.raises(AppError, match="own_role"):
        change_role(session, CAST.administrator, role)
    assert session.get_one(Account, CAST.administrator).role is Role.ADMINISTRATOR


def test_a_role_that_somebody_else_changed_meanwhile_stays(session: Session) -> None:
    data = {"account_id": CAST.manager, "role": Role.AGENT, "seen": Role.PARTNER}
    with pytest.raises(AppError, match="role_changed_meanwhile"):
        accounts.set_role(session, validated(RoleChange, data), by=CAST.administrator)
    assert session.get_one(Account, CAST.manager).role is Role.MANAGER


def test_no_right_of_an_administrator_shows_a_person_or_a_figure() -> None:
    """Two administrators, or one who gains another right, are never a manager by adding up."""
    theirs = ROLES[Role.ADMINISTRATOR]
    people = {each for each in Permission if each.startswith(("case", "entries", "results"))}
    recording = {each for each in Permission if each.endswith("_write")}
    figures = {Permission.RELEASE_READ, Permission.RELEASE_FREEZE}
    deciding = {Permission.POSTINGS_MANAGE, Permission.WAVES_MANAGE}
    assert people and len(recording) > 4
    assert theirs & (people | recording | figures | deciding | {Permission.DAY_READ}) == set()


def test_unlocking_lets_the_owner_in_from_everywhere(session: Session) -> None:
    for address in (HERE, THERE):
        for _ in range(5):
            sign_ins.begin_attempt(session, "manager", address)
    sign_ins.begin_attempt(session, "admin", HERE)
    assert sign_ins.begin_attempt(session, "manager", HERE).wait_seconds > 0
    assert accounts.unlock(session, CAST.manager, by=CAST.administrator) == 10
    assert sign_ins.begin_attempt(session, "manager", HERE).wait_seconds == 0
    assert len(session.exec(select(FailedSignIn)).all()) == 2
    assert acts(session)[-1].action == "account.unlock"


def test_what_changes_nothing_leaves_no_row(session: Session) -> None:
    before = acts(session)
    assert accounts.unlock(session, CAST.manager, by=CAST.administrator) == 0
    assert accounts.sign_out_everywhere(session, CAST.agent_rabat, by=CAST.administrator) == 0
    accounts.close(session, CAST.closed, by=CAST.administrator)
    assert acts(session) == before


def test_signing_out_counts_the_browsers_that_were_open(session: Session) -> None:
    row = session.get_one(SignInSession, a_session(session))
    row.expires_at = now()
    assert accounts.sign_out_everywhere(session, CAST.agent_rabat, by=CAST.administrator) == 0
    assert row.ended_at is not None
    row.ended_at, row.expires_at = None, now() + timedelta(hours=1)
    session.flush()
    assert accounts.sign_out_everywhere(session, CAST.agent_rabat, by=CAST.administrator) == 1
    assert accounts.sign_out_everywhere(session, CAST.agent_rabat, by=CAST.administrator) == 0


@pytest.mark.parametrize("organisation", [CLOSED, 99])
def test_a_partner_gets_no_organisation_that_is_closed_or_gone(
    session: Session, organisation: int
) -> None:
    session.get_one(Organisation, CLOSED).closed_on = today(session) - timedelta(days=1)
    someone = NewAccount("someone", "Someone", Role.PARTNER, organisation)
    for act in (
        lambda: change(session, CAST.partner, organisation_id=organisation),
        lambda: change_role(session, CAST.manager, Role.PARTNER, organisation),
        lambda: accounts.create(session, someone, "given", by=CAST.administrator),
    ):
        with pytest.raises(InvalidInput) as refused:
            act()
        assert set(problems(refused).values()) == {"error.unknown_choice"}


def test_a_partner_of_a_closed_organisation_is_renamed(session: Session) -> None:
    session.get_one(Organisation, 3).closed_on = today(session) - timedelta(days=1)
    change(session, CAST.partner, display_name="Another")
    assert session.get_one(Account, CAST.partner).display_name == "Another"
