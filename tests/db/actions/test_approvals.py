"""An agency's month: proposed by its agent, approved or returned by a manager."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.dates import months_after
from db.models import ApprovalState, AuditEntry, PeriodApproval, Posting
from db.models.base import now
from tests.acts_approvals import approve, last_month, propose, send_back, take_back
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH


def words(session: Session) -> list[tuple[ApprovalState, int, str]]:
    rows = session.exec(select(PeriodApproval).order_by(col(PeriodApproval.id)))
    return [(each.state, each.said_by, each.note) for each in rows]


def test_an_agent_proposes_and_a_manager_returns_and_approves(session: Session) -> None:
    first = propose(session)
    back = send_back(session, seen_id=first)
    again = propose(session, seen_id=back)
    approve(session, seen_id=again)
    assert words(session) == [
        (ApprovalState.PROPOSED, CAST.agent_rabat, ""),
        (ApprovalState.RETURNED, CAST.manager, "Semaine 2 vide."),
        (ApprovalState.PROPOSED, CAST.agent_rabat, ""),
        (ApprovalState.APPROVED, CAST.manager, ""),
    ]
    row = session.exec(select(PeriodApproval)).first()
    assert row is not None
    assert row.ends_on == months_after(last_month(), 1) - timedelta(days=1)
    acts = session.exec(
        select(AuditEntry.action).where(AuditEntry.entity == "period_approval")
    ).all()
    assert sorted(acts) == [
        "period_approval.approve",
        "period_approval.propose",
        "period_approval.propose",
        "period_approval.send_back",
    ]


def test_the_same_twice_is_one(session: Session) -> None:
    assert propose(session) == propose(session)
    seen = propose(session)
    assert send_back(session, seen_id=seen) == send_back(session, seen_id=seen)
    seen = propose(session, seen_id=send_back(session, seen_id=seen))
    assert approve(session, seen_id=seen) == approve(session, seen_id=seen)
    assert len(words(session)) == 4


def test_whoever_was_overtaken_is_told(session: Session) -> None:
    seen = propose(session)
    approve(session, seen_id=seen)
    with pytest.raises(AppError, match=r"error\.approval_meanwhile"):
        send_back(session, seen_id=seen)
    with pytest.raises(AppError, match=r"error\.approval_meanwhile"):
        propose(session, seen_id=seen)


def test_what_stands_approved_is_not_proposed_again(session: Session) -> None:
    with pytest.raises(AppError, match=r"error\.approval_stands"):
        propose(session, seen_id=approve(session))


def test_nothing_can_be_returned_that_nobody_proposed(session: Session) -> None:
    with pytest.raises(AppError, match=r"error\.approval_nothing"):
        send_back(session)


def test_a_month_that_goes_on_waits(session: Session) -> None:
    for act in (propose, approve):
        with pytest.raises(AppError, match=r"error\.approval_goes_on"):
            act(session, month=today(session))


def test_a_month_without_an_agent_is_nobodys(session: Session) -> None:
    with pytest.raises(NotFound):
        approve(session, agency_id=CAST.tanger)
    with pytest.raises(NotFound):
        approve(session, agency_id=99)


def test_rights(session: Session) -> None:
    with pytest.raises(NotFound):
        propose(session, by=CAST.agent_casablanca)
    for act in (approve, send_back):
        with pytest.raises(NotAllowed):
            act(session, by=CAST.agent_rabat)
    for who in (CAST.manager, CAST.administrator):
        with pytest.raises(NotAllowed):
            propose(session, by=who)


def test_whoever_left_less_than_a_week_ago_may_still_say_so(session: Session) -> None:
    posting = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    posting.ends_on = today(session) - timedelta(days=2)
    session.flush()
    assert propose(session)


def test_a_return_needs_a_sentence(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        send_back(session, note="  ", seen_id=propose(session))
    assert set(refused.value.problems) == {"note"}


def test_what_was_proposed_is_taken_back_until_a_manager_answers(session: Session) -> None:
    seen = propose(session)
    back = take_back(session, seen_id=seen)
    assert take_back(session, seen_id=seen) == back
    with pytest.raises(AppError, match=r"error\.approval_nothing"):
        send_back(session, seen_id=back)
    again = propose(session, seen_id=back)
    approve(session, seen_id=again)
    with pytest.raises(AppError, match=r"error\.approval_meanwhile"):
        take_back(session, seen_id=again)
    proposed, withdrawn = ApprovalState.PROPOSED, ApprovalState.WITHDRAWN
    states = [state for state, _, _ in words(session)]
    assert states == [proposed, withdrawn, proposed, ApprovalState.APPROVED]


def test_nobody_else_takes_a_month_back(session: Session) -> None:
    seen = propose(session)
    with pytest.raises(NotFound):
        take_back(session, by=CAST.agent_casablanca, seen_id=seen)
    with pytest.raises(NotAllowed):
        take_back(session, by=CAST.manager, seen_id=seen)
    with pytest.raises(AppError, match=r"error\.approval_meanwhile"):
        take_back(session, seen_id=approve(session, seen_id=seen))


def test_what_changed_since_can_be_approved_again(session: Session) -> None:
    first = approve(session)
    Stage(session).met(CAST.case_rabat, last_month(), entered_at=now())
    assert approve(session, seen_id=first) != first
