"""What waits is put off, handed over and given back from My day, in few taps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from components.language.catalogue import translate
from db.models import Task
from db.store.engine import reading, writing
from tests.acts_tasks import a_colleague, a_follow_up, hand_over
from tests.cast import CAST, today
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "work/my_day.py"


def planned(days: int = 0, *, colleague: bool = False) -> str:
    """The name of an appointment's line."""
    with writing() as session:
        thing = a_follow_up(session, days)
        if colleague:
            a_colleague(session)
    return f"follow_up_{thing.id}"


def the_task() -> Task:
    with reading() as session:
        found = session.exec(select(Task)).one()
        session.expunge_all()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thing_is_put_off_in_two_taps_and_undone_in_one(
    signed_in: SignedIn, language: str
) -> None:
    name = planned()
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE, language)
    phone.press(f"day_more_{name}")
    phone.press("day_to_three_days")
    assert phone.taps == 2
    assert the_task().put_off_to == today() + timedelta(days=3)
    assert any("1" in each.label for each in phone.app.expander)
    phone.press("day_notice_undo")
    assert the_task().put_off_to is None
    assert phone.shows(f"day_{name}")


def test_a_day_that_is_typed_is_checked_beside_its_field(signed_in: SignedIn) -> None:
    name = planned()
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    phone.press(f"day_more_{name}")
    phone.write(f"day_panel_{name}_to", "1/1/2020")
    phone.press("day_to_date")
    assert any("reporter de demain" in each.value for each in phone.app.error)
    later = today() + timedelta(days=40)
    phone.write(f"day_panel_{name}_to", f"{later:%d/%m/%Y}")
    phone.press("day_to_date")
    assert the_task().put_off_to == later


@pytest.mark.long
def test_a_thing_is_handed_over_with_a_reason_and_the_colleague_gives_it_back(
    signed_in: SignedIn,
) -> None:
    name = planned(colleague=True)
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    phone.press(f"day_more_{name}")
    phone.press(f"day_hand_{name}_send")
    assert phone.app.error, "who and why must be said"
    phone.choose(f"day_hand_{name}_to", CAST.agent_casablanca)
    phone.choose(f"day_hand_{name}_reason", "ABSENT")
    phone.press(f"day_hand_{name}_send")
    assert not phone.shows(f"day_{name}")
    signed_in(CAST.agent_casablanca)
    other = Phone(PAGE)
    assert "Confié par Agent.Rabat\xa0: Congé ou absence" in other.said
    other.press(f"day_more_{name}")
    other.press("day_give_back")
    task = the_task()
    assert (task.account_id, task.is_back) == (CAST.agent_rabat, True)


def test_all_that_is_mine_goes_before_an_absence(signed_in: SignedIn) -> None:
    planned(colleague=True)
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    form = f"day_away_{CAST.rabat}"
    phone.choose(f"{form}_to", CAST.agent_casablanca)
    phone.choose(f"{form}_reason", "END")
    phone.press(f"{form}_send")
    assert the_task().account_id == CAST.agent_casablanca


def test_what_is_a_colleagues_is_one_tap_away_and_can_be_taken(signed_in: SignedIn) -> None:
    with writing() as session:
        thing = hand_over(session)
    assert thing is not None
    name = f"follow_up_{thing.id}"
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    assert not phone.shows(f"day_{name}")
    phone.choose("day_view", "colleague")
    assert "Chez Agent.Casablanca" in phone.said
    phone.press(f"day_more_{name}")
    phone.press("day_take")
    assert the_task().account_id == CAST.agent_rabat


def test_an_agent_alone_is_not_asked_to_hand_over(signed_in: SignedIn) -> None:
    name = planned()
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    assert not phone.shows("day_view")
    phone.press(f"day_more_{name}")
    assert phone.offers("day_to_tomorrow")
    said = {translate("fr", key) for key in ("day.away", "day.hand_over", "day.away_hint")}
    assert not said & {each.label for each in phone.app.expander}
    assert not any(each in phone.said for each in said)
    assert not phone.offers(f"day_hand_{name}_send")


def test_before_an_absence_all_goes_only_where_somebody_can_take_it(signed_in: SignedIn) -> None:
    planned(colleague=True)
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    assert translate("fr", "day.away") in {each.label for each in phone.app.expander}
    assert phone.offers(f"day_away_{CAST.rabat}_send")
