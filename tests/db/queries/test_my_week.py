"""An agent's week beside their usual one, and the sheet of their month."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import events, interventions, retention
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.models import Intervention, Placement, Posting
from db.models.base import now
from db.queries.my_month import Line, months, sheet
from db.queries.my_week import my_week
from tests.acts import a_placement, a_referral, an_enrolment, answer_check
from tests.cast import CAST, ago

AGENT, OTHER = CAST.agent_rabat, CAST.agent_casablanca


def done(session: Session, day: date, number: int = 1, by: int = AGENT) -> None:
    for each in range(number):
        session.add(
            Intervention(
                agency_id=CAST.rabat, entered_by=by, submission_id=f"{day} {each} {by}",
                case_id=CAST.case_rabat, type="CV", mode="AGENCY", happened_on=day, minutes=20,
            )
        )  # fmt: skip
    session.flush()


def the_week(session: Session) -> tuple[int, int | None, int]:
    found = my_week(session, viewer=CAST.viewer(session, AGENT))
    return found.entries, found.usual, found.weeks


def test_the_usual_week_is_the_median_up_to_the_same_day(session: Session) -> None:
    day = today(session)
    for weeks, number in enumerate((3, 5, 1, 2, 40, 2), start=1):
        done(session, day - timedelta(weeks=weeks), number)
    done(session, day, 4)
    done(session, day, 9, by=OTHER)
    assert the_week(session) == (4, 3, 6)


def test_days_of_the_week_that_are_still_to_come_do_not_count(session: Session) -> None:
    day = today(session)
    monday = day - timedelta(days=day.weekday())
    for weeks in range(1, 6):
        for weekday in range(7):
            done(session, monday - timedelta(weeks=weeks) + timedelta(days=weekday))
    assert the_week(session) == (0, day.weekday() + 1, 5)


def test_of_few_weeks_nothing_usual_is_said(session: Session) -> None:
    done(session, today(session) - timedelta(weeks=3))
    assert the_week(session) == (0, None, 3)


def test_a_void_entry_does_not_count(session: Session) -> None:
    done(session, today(session), 2)
    first = session.exec(select(Intervention).order_by(col(Intervention.id))).first()
    assert first is not None
    first.voided_at = now()
    session.flush()
    assert the_week(session)[0] == 1


def test_whoever_is_named_of_a_group_session_is_no_entry_of_their_own(session: Session) -> None:
    day = today(session)
    a_group(session, day)
    group = session.exec(select(Intervention).where(Intervention.submission_id == "group")).one()
    done(session, day)
    named = session.exec(select(Intervention).where(Intervention.type == "CV")).one()
    named.group_id = group.id
    session.flush()
    assert the_week(session)[0] == 1


def the_lines(session: Session, month: date, who: int = AGENT) -> dict[tuple[str, str], Line]:
    found = sheet(session, month, viewer=CAST.viewer(session, who))
    return {(each.kind, each.code): each for each in found.kinds}


def a_group(session: Session, day: date) -> None:
    raw = {
        "submission_id": "group", "agency_id": CAST.rabat, "type": "INFO_SESSION",
        "mode": "FIELD", "happened_on": day, "is_group": True, "minutes": "90",
        "women": "7", "men": "5", "other": "1",
    }  # fmt: skip
    interventions.record(session, validated(InterventionInput, raw), by=AGENT)


def test_a_month_counts_acts_people_sessions_heads_and_minutes(session: Session) -> None:
    month = ago(40).replace(day=1)
    done(session, month + timedelta(days=1))
    done(session, month + timedelta(days=2), by=OTHER)
    done(session, month + timedelta(days=5), 2)
    a_group(session, month + timedelta(days=5))
    found = sheet(session, month, viewer=CAST.viewer(session, AGENT))
    assert [(each.day, each.code, each.acts) for each in found.days] == [
        (month + timedelta(days=1), "CV", 1),
        (month + timedelta(days=5), "CV", 2),
        (month + timedelta(days=5), "INFO_SESSION", 1),
    ]
    kinds = {each.code: each for each in found.kinds}
    assert (kinds["CV"].acts, kinds["CV"].people, kinds["CV"].minutes) == (3, 1, 60)
    group = kinds["INFO_SESSION"]
    assert (group.people, group.sessions, group.present, group.minutes) == (0, 1, (7, 5, 1), 90)
    assert (found.total.acts, found.total.people, found.total.minutes) == (4, 1, 150)
    assert (found.is_over, found.agencies) == (True, (CAST.rabat,))


def test_referrals_courses_jobs_and_checks_stand_on_the_sheet(session: Session) -> None:
    a_referral(session)
    an_enrolment(session)
    answer_check(session)
    session.flush()
    sent = the_lines(session, ago(3))
    assert sent["referral", "TRAINING"].acts == 1
    lines = the_lines(session, today(session))
    # Entered today, though the course and the job began long ago.
    assert {lines[each].people for each in (("training", "EN_CEF"), ("placement", "WAGE"))} == {1}
    assert lines["check", "SAME"].acts == 1


def test_what_was_voided_or_undone_is_not_on_the_sheet(session: Session) -> None:
    a_group(session, today(session))
    check = answer_check(session)
    retention.undo(session, check, by=AGENT)
    events.undo(session, "intervention", "group", by=AGENT)
    assert set(the_lines(session, today(session))) == {("placement", "WAGE")}


def test_an_answer_about_a_job_that_is_void_is_not_on_the_sheet(session: Session) -> None:
    answer_check(session)
    job = session.exec(select(Placement)).one()
    events.void(session, "placement", job.id, "MISTAKE", by=AGENT)
    assert the_lines(session, today(session)) == {}


def test_a_sheet_is_of_ones_own_acts_also_at_an_agency_that_was_left(session: Session) -> None:
    done(session, today(session), 2)
    a_placement(session)
    assert the_lines(session, today(session), OTHER) == {}
    posting = session.exec(select(Posting).where(Posting.account_id == AGENT)).one()
    posting.ends_on = ago(1)
    session.flush()
    assert the_lines(session, today(session))["intervention", "CV"].acts == 2


def test_a_sheet_names_nobody(session: Session) -> None:
    done(session, today(session))
    found = repr(sheet(session, today(session), viewer=CAST.viewer(session, AGENT)))
    assert "2345678" not in found
    assert str(CAST.case_rabat) not in found


def test_there_is_a_sheet_for_each_month_since_the_first_posting(session: Session) -> None:
    posting = session.exec(select(Posting).where(Posting.account_id == AGENT)).one()
    posting.starts_on = ago(0).replace(day=1) - timedelta(days=1)
    session.flush()
    found = months(session, viewer=CAST.viewer(session, AGENT))
    assert found == [ago(0).replace(day=1), posting.starts_on.replace(day=1)]
    assert session.exec(select(Placement)).first() is None
