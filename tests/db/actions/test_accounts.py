"""What closing an account or changing a role takes along, and what a first password opens."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import viewer_of
from db.actions import accounts, own_account
from db.codes import Role
from db.errors import InvalidInput, NotAllowed
from db.inputs.accounts import NewAccount, PasswordReset
from db.models import Account, AuditEntry, Posting
from db.queries import accounts as queries
from tests.acts import change_role
from tests.cast import CAST

NEW = "quatre mots font une phrase"


def ends(session: Session, account_id: int) -> list[date | None]:
    query = select(Posting).where(Posting.account_id == account_id).order_by(col(Posting.id))
    return [posting.ends_on for posting in session.exec(query)]


def test_whoever_is_closed_is_in_post_no_longer(session: Session) -> None:
    day, version = today(session), audit.version(session)
    later = Posting(
        account_id=CAST.agent_rabat, agency_id=CAST.tanger, starts_on=day + timedelta(days=9)
    )
    session.add(later)
    session.flush()
    accounts.close(session, CAST.agent_rabat, by=CAST.administrator)
    assert ends(session, CAST.agent_rabat) == [day]
    assert audit.version(session) > version


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AGENT])
def test_only_an_agent_stays_in_post(session: Session, role: Role) -> None:
    change_role(session, CAST.agent_rabat, role, by=CAST.administrator)
    assert ends(session, CAST.agent_rabat) == [None if role is Role.AGENT else today(session)]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARTNER])
def test_only_a_partner_carries_an_organisation(session: Session, role: Role) -> None:
    for act in (
        lambda: NewAccount("new.person", "New Person", role, 3),
        lambda: change_role(session, CAST.manager, role, 3, by=CAST.administrator),
    ):
        with pytest.raises(InvalidInput) as refused:
            act()
        assert refused.value.problems["organisation"].key == "error.organisation_of_partner"


def test_who_is_no_partner_any_more_leaves_the_organisation(session: Session) -> None:
    account = session.get_one(Account, CAST.partner)
    change_role(session, CAST.partner, Role.MANAGER, by=CAST.administrator)
    assert account.organisation_id is None
    with pytest.raises(InvalidInput):
        change_role(session, CAST.partner, Role.PARTNER, by=CAST.administrator)
    change_role(session, CAST.partner, Role.PARTNER, 3, by=CAST.administrator)
    assert account.organisation_id == 3


def test_nothing_but_the_own_account_is_open_before_the_first_password(session: Session) -> None:
    session.get_one(Account, CAST.agent_rabat).must_change_password = True
    session.flush()
    assert require(session, CAST.agent_rabat, Permission.OWN_ACCOUNT)
    with pytest.raises(NotAllowed, match="password_first"):
        require(session, CAST.agent_rabat, Permission.INTERVENTION_WRITE)


@pytest.mark.fault("E13")
@pytest.mark.parametrize(
    "search", ["elodie", "émilie", "N’DIAYE", "zahra emilie", "elodie.z", "\u200felodie "]
)
def test_a_name_is_found_without_its_accents(session: Session, search: str) -> None:
    made = NewAccount("elodie.z", "Élodie Zahra-Émilie N'Diaye", Role.MANAGER)
    accounts.create(session, made, "given", by=CAST.administrator)
    viewer = viewer_of(session, CAST.administrator)
    found = queries.listed(session, search, viewer=viewer)
    assert [each.username for each in found] == ["elodie.z"]


@pytest.mark.fault("E9")
def test_an_account_sent_twice_is_made_once_with_one_code(session: Session) -> None:
    wanted = NewAccount("someone", "Someone", Role.AGENT)
    first = accounts.create(session, wanted, "given", by=CAST.administrator)
    before = session.exec(select(AuditEntry)).all()
    assert accounts.create(session, wanted, "given", by=CAST.administrator) == first
    assert session.exec(select(AuditEntry)).all() == before
    with pytest.raises(InvalidInput):
        accounts.create(session, wanted, "another", by=CAST.administrator)
    reset = PasswordReset("someone", first, NEW, NEW)
    assert own_account.reset_password(session, reset) is not None
    # Once used it is no longer the account's: the same submission is no way back in.
    with pytest.raises(InvalidInput):
        accounts.create(session, wanted, "given", by=CAST.administrator)


def test_the_codes_of_two_submissions_and_of_two_names_differ(session: Session) -> None:
    codes = set()
    for name, given in (("one", "a"), ("two", "a"), ("three", "b")):
        wanted = NewAccount(name, "Someone", Role.AGENT)
        codes.add(accounts.create(session, wanted, given, by=CAST.administrator))
    assert len(codes) == 3
    assert all(re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", code) for code in codes)
