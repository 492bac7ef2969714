"""Things that wait are put off, handed over, given back and taken at their agency."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.actions import merges, tasks, transfers
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.duplicates import Merge
from db.inputs.parse import validated
from db.inputs.tasks import MOST_DAYS, Handover, TaskKind, Thing
from db.models import Account, AuditEntry, FollowUp, Posting, RetentionCheck, Task
from db.models.base import now
from db.store.engine import reading, writing
from tests.acts import a_placement, a_referral
from tests.acts_tasks import a_colleague, a_follow_up, ahead, ask_transfer, hand_over, put_off
from tests.at_once import by_turns, while_first_is_under_way, with_many_writers
from tests.cast import CAST

AGENT, COLLEAGUE = CAST.agent_rabat, CAST.agent_casablanca
BOTH = (CAST.case_rabat, CAST.case_rabat_2)


def task(session: Session) -> Task:
    session.flush()
    return session.exec(select(Task)).one()


def key_of(told: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {field: problem.key for field, problem in told.value.problems.items()}


def test_how_often_a_thing_was_put_off_is_counted_and_a_double_touch_is_one(
    session: Session,
) -> None:
    thing = a_follow_up(session)
    assert [put_off(session, thing, days) for days in (1, 1, 3)] == [1, 1, 2]
    tasks.bring_back(session, thing, by=AGENT)
    tasks.bring_back(session, thing, by=AGENT)
    assert (task(session).put_off_times, task(session).put_off_to) == (1, None)


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_a_thing_is_put_off_to_a_day_within_three_months(session: Session, days: int) -> None:
    with pytest.raises(InvalidInput) as told:
        put_off(session, days=days)
    assert key_of(told) == {"to": "error.put_off_range"}
    assert put_off(session, days=MOST_DAYS) == 1


def test_checks_and_referrals_are_put_off_too(session: Session) -> None:
    placement = a_placement(session)
    check = session.exec(
        select(RetentionCheck.id).where(
            RetentionCheck.placement_id == placement, RetentionCheck.month == 3
        )
    ).one()
    assert put_off(session, Thing(kind=TaskKind.CHECK, id=check or 0)) == 1
    assert put_off(session, Thing(kind=TaskKind.REFERRAL, id=a_referral(session))) == 1


def test_what_is_settled_or_elsewhere_cannot_be_put_off(session: Session) -> None:
    thing = a_follow_up(session)
    with pytest.raises(NotFound):
        put_off(session, thing, by=COLLEAGUE)
    session.get_one(FollowUp, thing.id).settled_at = now()
    session.flush()
    with pytest.raises(NotFound):
        put_off(session, thing)


def test_a_person_is_handed_over_with_all_that_is_open(session: Session) -> None:
    a_placement(session)
    a_referral(session)
    a_follow_up(session)
    a_follow_up(session, 5, CAST.case_rabat_2)
    a_colleague(session)
    raw = {"to_account": COLLEAGUE, "reason": "KNOWS", "case_id": CAST.case_rabat}
    count = tasks.hand_over(session, validated(Handover, raw), by=AGENT)
    # Three checks, one referral, one appointment: not the other person's.
    assert count == 5
    owners = session.exec(select(Task.account_id)).all()
    assert owners == [COLLEAGUE] * 5


def test_a_person_is_handed_over_by_the_card_that_was_put_together_with_theirs(
    session: Session,
) -> None:
    a_referral(session)
    a_colleague(session)
    merge = Merge(kept_id=CAST.case_rabat, merged_id=CAST.case_rabat_2)
    merges.merge(session, merge, by=AGENT)
    raw = {"to_account": COLLEAGUE, "reason": "KNOWS", "case_id": CAST.case_rabat_2}
    assert tasks.hand_over(session, validated(Handover, raw), by=AGENT) == 1


def test_all_of_mine_goes_and_nothing_of_a_colleague(session: Session) -> None:
    a_colleague(session)
    a_follow_up(session, 400)
    a_follow_up(session, 5, CAST.case_rabat_2, by=COLLEAGUE)
    hand_over(session, to=COLLEAGUE, agency_id=CAST.rabat)
    assert task(session).account_id == COLLEAGUE
    # All that was handed over, and the colleague's own, comes back in one touch.
    raw = {"to_account": AGENT, "reason": "END", "agency_id": CAST.rabat}
    assert tasks.hand_over(session, validated(Handover, raw), by=COLLEAGUE) == 2


def test_only_an_agent_of_the_agency_is_handed_anything(session: Session) -> None:
    thing = a_follow_up(session)
    for to in (COLLEAGUE, CAST.manager, AGENT, CAST.closed):
        with pytest.raises(InvalidInput) as told:
            hand_over(session, to=to, thing=thing.model_dump())
        assert key_of(told) == {"to_account": "error.not_a_colleague"}


def test_whoever_comes_soon_may_be_handed_things_before(session: Session) -> None:
    thing = a_follow_up(session)
    soon = Posting(account_id=COLLEAGUE, agency_id=CAST.rabat, starts_on=ahead(session, 20))
    session.add(soon)
    session.flush()
    hand_over(session, to=COLLEAGUE, thing=thing.model_dump())
    assert task(session).account_id == COLLEAGUE


def test_another_agencys_things_and_persons_cannot_be_handed_over(session: Session) -> None:
    a_colleague(session)
    extents = ({"case_id": CAST.case_casablanca}, {"agency_id": CAST.tanger})
    for extent in extents:
        with pytest.raises(NotFound):
            hand_over(session, to=COLLEAGUE, by=AGENT, **extent)


def test_a_thing_goes_back_to_whoever_handed_it_over_and_only_once(session: Session) -> None:
    thing = hand_over(session)
    assert thing is not None
    with pytest.raises(NotFound):
        tasks.give_back(session, thing, by=AGENT)
    tasks.give_back(session, thing, by=COLLEAGUE)
    row = task(session)
    assert (row.account_id, row.handed_by, row.handed_reason, row.is_back) == (
        AGENT, COLLEAGUE, None, True,
    )  # fmt: skip
    with pytest.raises(NotFound):
        tasks.give_back(session, thing, by=AGENT)


def test_what_was_handed_over_can_be_taken_again(session: Session) -> None:
    thing = hand_over(session)
    assert thing is not None
    tasks.take(session, thing, by=AGENT)
    row = task(session)
    assert (row.account_id, row.handed_by, row.handed_at) == (AGENT, None, None)


def test_a_manager_settles_nothing(session: Session) -> None:
    thing = a_follow_up(session)
    with pytest.raises(NotAllowed):
        put_off(session, thing, by=CAST.manager)
    with pytest.raises(NotAllowed):
        tasks.take(session, thing, by=CAST.manager)


def test_every_thing_handed_over_has_its_row_in_the_log(session: Session) -> None:
    a_follow_up(session)
    a_follow_up(session, 5, CAST.case_rabat_2)
    hand_over(session, to=a_colleague(session), agency_id=CAST.rabat)
    session.flush()
    acts = session.exec(select(AuditEntry).where(AuditEntry.action == "task.hand_over")).all()
    assert [(each.entity, each.reason) for each in acts] == [("follow_up", "ABSENT")] * 2


EXTENTS: list[dict[str, int]] = [{"agency_id": CAST.rabat}, {"case_id": CAST.case_rabat}]


def all_of(extent: dict[str, int]) -> Handover:
    return validated(Handover, {"to_account": COLLEAGUE, "reason": "ABSENT", **extent})


@with_many_writers
@pytest.mark.parametrize("extent", EXTENTS, ids=["mine", "persons"])
def test_what_is_settled_meanwhile_is_not_handed_over(
    database: sa.Engine, extent: dict[str, int]
) -> None:
    with writing() as session:
        a_colleague(session)
        settled, waits = (a_follow_up(session, days).id for days in (3, 5))

    def settle(session: Session) -> None:
        session.get_one(FollowUp, settled).settled_at = now()

    _, count = while_first_is_under_way(
        settle, lambda session: tasks.hand_over(session, all_of(extent), by=AGENT)
    )
    assert count == 1
    with reading() as session:
        assert session.exec(select(Task.follow_up_id)).all() == [waits]


@with_many_writers
def test_who_goes_elsewhere_meanwhile_takes_along_what_waits(database: sa.Engine) -> None:
    """It was the colleague's of the agency that the person had left."""
    there = CAST.agent_casablanca
    with writing() as session:
        a_referral(session)
        a_placement(session)
        transfer = ask_transfer(session)
        other = a_colleague(session, CAST.closed, CAST.rabat)
        session.get_one(Account, other).closed_at = None
    raw = {"to_account": other, "reason": "ABSENT", "agency_id": CAST.rabat}
    data = validated(Handover, raw)
    _, count = while_first_is_under_way(
        lambda session: transfers.accept(session, transfer, by=there),
        lambda session: tasks.hand_over(session, data, by=AGENT),
    )
    assert count == 0
    with reading() as session:
        assert set(session.exec(select(Task.account_id))) == {there}


@with_many_writers
@pytest.mark.long
def test_acts_on_all_that_waits_never_wait_for_each_other(database: sa.Engine) -> None:
    with writing() as session:
        a_colleague(session)
        things = [a_follow_up(session, days, case) for days in (3, 4) for case in BOTH]
        a_placement(session)
        a_referral(session)
    back = validated(Handover, {"to_account": AGENT, "reason": "END", "agency_id": CAST.rabat})
    assert not by_turns(
        8,
        *(partial(tasks.hand_over, data=all_of(extent), by=AGENT) for extent in EXTENTS),
        partial(tasks.hand_over, data=back, by=COLLEAGUE),
        *(partial(tasks.take, data=each, by=COLLEAGUE) for each in things[::-1]),
    )
