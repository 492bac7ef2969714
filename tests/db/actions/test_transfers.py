"""A person goes on at another agency: asked here, answered there, with nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import case_facts, consents, events, transfers
from db.audit import version
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.consents import ConsentInput, ConsentWithdrawal
from db.inputs.parse import validated
from db.inputs.people import FACTS, FactsCorrection
from db.inputs.results import ResultFilter
from db.inputs.tasks import TransferAsked, TransferDeclined
from db.models import Case, CaseChange, FollowUp, Intervention, Posting, Task, Transfer
from db.models.base import now
from db.models.tasks import TransferState
from db.queries import person, waiting
from db.queries import transfers as queries
from db.queries.waiting import Part, Whose
from db.store.engine import writing
from tests.acts import a_placement, a_referral, an_intervention, close_case
from tests.acts_tasks import (
    a_follow_up,
    accept_transfer,
    ask_transfer,
    decline_transfer,
    plan_by_entry,
)
from tests.at_once import while_first_is_under_way, with_many_writers
from tests.cast import CAST, ago
from tests.db.measures.single import people_seen

AGENT, THERE = CAST.agent_rabat, CAST.agent_casablanca
HERE_ID, THERE_ID = CAST.rabat, CAST.casablanca


def the_case(session: Session) -> Case:
    return session.get_one(Case, CAST.case_rabat, populate_existing=True)


def the_transfer(session: Session) -> Transfer:
    session.flush()
    return session.exec(select(Transfer)).one()


def test_nothing_changes_while_the_other_agency_has_not_answered(session: Session) -> None:
    ask_transfer(session)
    assert the_case(session).agency_id == HERE_ID
    assert an_intervention(session)
    viewer = CAST.viewer(session, THERE)
    with pytest.raises(NotFound):
        person.one(session, CAST.case_rabat, viewer=viewer)


def test_the_other_agency_reads_what_it_takes_to_answer_and_no_more(session: Session) -> None:
    ask_transfer(session)
    (line,) = queries.incoming(session, viewer=CAST.viewer(session, THERE))
    assert vars(line) == {
        "id": line.id, "code": "2345678", "birth_year": 1995, "nationality": line.nationality,
        "reason": "LIVES", "from_agency_id": HERE_ID, "to_agency_id": THERE_ID,
        "asked_on": today(session),
    }  # fmt: skip
    assert queries.incoming(session, viewer=CAST.viewer(session, AGENT)) == []
    (asked,) = queries.outgoing(session, viewer=CAST.viewer(session, AGENT))
    assert (asked.state, asked.asked_by) == (TransferState.PENDING, "Agent.Rabat")


def test_an_accepted_person_is_there_with_all_that_waits_and_no_longer_here(
    session: Session,
) -> None:
    a_placement(session)
    a_referral(session)
    a_follow_up(session, 2)
    accept_transfer(session)
    assert the_case(session).agency_id == THERE_ID
    there, here = CAST.viewer(session, THERE), CAST.viewer(session, AGENT)
    assert person.one(session, CAST.case_rabat, viewer=there).agency_id == THERE_ID
    with pytest.raises(NotFound):
        person.one(session, CAST.case_rabat, viewer=here)
    found = waiting.lists(session, viewer=there).totals
    assert found[Whose.MINE, Part.AHEAD] == 1
    assert {whose for whose, _ in found} == {Whose.MINE}
    assert not waiting.lists(session, viewer=here).totals
    assert len(session.exec(select(Task).where(Task.account_id == THERE)).all()) == 5
    assert session.exec(select(FollowUp.agency_id)).one() == THERE_ID
    (asked,) = queries.outgoing(session, viewer=here)
    assert (asked.state, asked.decided_on) == (TransferState.ACCEPTED, today(session))


def test_what_was_done_stays_where_it_was_done_and_no_figure_changes(session: Session) -> None:
    an_intervention(session)
    before = version(session)
    manager = CAST.viewer(session, CAST.manager)
    wanted = ResultFilter(ago(300), ago(0), agencies=frozenset({HERE_ID}))
    counted = people_seen(session, wanted, viewer=manager)
    assert counted.value == 1
    accept_transfer(session)
    assert session.exec(select(Intervention.agency_id)).one() == HERE_ID
    assert people_seen(session, wanted, viewer=manager) == counted
    assert version(session) == before


def test_the_move_stands_in_the_persons_history(session: Session) -> None:
    accept_transfer(session)
    session.flush()
    row = session.exec(select(CaseChange)).one()
    assert (row.field, row.before, row.after) == ("agency_id", str(HERE_ID), str(THERE_ID))


def test_asking_twice_is_one_and_a_second_agency_waits_for_the_first(session: Session) -> None:
    first = ask_transfer(session)
    assert ask_transfer(session) == first
    session.add(Posting(account_id=THERE, agency_id=CAST.tanger, starts_on=ago(5)))
    session.flush()
    with pytest.raises(AppError, match=r"error\.transfer_pending"):
        ask_transfer(session, to=CAST.tanger)
    transfers.withdraw(session, first, by=AGENT)
    assert ask_transfer(session, to=CAST.tanger) != first


@pytest.mark.parametrize(
    ("to", "key"),
    [
        (CAST.rabat, "error.unknown_choice"),
        (999, "error.unknown_choice"),
        (CAST.tanger, "error.transfer_no_agent"),
    ],
)
def test_only_an_open_agency_with_an_agent_is_asked(session: Session, to: int, key: str) -> None:
    with pytest.raises(InvalidInput) as told:
        ask_transfer(session, to=to)
    assert told.value.problems["to_agency_id"].key == key


def test_nothing_is_asked_without_the_persons_agreement(session: Session) -> None:
    raw = {"case_id": CAST.case_rabat, "to_agency_id": THERE_ID, "reason": "LIVES", "agrees": False}
    with pytest.raises(InvalidInput) as told:
        validated(TransferAsked, raw)
    assert told.value.problems["agrees"].key == "error.transfer_agreement"


def test_another_agencys_person_cannot_be_sent_away(session: Session) -> None:
    with pytest.raises(NotFound):
        ask_transfer(session, CAST.case_casablanca, CAST.rabat)
    with pytest.raises(NotAllowed):
        ask_transfer(session, by=CAST.manager)


def test_whoever_asked_may_withdraw_and_only_the_other_agency_may_answer(session: Session) -> None:
    transfer = ask_transfer(session)
    declined = validated(TransferDeclined, {"transfer_id": transfer, "reason": "FULL"})
    for act in (
        lambda: transfers.accept(session, transfer, by=AGENT),
        lambda: transfers.decline(session, declined, by=AGENT),
        lambda: transfers.withdraw(session, transfer, by=THERE),
    ):
        with pytest.raises(NotFound):
            act()
    transfers.withdraw(session, transfer, by=AGENT)
    with pytest.raises(AppError, match=r"error\.transfer_over"):
        transfers.accept(session, transfer, by=THERE)


def test_who_declines_says_why_and_the_sender_reads_it(session: Session) -> None:
    decline_transfer(session)
    session.flush()
    assert the_case(session).agency_id == HERE_ID
    (asked,) = queries.outgoing(session, viewer=CAST.viewer(session, AGENT))
    assert (asked.state, asked.refusal_reason) == (TransferState.DECLINED, "FULL")
    the_transfer(session).decided_at = now() - timedelta(days=8)
    session.flush()
    assert queries.outgoing(session, viewer=CAST.viewer(session, AGENT)) == []


def test_a_case_that_was_closed_meanwhile_is_not_accepted(session: Session) -> None:
    transfer = ask_transfer(session)
    close_case(session)
    assert queries.incoming(session, viewer=CAST.viewer(session, THERE)) == []
    with pytest.raises(AppError, match=r"error\.transfer_over"):
        transfers.accept(session, transfer, by=THERE)


Ending = Callable[[Session], object]


def becomes_a_minor(session: Session) -> None:
    facts = the_case(session)
    seen = {name: getattr(facts, name) for name in FACTS}
    raw = {"case_id": facts.id, "seen": seen, "reason": "MISTAKE",
           "facts": seen | {"birth_year": today(session).year - 16}}  # fmt: skip
    case_facts.correct(session, validated(FactsCorrection, raw), by=AGENT)


def guardian_withdraws(session: Session) -> None:
    the_case(session).birth_year = today(session).year - 16
    given = {"case_id": CAST.case_rabat, "purpose": "GUARDIAN", "language": "fr"}
    consents.give(session, validated(ConsentInput, given), by=AGENT)
    assert the_transfer(session).state is TransferState.PENDING
    taken = {"case_id": CAST.case_rabat, "purpose": "GUARDIAN"}
    consents.withdraw(session, validated(ConsentWithdrawal, taken), by=AGENT)


@pytest.mark.parametrize("ends", [close_case, guardian_withdraws, becomes_a_minor])
def test_a_person_who_cannot_go_is_asked_for_no_more_and_both_agencies_read_it(
    session: Session, ends: Ending
) -> None:
    transfer = ask_transfer(session)
    ends(session)
    session.flush()
    there, here = CAST.viewer(session, THERE), CAST.viewer(session, AGENT)
    assert the_transfer(session).state is TransferState.WITHDRAWN
    assert queries.incoming(session, viewer=there) == []
    (told,) = queries.withdrawn(session, viewer=there)
    assert vars(told) == {
        "id": transfer, "code": the_case(session).code, "from_agency_id": HERE_ID,
        "to_agency_id": THERE_ID, "decided_on": today(session),
    }  # fmt: skip
    (asked,) = queries.outgoing(session, viewer=here)
    assert (asked.state, asked.decided_on) == (TransferState.WITHDRAWN, today(session))
    assert not queries.withdrawn(session, viewer=here)
    assert not queries.outgoing(session, viewer=there)
    # After some days it is no news any more.
    the_transfer(session).decided_at = now() - timedelta(days=8)
    session.flush()
    assert not queries.withdrawn(session, viewer=there)
    assert not queries.outgoing(session, viewer=here)


def test_what_fell_away_with_a_closed_case_is_said_and_stays_so(session: Session) -> None:
    ask_transfer(session)
    a_follow_up(session, 2)
    assert close_case(session) == case_facts.Closed(appointments=1, transfer=True)
    case_facts.reopen(session, CAST.case_rabat, by=AGENT)
    assert queries.incoming(session, viewer=CAST.viewer(session, THERE)) == []
    assert close_case(session) == case_facts.Closed(appointments=0, transfer=False)


def test_a_transfer_asked_before_closing_ended_it_ends_when_the_case_is_reopened(
    session: Session,
) -> None:
    ask_transfer(session)
    the_case(session).closed_on = ago(3)
    session.flush()
    case_facts.reopen(session, CAST.case_rabat, by=AGENT)
    assert the_transfer(session).state is TransferState.WITHDRAWN


def test_who_is_asked_for_again_is_news_once(session: Session) -> None:
    transfers.withdraw(session, ask_transfer(session), by=AGENT)
    ask_transfer(session)
    there, here = CAST.viewer(session, THERE), CAST.viewer(session, AGENT)
    assert queries.withdrawn(session, viewer=there) == []
    states = [each.state for each in queries.outgoing(session, viewer=here)]
    assert states == [TransferState.PENDING]


def test_accepting_twice_is_one(session: Session) -> None:
    transfer = ask_transfer(session)
    code = transfers.accept(session, transfer, by=THERE)
    assert transfers.accept(session, transfer, by=THERE) == code
    assert len(session.exec(select(CaseChange)).all()) == 1


def test_an_appointment_that_waits_again_waits_where_the_person_is_now(session: Session) -> None:
    planned = a_follow_up(session, -1)
    an_intervention(session)
    accept_transfer(session)
    session.flush()
    row = session.get_one(FollowUp, planned.id)
    assert (row.settled_at is None, row.agency_id) == (False, HERE_ID)
    events.undo(session, "intervention", "act", by=AGENT)
    assert (row.settled_at, row.agency_id) == (None, THERE_ID)


def asked() -> int:
    with writing() as session:
        return ask_transfer(session)


def second_agent_there() -> int:
    with writing() as session:
        session.add(Posting(account_id=AGENT, agency_id=THERE_ID, starts_on=ago(5)))
    return AGENT


@with_many_writers
def test_of_accepting_and_withdrawing_at_once_the_first_holds(database: Any) -> None:
    transfer = asked()
    done, refused = while_first_is_under_way(
        lambda session: transfers.accept(session, transfer, by=THERE),
        lambda session: transfers.withdraw(session, transfer, by=AGENT),
    )
    assert (done, refused) == ("2345678", "error.transfer_over")
    with writing() as session:
        assert the_case(session).agency_id == THERE_ID


@with_many_writers
def test_of_two_who_accept_at_once_the_second_is_told(database: Any) -> None:
    transfer, other = asked(), second_agent_there()
    _, refused = while_first_is_under_way(
        lambda session: transfers.accept(session, transfer, by=THERE),
        lambda session: transfers.accept(session, transfer, by=other),
    )
    assert refused == "error.transfer_over"
    with writing() as session:
        assert len(session.exec(select(CaseChange)).all()) == 1


@with_many_writers
def test_an_appointment_planned_meanwhile_does_not_stay_behind(database: Any) -> None:
    transfer = asked()
    _, refused = while_first_is_under_way(
        lambda session: transfers.accept(session, transfer, by=THERE),
        plan_by_entry,
    )
    assert refused == "error.case_not_found"
