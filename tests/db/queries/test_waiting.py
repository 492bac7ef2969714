"""What waits for an agent: whose it is, when it is shown, and what never gets out of sight."""

from __future__ import annotations

from datetime import time, timedelta

from sqlmodel import Session, col, select

from db.actions import placements, referrals, tasks
from db.inputs.parse import validated
from db.inputs.placements import PlacementInput
from db.inputs.referrals import ReferralInput
from db.inputs.tasks import TaskKind
from db.models import Account, FollowUp, Posting, Task
from db.models.base import now
from db.queries import agency_days, waiting
from db.queries.waiting import Part, Waiting, Whose
from tests.acts_tasks import a_colleague, a_follow_up, hand_over, put_off
from tests.cast import CAST, ago

AGENT, COLLEAGUE = CAST.agent_rabat, CAST.agent_casablanca


def shown(session: Session, whose: Whose, who: int) -> dict[Part, list[Waiting]]:
    found = waiting.lists(session, viewer=CAST.viewer(session, who))
    return {part: lines for (owner, part), lines in found.lines.items() if owner is whose}


def lines(session: Session, whose: Whose = Whose.MINE, who: int = AGENT) -> dict[Part, list[int]]:
    found = shown(session, whose, who)
    return {part: [each.id for each in several] for part, several in found.items()}


def only(session: Session, whose: Whose = Whose.MINE, who: int = AGENT) -> Waiting:
    (line,) = (each for several in shown(session, whose, who).values() for each in several)
    return line


def test_today_goes_by_the_hour_and_what_is_late_by_its_day(session: Session) -> None:
    hours = {12: time(15), 11: time(9, 30), 10: None}
    made = [a_follow_up(session, days).id for days in hours]
    for number, hour in zip(made, hours.values(), strict=True):
        row = session.get_one(FollowUp, number)
        row.due_on, row.due_at = ago(0), hour
    late = [a_follow_up(session, days, CAST.case_rabat_2).id for days in (-1, -9)]
    coming = a_follow_up(session, 7).id
    a_follow_up(session, 8)
    session.flush()
    assert lines(session) == {
        Part.TODAY: [made[1], made[0], made[2]],
        Part.LATE: [late[1], late[0]],
        Part.AHEAD: [coming],
    }


def test_appointments_checks_and_referrals_stand_in_one_list(session: Session) -> None:
    job = {"case_id": CAST.case_rabat, "type": "WAGE", "starts_on": ago(100), "contract": "CDI",
           "evidence": "SELF", "submission_id": "job"}  # fmt: skip
    placements.record(session, validated(PlacementInput, job), by=AGENT)
    sent = {"case_id": CAST.case_rabat, "type": "WORK", "organisation_id": 2, "may_share": True,
            "sent_on": ago(14), "submission_id": "sent"}  # fmt: skip
    referrals.record(session, validated(ReferralInput, sent), by=AGENT)
    a_follow_up(session, -2)
    found = waiting.lists(session, viewer=CAST.viewer(session, AGENT))
    (answer,) = found.lines[Whose.MINE, Part.TODAY]
    assert (answer.kind, answer.due_on, answer.organisation_id) == (TaskKind.REFERRAL, ago(0), 2)
    check, meeting = found.lines[Whose.MINE, Part.LATE]
    assert (check.kind, check.month, check.code) == (TaskKind.CHECK, 3, "WAGE")
    assert (meeting.kind, meeting.days_late) == (TaskKind.FOLLOW_UP, 2)
    assert found.totals == {(Whose.MINE, Part.TODAY): 1, (Whose.MINE, Part.LATE): 2}


def test_a_referral_says_whether_the_place_may_be_asked(session: Session) -> None:
    sent = {"case_id": CAST.case_rabat, "type": "WORK", "organisation_id": 2, "sent_on": ago(13)}
    for may_share in (True, False):
        raw = sent | {"may_share": may_share, "submission_id": f"{may_share}"}
        referrals.record(session, validated(ReferralInput, raw), by=AGENT)
    a_follow_up(session, -1)
    found = [each for several in shown(session, Whose.MINE, AGENT).values() for each in several]
    kinds = {(each.kind, each.is_alone) for each in found}
    assert kinds == {
        (TaskKind.FOLLOW_UP, False), (TaskKind.REFERRAL, False), (TaskKind.REFERRAL, True),
    }  # fmt: skip
    # A manager sees the same referrals, and not which person has agreed.
    manager = CAST.viewer(session, CAST.manager)
    lines = agency_days.agency_lines(session, CAST.rabat, viewer=manager)
    seen = [each for several in lines.values() for each in several]
    assert {each.id for each in seen} == {each.id for each in found}
    assert {each.is_alone for each in seen} == {None}


