"""An agent's day: what waits, one tap from the form that settles it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlmodel import select

from components.language.catalogue import Language, translate
from db.actions import drafts, placements
from db.inputs.drafts import DraftInput
from db.inputs.placements import PlacementInput
from db.models import FollowUp, Posting, RetentionCheck
from db.store.engine import reading, writing
from tests.acts_approvals import last_month, propose, send_back
from tests.cast import CAST, NAMES, ago, today
from tests.db.actions.test_course_groups import a_shared_course, join
from tests.languages import LANGUAGES
from tests.pages.entered import met, rows
from tests.pages.phone import Phone, SignedIn

PAGE = "work/my_day.py"
PERSON = str(CAST.case_rabat)


@pytest.fixture
def agent(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)


def planned(*days: int, hour: time | None = None) -> list[int]:
    """Follow-ups due so many days from now, made before any of them was due."""
    made = [
        met(submission_id=f"met {each}", follow_up_on=today() + timedelta(days=1)) for each in days
    ]
    with writing() as session:
        query = select(FollowUp).where(FollowUp.intervention_id.in_(made))  # type: ignore[attr-defined]
        found = list(session.exec(query.order_by(FollowUp.id)))  # type: ignore[arg-type]
        for follow_up, ahead in zip(found, days, strict=True):
            follow_up.due_on, follow_up.due_at = today() + timedelta(days=ahead), hour
        return [follow_up.id for follow_up in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_day_says_what_to_do(agent: None, language: str) -> None:
    phone = Phone(PAGE, language)
    assert len(phone.app.info) == 1
    phone.press("day_record")
    assert phone.shows("intervention_type")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_follow_up_is_one_tap_from_the_entry_that_keeps_it(agent: None, language: str) -> None:
    (follow_up,) = planned(-2, hour=time(14, 30))
    phone = Phone(PAGE, language)
    line = phone.app.button(key=f"day_follow_up_{follow_up}").label
    assert "234-5678" in line
    assert "14:30" in line
    phone.press(f"day_follow_up_{follow_up}")
    assert phone.app.query_params == {"person": PERSON, "settles": str(follow_up)}
    # AppTest follows a link for one run only: the form is opened as the link opened it.
    form = Phone("work/record_intervention.py", language, person=PERSON, settles=str(follow_up))
    form.choose("intervention_type", "FOLLOW_UP")
    form.press("intervention_save")
    assert phone.taps + form.taps == 3
    assert rows()[0].case_id == CAST.case_rabat
    with reading() as session:
        assert session.get_one(FollowUp, follow_up).settled_at is not None


def test_whoever_is_posted_in_two_agencies_keeps_the_person_of_the_second(agent: None) -> None:
    """With or without the agency in the link, as from an entry that was just saved."""
    (follow_up,) = planned(-2)
    person, agency = str(CAST.case_casablanca), str(CAST.casablanca)
    with writing() as session:
        session.add(
            Posting(account_id=CAST.agent_rabat, agency_id=CAST.casablanca, starts_on=ago(30))
        )
        row = session.get_one(FollowUp, follow_up)
        row.agency_id, row.case_id = CAST.casablanca, CAST.case_casablanca
    phone = Phone(PAGE)
    phone.press(f"day_follow_up_{follow_up}")
    asked = {"person": person, "settles": str(follow_up), "agency": agency}
    assert phone.app.query_params == asked
    for query in (asked, {"person": person}):
        form = Phone("work/record_intervention.py", **query)
        form.choose("intervention_type", "FOLLOW_UP")
        assert form.app.button_group(key="intervention_case").value in (person, [person])


def test_today_comes_first_then_what_is_late_and_far_ones_wait(agent: None) -> None:
    week, late, far, today = planned(7, -3, 8, 0)
    phone = Phone(PAGE)
    keys = [each.key for each in phone.app.button if (each.key or "").startswith("day_follow_up")]
    assert keys == [f"day_follow_up_{each}" for each in (today, late, week)]
    assert not phone.shows(f"day_follow_up_{far}")


@pytest.mark.long
def test_a_long_list_tells_its_length_and_its_end_is_in_reach(agent: None) -> None:
    last = planned(*range(-31, 0))[-1]
    phone = Phone(PAGE)
    assert any("31" in each.value for each in phone.app.subheader)
    assert not phone.shows(f"day_follow_up_{last}")
    phone.press("day_late_more")
    assert phone.shows(f"day_follow_up_{last}")


def test_a_draft_is_one_tap_away(agent: None) -> None:
    with writing() as session:
        values = {"intervention_type": "CV", "submission_id": "begun"}
        drafts.keep(session, DraftInput("intervention", values), by=CAST.agent_rabat)
    phone = Phone(PAGE)
    phone.press("day_draft_intervention")
    assert phone.app.button_group(key="intervention_type").value == "CV"


def test_a_retention_check_due_leads_to_its_answer(agent: None) -> None:
    with writing() as session:
        data = PlacementInput(
            case_id=CAST.case_rabat,
            type="WAGE",
            starts_on=ago(100),
            contract="CDI",
            evidence="SELF",
            submission_id="job",
        )
        placements.record(session, data, by=CAST.agent_rabat)
    with reading() as session:
        query = select(RetentionCheck.id).where(RetentionCheck.month == 3)
        check = session.exec(query).one()
    phone = Phone(PAGE)
    phone.press(f"day_check_{check}")
    assert phone.offers(f"retention_{check}_save")


def test_another_agencys_follow_ups_are_not_ones_own(agent: None, signed_in: SignedIn) -> None:
    (follow_up,) = planned(0)
    assert Phone(PAGE).shows(f"day_follow_up_{follow_up}")
    signed_in(CAST.agent_casablanca)
    assert not Phone(PAGE).shows(f"day_follow_up_{follow_up}")


@pytest.mark.parametrize("account", list(NAMES))
def test_only_an_agent_has_a_day(signed_in: SignedIn, account: int) -> None:
    signed_in(account)
    is_agent = account in (CAST.agent_rabat, CAST.agent_casablanca)
    assert Phone(PAGE).shows("day_record") is is_agent


def test_whoever_is_posted_nowhere_reads_whom_to_ask(signed_in: SignedIn) -> None:
    with writing() as session:
        for posting in session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)):
            posting.ends_on = ago(10)
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    assert [each.value for each in phone.app.warning] == [translate("fr", "day.no_posting")]
    assert translate("fr", "day.nothing") not in [each.value for each in phone.app.info]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_that_was_returned_is_a_line_until_it_is_said_again(
    agent: None, language: Language
) -> None:
    with writing() as session:
        back = send_back(session, seen_id=propose(session))
    key = f"day_returned_{CAST.rabat}_{last_month():%Y_%m}"
    phone = Phone(PAGE, language)
    assert "Semaine 2 vide." in phone.app.button(key=key).label
    phone.press(key)
    assert [each.value for each in phone.app.title] == [translate(language, "page.my_month")]
    assert phone.app.selectbox(key="my_month_month").value == last_month()
    with writing() as session:
        propose(session, seen_id=back)
    assert not Phone(PAGE, language).shows(key)


def test_a_course_that_nobody_has_marked_is_a_line_that_opens_its_group(agent: None) -> None:
    with writing() as session:
        course = a_shared_course(session, title="Couture *")
        join(session, course, CAST.case_rabat)
    phone = Phone(PAGE)
    assert "Couture" in phone.app.button(key=f"day_course_{course}").label
    phone.press(f"day_course_{course}")
    assert phone.shows("courses_back") and not phone.shows("courses_add")
