"""One person as their page shows them: facts, the way, what waits, and all that was done."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from db.actions import events, retention
from db.codes import TrainingStatus
from db.derived import first_contacts
from db.errors import NotFound
from db.inputs.parse import validated
from db.inputs.placements import RetentionInput, due_dates
from db.models import FollowUp, Intervention, Placement, Posting, RetentionCheck, TrainingEnrolment
from db.queries import person, person_timeline
from db.queries.person import Step
from tests.acts import a_placement, an_enrolment, an_intervention, close_case, correct_facts
from tests.cast import CAST, ago

CASE = CAST.case_rabat


def steps(session: Session) -> dict[str, Step]:
    viewer = CAST.viewer(session, CAST.agent_rabat)
    return {step.name: step for step in person.way(session, CASE, viewer=viewer).steps}


def reached(session: Session) -> dict[str, date | None]:
    return {name: step.on for name, step in steps(session).items() if step.on is not None}


def met(session: Session, type_code: str, day: date) -> None:
    session.add(
        Intervention(
            agency_id=CAST.rabat, entered_by=CAST.agent_rabat, case_id=CASE, type=type_code,
            mode="AGENCY", submission_id=f"{type_code} {day}", happened_on=day, minutes=20,
        )
    )  # fmt: skip
    session.flush()
    first_contacts.refresh(session, [CASE])


def answered(session: Session, month: int, status: str) -> date:
    job = session.exec(select(Placement)).one()
    query = select(RetentionCheck).where(
        RetentionCheck.placement_id == job.id, RetentionCheck.month == month
    )
    check = session.exec(query).one()
    day = min(check.due_on, ago(0))
    raw = {"check_id": check.id, "status": status, "done_on": day}
    retention.answer(session, validated(RetentionInput, raw), by=CAST.agent_rabat)
    return day


def test_facts_are_shown_and_the_legal_status_to_agents_alone(session: Session) -> None:
    known = person.one(session, CASE, viewer=CAST.viewer(session, CAST.agent_rabat))
    assert (known.code, known.facts["birth_year"]) == ("2345678", 1995)
    assert known.facts["status_group"] == "NOT_REC"
    managers = person.one(session, CASE, viewer=CAST.viewer(session, CAST.manager))
    assert set(known.facts) - set(managers.facts) == {"status_group"}


def test_the_way_begins_with_nothing(session: Session) -> None:
    assert list(steps(session)) == ["contact", "registered", "trained", "working", "retained"]
    assert reached(session) == {}


def test_each_step_has_the_day_on_which_it_was_first_reached(session: Session) -> None:
    met(session, "RECEPTION", ago(190))
    met(session, "REGISTRATION", ago(180))
    assert reached(session) == {"contact": ago(190), "registered": ago(180)}
    row = session.get_one(TrainingEnrolment, an_enrolment(session))
    assert "trained" not in reached(session)
    row.status, row.status_on = TrainingStatus.COMPLETED, ago(5)
    a_placement(session)
    session.flush()
    assert reached(session) == {
        "contact": ago(190), "registered": ago(180), "trained": ago(5), "working": ago(200),
    }  # fmt: skip
    assert steps(session)["working"].kind == "WAGE"


def test_work_has_lasted_once_the_check_of_six_months_says_so(session: Session) -> None:
    a_placement(session)
    answered(session, 3, "SAME")
    assert "retained" not in reached(session)
    assert steps(session)["working"].status == "SAME"
    day = answered(session, 6, "OTHER")
    assert reached(session)["retained"] == day


def test_the_last_news_of_a_job_is_told_though_it_is_bad(session: Session) -> None:
    a_placement(session)
    day = answered(session, 6, "NOT_WORK")
    step = steps(session)["working"]
    assert (step.status, step.status_on) == ("NOT_WORK", day)
    assert "retained" not in reached(session)


def test_what_is_void_is_no_step(session: Session) -> None:
    events.void(session, "placement", a_placement(session), "MISTAKE", by=CAST.agent_rabat)
    assert reached(session) == {}
    assert due(session) == []


def due(session: Session) -> list[tuple[str, date | None, bool]]:
    viewer = CAST.viewer(session, CAST.agent_rabat)
    found = person.way(session, CASE, viewer=viewer).due
    return [(each.kind, each.due_on, each.is_open) for each in found]


def test_what_waits_is_told_the_longest_due_first(session: Session) -> None:
    """A job of 200 days ago: two checks may be asked now, of those to come only the first."""
    made = an_intervention(session, "plan")
    session.add(FollowUp(case_id=CASE, intervention_id=made, agency_id=CAST.rabat, due_on=ago(-3)))
    a_placement(session)
    an_enrolment(session)
    checks = due_dates(ago(200))
    assert due(session) == [
        ("check", checks[3], True),
        ("check", checks[6], True),
        ("follow_up", ago(-3), True),
        ("training", ago(-60), True),
        ("check", checks[12], False),
    ]


def lines(session: Session, account: int = CAST.agent_rabat) -> list[tuple[str, str]]:
    viewer = CAST.viewer(session, account)
    found = person_timeline.timeline(session, CASE, viewer=viewer)
    assert sorted((line.day for line in found), reverse=True) == [line.day for line in found]
    return [(line.kind, line.code) for line in found]


def test_everything_that_stands_is_told_the_newest_first(session: Session) -> None:
    met(session, "RECEPTION", ago(199))
    an_enrolment(session)
    a_placement(session)
    answered(session, 3, "SAME")
    correct_facts(session, birth_year="1996")
    correct_facts(session, status_group="REFUGEE")
    close_case(session)
    session.flush()
    assert lines(session) == [
        ("changed", "closed_on"),
        ("changed", "status_group"),
        ("changed", "birth_year"),
        ("training", "EN_CEF"),
        ("retention", "SAME"),
        ("intervention", "RECEPTION"),
        ("placement", "WAGE"),
        ("opened", ""),
    ]
    assert ("changed", "status_group") not in lines(session, CAST.manager)


def test_a_line_says_by_whom_and_what_stood_there(session: Session) -> None:
    correct_facts(session, sex="X")
    session.flush()
    viewer = CAST.viewer(session, CAST.agent_rabat)
    line = person_timeline.timeline(session, CASE, viewer=viewer)[0]
    assert (line.before, line.after, line.reason) == ("F", "X", "MISTAKE")
    assert (line.author, line.day) == ("Agent.Rabat", ago(0))


@pytest.mark.parametrize("read", [person.one, person.way, person_timeline.timeline])
def test_a_person_of_another_agency_is_like_none(session: Session, read: object) -> None:
    viewer = CAST.viewer(session, CAST.agent_rabat)
    for case_id in (CAST.case_casablanca, 1):
        with pytest.raises(NotFound, match="case_not_found"):
            read(session, case_id, viewer=viewer)  # type: ignore[operator]


def test_a_posting_that_ended_yesterday_opens_nobody(session: Session) -> None:
    posting = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    posting.ends_on = ago(1)
    session.flush()
    viewer = CAST.viewer(session, CAST.agent_rabat)
    with pytest.raises(NotFound):
        person.one(session, CASE, viewer=viewer)