def test_a_limit_holds_for_its_part_and_the_count_for_all(session: Session) -> None:
    for days in (-1, -2, -3, 0):
        a_follow_up(session, days)
    viewer = CAST.viewer(session, AGENT)
    found = waiting.lists(session, {Part.LATE: 2}, viewer=viewer)
    assert [len(found.lines[Whose.MINE, part]) for part in (Part.TODAY, Part.LATE)] == [1, 2]
    assert found.totals[Whose.MINE, Part.LATE] == 3


def test_what_is_put_off_is_out_of_sight_until_its_day(session: Session) -> None:
    thing = a_follow_up(session, -5)
    assert put_off(session, thing, 4) == 1
    assert lines(session) == {Part.PUT_OFF: [thing.id]}
    line = only(session)
    assert (line.put_off_times, line.due_on, line.shown_on) == (1, ago(5), ago(-4))
    tasks.bring_back(session, thing, by=AGENT)
    assert lines(session) == {Part.LATE: [thing.id]}
    assert only(session).put_off_times == 0


def test_what_was_put_off_to_today_stands_with_the_things_of_today(session: Session) -> None:
    thing = a_follow_up(session, -5)
    put_off(session, thing, 1)
    session.flush()
    row = session.exec(select(Task)).one()
    row.put_off_to = ago(0)
    session.flush()
    assert lines(session) == {Part.TODAY: [thing.id]}
    assert only(session).days_late == 0


def test_a_thing_is_of_whoever_entered_it_and_the_agency_sees_it_too(session: Session) -> None:
    thing = a_follow_up(session, 0)
    a_colleague(session)
    assert lines(session, Whose.MINE, COLLEAGUE) == {}
    line = only(session, Whose.COLLEAGUE, COLLEAGUE)
    assert (line.id, line.owner) == (thing.id, "Agent.Rabat")


def test_what_was_handed_over_stands_with_its_new_owner_who_reads_by_whom_and_why(
    session: Session,
) -> None:
    thing = hand_over(session)
    assert thing is not None
    line = only(session, Whose.MINE, COLLEAGUE)
    assert (line.id, line.handed_by, line.handed_reason) == (thing.id, "Agent.Rabat", "ABSENT")
    assert lines(session) == {}
    assert lines(session, Whose.COLLEAGUE) == {Part.AHEAD: [thing.id]}


def test_when_a_posting_ends_its_things_are_nobodys_and_in_sight(session: Session) -> None:
    thing = a_follow_up(session, 0)
    a_colleague(session)
    posting = session.exec(select(Posting).where(Posting.account_id == AGENT)).one()
    posting.ends_on = ago(1)
    session.flush()
    assert lines(session, Whose.NOBODY, COLLEAGUE) == {Part.TODAY: [thing.id]}
    manager = CAST.viewer(session, CAST.manager)
    (load,) = agency_days.loads(session, viewer=manager)
    assert (load.agency_id, load.agent, load.today) == (CAST.rabat, "", 1)
    posting.ends_on = None
    session.flush()
    assert lines(session) == {Part.TODAY: [thing.id]}


def test_things_of_an_account_that_has_ended_are_nobodys(session: Session) -> None:
    thing = a_follow_up(session, 0)
    a_colleague(session)
    agent = session.get_one(Account, AGENT)
    agent.expires_on = ago(1)
    session.flush()
    assert lines(session, Whose.NOBODY, COLLEAGUE) == {Part.TODAY: [thing.id]}
    agent.expires_on, agent.closed_at = None, now()
    session.flush()
    assert lines(session, Whose.NOBODY, COLLEAGUE) == {Part.TODAY: [thing.id]}


def test_a_manager_reads_how_much_waits_by_agency_and_agent(session: Session) -> None:
    a_follow_up(session, -1)
    put_off(session, a_follow_up(session, -2))
    hand_over(session)
    manager = CAST.viewer(session, CAST.manager)
    loads = agency_days.loads(session, viewer=manager)
    assert [(each.agent, each.late, each.today, each.ahead, each.put_off) for each in loads] == [
        ("Agent.Casablanca", 0, 0, 1, 0), ("Agent.Rabat", 1, 0, 0, 1),
    ]  # fmt: skip
    found = agency_days.agency_lines(session, CAST.rabat, viewer=manager)
    assert {part: len(several) for part, several in found.items() if several} == {
        Part.LATE: 1, Part.AHEAD: 1, Part.PUT_OFF: 1,
    }  # fmt: skip
    assert found[Part.LATE][0].owner == "Agent.Rabat"
    assert not any(agency_days.agency_lines(session, CAST.tanger, viewer=manager).values())


def test_what_is_settled_is_gone(session: Session) -> None:
    thing = a_follow_up(session, 0)
    put_off(session, thing)
    row = session.exec(select(FollowUp).where(col(FollowUp.id) == thing.id)).one()
    row.settled_at = now() - timedelta(seconds=1)
    session.flush()
    assert lines(session) == {}
