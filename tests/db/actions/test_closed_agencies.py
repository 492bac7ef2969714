"""The people of a closed agency go on at another one, with nothing lost and no figure changed."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from db.actions import closed_agencies, contacts, drafts
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.closed_agencies import CasesHandover
from db.inputs.drafts import DraftInput
from db.inputs.results import ResultFilter
from db.models import AuditEntry, Case, CaseChange, Draft, FollowUp, Intervention, Posting
from db.models.base import now
from db.queries import closed_agencies as queries
from db.queries import person, waiting
from db.queries.closed_agencies import LeftCases
from db.queries.waiting import Part, Whose
from db.records import CONTACT, form_of
from tests.acts import (
    a_contact,
    a_merge,
    a_placement,
    a_referral,
    an_intervention,
    close_case,
    give_consent,
)
from tests.acts_tasks import a_follow_up, ask_transfer, close_agency, hand_over_cases
from tests.cast import CAST, ago
from tests.db.measures.single import people_seen

THERE = CAST.agent_casablanca


def left(session: Session) -> list[LeftCases]:
    return queries.left(session, viewer=CAST.viewer(session, CAST.manager))


def agencies_of_cases(session: Session) -> dict[int, int]:
    session.expire_all()
    return {each.id: each.agency_id for each in session.exec(select(Case))}


def test_all_open_cases_go_and_whoever_works_there_opens_them(session: Session) -> None:
    assert hand_over_cases(session) == 2
    assert set(agencies_of_cases(session).values()) == {CAST.casablanca}
    found = person.one(session, CAST.case_rabat, viewer=CAST.viewer(session, THERE))
    assert found.agency_id == CAST.casablanca
    assert left(session) == []


def test_all_that_waits_comes_along_and_is_nobodys(session: Session) -> None:
    a_placement(session)
    a_referral(session)
    a_follow_up(session, 2)
    hand_over_cases(session)
    found = waiting.lists(session, viewer=CAST.viewer(session, THERE)).totals
    assert found[Whose.NOBODY, Part.AHEAD] == 1
    assert {whose for whose, _ in found} == {Whose.NOBODY}
    assert session.exec(select(FollowUp.agency_id)).one() == CAST.casablanca


def test_whoever_comes_along_has_their_own_things_there(session: Session) -> None:
    a_follow_up(session, 2)
    session.add(Posting(account_id=CAST.agent_rabat, agency_id=CAST.casablanca, starts_on=ago(0)))
    hand_over_cases(session)
    found = waiting.lists(session, viewer=CAST.viewer(session, CAST.agent_rabat)).totals
    assert found == {(Whose.MINE, Part.AHEAD): 1}


def test_what_is_planned_for_a_group_comes_along(session: Session) -> None:
    thing = a_follow_up(session, 2)
    session.get_one(FollowUp, thing.id).case_id = None
    settled = a_follow_up(session, 3)
    session.get_one(FollowUp, settled.id).settled_at = now()
    session.flush()
    hand_over_cases(session)
    session.expire_all()
    assert session.get_one(FollowUp, thing.id).agency_id == CAST.casablanca
    assert session.get_one(FollowUp, settled.id).agency_id == CAST.rabat


def test_what_was_done_stays_where_it_was_done(session: Session) -> None:
    an_intervention(session)
    close_agency(session)
    manager = CAST.viewer(session, CAST.manager)
    wanted = ResultFilter(ago(300), ago(0), agencies=frozenset({CAST.rabat}))
    counted = people_seen(session, wanted, viewer=manager)
    assert counted.value == 1
    hand_over_cases(session)
    assert session.exec(select(Intervention.agency_id)).one() == CAST.rabat
    assert people_seen(session, wanted, viewer=manager) == counted


def test_the_move_stands_in_each_history_and_once_in_the_log(session: Session) -> None:
    hand_over_cases(session)
    rows = session.exec(select(CaseChange)).all()
    assert {(row.case_id, row.field, row.before, row.after) for row in rows} == {
        (case, "agency_id", str(CAST.rabat), str(CAST.casablanca))
        for case in (CAST.case_rabat, CAST.case_rabat_2)
    }
    logged = session.exec(select(AuditEntry).where(AuditEntry.action == "agency.hand_over")).one()
    assert (logged.entity_id, logged.account_id) == (str(CAST.rabat), CAST.manager)


def test_a_case_that_was_put_together_with_another_stays(session: Session) -> None:
    a_merge(session)
    assert hand_over_cases(session) == 1
    assert sorted(agencies_of_cases(session).values()).count(CAST.rabat) == 1


def test_a_closed_case_stays(session: Session) -> None:
    close_case(session)
    assert hand_over_cases(session) == 1
    assert agencies_of_cases(session)[CAST.case_rabat] == CAST.rabat


def test_who_waits_for_another_agencys_answer_stays_and_is_told_apart(session: Session) -> None:
    ask_transfer(session)
    close_agency(session)
    (told,) = left(session)
    assert (told.agency_id, told.open, told.asked, told.closed_on) == (CAST.rabat, 1, 1, ago(1))
    assert hand_over_cases(session) == 1
    assert agencies_of_cases(session)[CAST.case_rabat] == CAST.rabat
    (told,) = left(session)
    assert (told.open, told.asked) == (0, 1)


def test_nothing_is_left_at_an_agency_that_is_open(session: Session) -> None:
    assert left(session) == []
    wanted = CasesHandover(agency_id=CAST.rabat, to_agency_id=CAST.casablanca)
    with pytest.raises(AppError, match=r"error\.agency_is_open"):
        closed_agencies.hand_over(session, wanted, by=CAST.manager)


@pytest.mark.parametrize(
    ("to", "key"),
    [
        (CAST.rabat, "error.unknown_choice"),
        (999, "error.unknown_choice"),
        (CAST.tanger, "error.transfer_no_agent"),
    ],
)
def test_only_an_open_agency_with_an_agent_goes_on(session: Session, to: int, key: str) -> None:
    close_agency(session)
    with pytest.raises(InvalidInput) as told:
        wanted = CasesHandover(agency_id=CAST.rabat, to_agency_id=to)
        closed_agencies.hand_over(session, wanted, by=CAST.manager)
    assert told.value.problems["to_agency_id"].key == key
    assert len(left(session)) == 1


def test_an_agency_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        wanted = CasesHandover(agency_id=999, to_agency_id=CAST.casablanca)
        closed_agencies.hand_over(session, wanted, by=CAST.manager)


def test_again_moves_and_logs_nothing(session: Session) -> None:
    hand_over_cases(session)
    assert hand_over_cases(session) == 0
    logged = select(AuditEntry).where(AuditEntry.action == "agency.hand_over")
    assert len(session.exec(logged).all()) == 1


@pytest.mark.parametrize("by", [CAST.agent_rabat, CAST.administrator, CAST.partner])
def test_only_managers_hand_over_and_read_how_many_are_left(session: Session, by: int) -> None:
    with pytest.raises(NotAllowed):
        hand_over_cases(session, by=by)
    with pytest.raises(NotAllowed):
        queries.left(session, viewer=CAST.viewer(session, by))


def test_a_contact_goes_along_and_what_was_being_written_of_it_does_not(session: Session) -> None:
    give_consent(session)
    a_contact(session)
    form = form_of(CONTACT, CAST.case_rabat)
    drafts.keep(session, DraftInput(form, {f"{form}_name": "A"}, writer="a"), by=CAST.agent_rabat)
    hand_over_cases(session)
    shown = contacts.show(session, CAST.case_rabat, by=THERE)
    assert shown is not None and shown.name
    assert session.exec(select(Draft)).all() == []
