"""The agency to which a person was sent sees a code, a reason and a day, and answers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.actions import consents, events, received_referrals, referrals
from db.codes import ConsentPurpose, ReferralStatus
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.consents import ConsentWithdrawal
from db.inputs.referrals import AnswerInput, ReferralInput
from db.models import Case, Referral
from db.queries import received_referrals as queries
from db.queries import waiting
from db.queries.consents import waits_for_guardian
from db.queries.referrals import own_last_answers
from tests.acts import a_merge, give_consent
from tests.cast import CAST, Cast
from tests.conftest import POSTGRESQL_AT_LENGTH

S = ReferralStatus

pytestmark = POSTGRESQL_AT_LENGTH


def sent(session: Session, **changes: object) -> Referral:
    raw: dict[str, object] = {
        "case_id": CAST.case_casablanca, "type": "WORK", "to_agency_id": CAST.rabat,
        "may_share": True, "sent_on": today(session) - timedelta(days=3), "submission_id": "one",
    }  # fmt: skip
    data = ReferralInput.model_validate(raw | changes)
    return referrals.record(session, data, by=CAST.agent_casablanca).row


def said(session: Session, row: Referral, status: S, **more: object) -> AnswerInput:
    raw = {"referral_id": row.id, "status": status, "status_on": today(session)}
    return AnswerInput.model_validate(raw | more)


def test_the_receiving_agency_sees_the_code_the_reason_and_the_day(
    session: Session, cast: Cast
) -> None:
    row, agent = sent(session), cast.viewer(session, cast.agent_rabat)
    (found,) = queries.waiting(session, viewer=agent)
    assert asdict(found) == {
        "id": row.id, "case_code": "2345CFG", "type": "WORK", "sent_on": row.sent_on,
        "status": S.SENT,
    }  # fmt: skip
    assert queries.one(session, row.id, viewer=agent) == found
    assert queries.count(session, viewer=agent) == 1
    # The agency that sent has it in its own list, and not among what it received.
    sender = cast.viewer(session, cast.agent_casablanca)
    assert queries.waiting(session, viewer=sender) == []


@pytest.mark.parametrize("change", ["consent", "withdrawn", "void", "old", "elsewhere", "final"])
def test_without_consent_or_once_it_is_over_nothing_is_seen_and_nothing_is_answered(
    session: Session, cast: Cast, change: str
) -> None:
    row, agent = sent(session), cast.viewer(session, cast.agent_rabat)
    if change == "consent":
        row.may_share = False
    elif change == "withdrawn":
        taken = {"case_id": row.case_id, "purpose": ConsentPurpose.REFERRAL}
        consents.withdraw(session, ConsentWithdrawal(**taken), by=cast.agent_casablanca)
    elif change == "void":
        events.void(session, "referral", row.id, "MISTAKE", by=cast.agent_casablanca)
    elif change == "old":
        row.status_on = today(session) - timedelta(days=91)
    elif change == "elsewhere":
        row.to_agency_id = CAST.tanger
    else:
        received_referrals.answer(session, said(session, row, S.SERVED), by=cast.agent_rabat)
    session.flush()
    assert queries.waiting(session, viewer=agent) == []
    assert queries.one(session, row.id, viewer=agent) is None
    if change != "final":
        with pytest.raises(NotFound):
            received_referrals.answer(session, said(session, row, S.SERVED), by=cast.agent_rabat)


def test_whoever_was_transferred_there_since_waits_in_one_list_alone(
    session: Session, cast: Cast
) -> None:
    row, agent = sent(session), cast.viewer(session, cast.agent_rabat)
    session.get_one(Case, row.case_id).agency_id = CAST.rabat
    row.sent_on = row.status_on = today(session) - timedelta(days=30)
    session.flush()
    found = waiting.lists(session, viewer=agent)
    assert {whose for whose, _ in found.lines} == {waiting.Whose.NOBODY}
    assert [each.id for lines in found.lines.values() for each in lines] == [row.id]
    assert (queries.count(session, viewer=agent), queries.waiting(session, viewer=agent)) == (0, [])
    with pytest.raises(NotFound):
        received_referrals.answer(session, said(session, row, S.SERVED), by=cast.agent_rabat)


def test_the_code_is_that_of_the_slip_whatever_cards_were_put_together_since(
    session: Session, cast: Cast
) -> None:
    raw = {
        "case_id": CAST.case_rabat_2, "type": "WORK", "to_agency_id": CAST.casablanca,
        "may_share": True, "sent_on": today(session), "submission_id": "two",
    }  # fmt: skip
    data = ReferralInput.model_validate(raw)
    row = referrals.record(session, data, by=cast.agent_rabat).row
    there = cast.viewer(session, cast.agent_casablanca)
    (slip,) = queries.waiting(session, viewer=there)
    a_merge(session)
    session.refresh(row)
    assert row.case_id == CAST.case_rabat
    assert queries.waiting(session, viewer=there) == [slip]
    assert queries.one(session, row.id, viewer=there) == slip


def test_an_answer_moves_the_referral_and_is_undone_by_its_author(
    session: Session, cast: Cast
) -> None:
    row = sent(session)
    received_referrals.answer(session, said(session, row, S.ACCEPTED), by=cast.agent_rabat)
    assert (row.status, row.answered_after) == (S.ACCEPTED, 3)
    # The agency that sent cannot undo what another account said.
    sender = cast.viewer(session, cast.agent_casablanca)
    assert own_last_answers(session, viewer=sender) == []
    with pytest.raises(NotAllowed):
        referrals.undo_answer(session, row.id, by=cast.agent_casablanca)
    received_referrals.undo(session, row.id, by=cast.agent_rabat)
    assert (row.status, row.answered_after) == (S.SENT, None)


def test_nobody_who_received_says_no_reply_or_overwrites_what_has_moved(
    session: Session, cast: Cast
) -> None:
    row = sent(session)
    for wrong in (said(session, row, S.NO_REPLY), said(session, row, S.SERVED, seen=S.ACCEPTED)):
        with pytest.raises(InvalidInput):
            received_referrals.answer(session, wrong, by=cast.agent_rabat)
    assert row.status is S.SENT


@pytest.mark.parametrize("who", ["manager", "partner", "administrator"])
def test_only_an_agent_answers(session: Session, cast: Cast, who: str) -> None:
    row = sent(session)
    with pytest.raises(NotAllowed):
        received_referrals.answer(session, said(session, row, S.SERVED), by=getattr(cast, who))


@pytest.mark.parametrize("turned_18", [False, True])
@pytest.mark.parametrize("years", [14, 15, 17, 18, 19])
def test_of_a_minor_nothing_is_seen_or_answered_before_the_guardian_agrees(
    session: Session, cast: Cast, years: int, turned_18: bool
) -> None:
    row, agent = sent(session), cast.viewer(session, cast.agent_rabat)
    case = session.get_one(Case, CAST.case_casablanca)
    case.birth_year, case.has_turned_18 = today(session).year - years, turned_18
    session.flush()
    waits = waits_for_guardian(session, case)
    assert waits is (15 <= years < 18 or (years == 18 and not turned_18))
    assert (queries.one(session, row.id, viewer=agent) is None) is waits
    if not waits:
        return
    with pytest.raises(NotFound):
        received_referrals.answer(session, said(session, row, S.ACCEPTED), by=cast.agent_rabat)
    give_consent(session, case.id, "GUARDIAN", by=cast.agent_casablanca)
    assert queries.count(session, viewer=agent) == 1
    received_referrals.answer(session, said(session, row, S.ACCEPTED), by=cast.agent_rabat)
