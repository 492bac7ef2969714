"""The access review finds the accounts that somebody should look at."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import viewer_of
from db.codes import Role
from db.models import Account, Posting
from db.models.base import now
from db.queries.access_review import Access, Concern, Review, review
from tests.cast import CAST


def reviewed(session: Session) -> Review:
    return review(session, viewer=viewer_of(session, CAST.administrator))


def access(session: Session, account_id: int) -> Access:
    return next(each for each in reviewed(session).accounts if each.account.id == account_id)


def concerns(session: Session, account_id: int) -> set[Concern]:
    return set(access(session, account_id).concerns)


def test_all_open_accounts_are_there_and_nothing_is_wrong_with_them(session: Session) -> None:
    found = reviewed(session)
    assert len(found.accounts) == 5 and found.closed == 1
    assert [each for each in found.accounts if each.concerns] == []
    assert found.staying == 1


@pytest.mark.parametrize(
    ("account_id", "state", "concern"),
    [
        (CAST.manager, {"created_at": now() - timedelta(days=91)}, Concern.DORMANT),
        (CAST.manager, {"expires_on": now().date() - timedelta(days=2)}, Concern.ENDED),
        (CAST.manager, {"must_change_password": True}, Concern.INVITED),
        (CAST.partner, {"organisation_id": None}, Concern.NO_ORGANISATION),
    ],
)
def test_what_should_be_looked_at_is_marked(
    session: Session, account_id: int, state: dict[str, object], concern: Concern
) -> None:
    for name, value in state.items():
        setattr(session.get_one(Account, account_id), name, value)
    session.flush()
    assert concerns(session, account_id) == {concern}


@pytest.mark.parametrize(("ends", "is_unposted"), [(0, False), (1, True)])
def test_an_agent_whose_postings_are_over_is_marked(
    session: Session, ends: int, is_unposted: bool
) -> None:
    last = today(session) - timedelta(days=ends)
    mine = sa.update(Posting).where(col(Posting.account_id) == CAST.agent_rabat)
    session.execute(mine.values(ends_on=last))
    assert (Concern.UNPOSTED in concerns(session, CAST.agent_rabat)) is is_unposted
    # What may still be put right there is seen for a week.
    assert [each.agency_id for each in access(session, CAST.agent_rabat).places] == [CAST.rabat]


def test_an_agent_whose_posting_is_to_come_is_not_marked(session: Session) -> None:
    later = today(session) + timedelta(days=9)
    mine = sa.update(Posting).where(col(Posting.account_id) == CAST.agent_rabat)
    session.execute(mine.values(starts_on=later))
    assert concerns(session, CAST.agent_rabat) == set()


@pytest.mark.parametrize(
    ("state", "staying"),
    [
        ({}, 2),
        ({"must_change_password": True}, 1),
        ({"expires_on": now().date() + timedelta(days=900)}, 1),
        ({"created_at": now() - timedelta(days=91)}, 1),
        ({"closed_at": now()}, 1),
    ],
)
def test_administrators_who_stay_are_counted(
    session: Session, state: dict[str, object], staying: int
) -> None:
    account = session.get_one(Account, CAST.manager)
    for name, value in {"role": Role.ADMINISTRATOR, **state}.items():
        setattr(account, name, value)
    session.flush()
    assert reviewed(session).staying == staying
