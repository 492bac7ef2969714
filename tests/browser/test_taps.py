"""What an agent does most, at 360 pixels and 400 kbit/s: touches counted, the time told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.thumb import Thumb, slow
from tests.browser.visitor import PATIENCE
from tests.browser.waiting import Known, known

#: On a slow line what follows a save may take long.


def _choose(thumb: Thumb, key: str, number: int = 0) -> None:
    thumb.tap(thumb.phone.at(key).locator("button").nth(number))


def _pick(thumb: Thumb, key: str, text: str) -> None:
    thumb.tap(thumb.phone.at(key).locator("button", has_text=text))


def _press(thumb: Thumb, key: str) -> None:
    thumb.tap(thumb.phone.at(key).locator("button"))


def _saved(thumb: Thumb, form: str) -> None:
    thumb.phone.shows(f"{form}_next")


def known_person(thumb: Thumb, who: Known) -> None:
    _press(thumb, "day_record")
    _choose(thumb, "intervention_type")
    _pick(thumb, "intervention_case", who.card)
    _press(thumb, "intervention_save")
    _saved(thumb, "intervention")


def new_person(thumb: Thumb, who: Known) -> None:
    _press(thumb, "day_record")
    _choose(thumb, "intervention_type")
    _pick(thumb, "intervention_case", "Nouvelle personne")
    _choose(thumb, "intervention_sex")
    thumb.tap(thumb.phone.at("intervention_birth_year").locator("input"))
    thumb.types("1995")
    _choose(thumb, "intervention_nationality")
    _press(thumb, "intervention_save")
    _saved(thumb, "intervention")


def placement(thumb: Thumb, who: Known) -> None:
    _press(thumb, "day_record-placement")
    _pick(thumb, "placement_case", who.card)
    for key in ("placement_type", "placement_contract", "placement_evidence"):
        _choose(thumb, key)
    _press(thumb, "placement_save")
    _saved(thumb, "placement")


def check(thumb: Thumb, who: Known) -> None:
    _press(thumb, f"day_check_{who.check}")
    _choose(thumb, f"retention_{who.check}_status")
    _press(thumb, f"retention_{who.check}_save")
    _saved(thumb, "placement")


def half_a_code(thumb: Thumb, who: Known) -> None:
    thumb.tap(thumb.phone.at("bar").locator("a[href$='people']"))
    thumb.tap(thumb.phone.at("people_search").locator("input"))
    thumb.types(who.card.replace("-", "")[:4].lower())
    _press(thumb, f"people_{who.id}")
    expect(thumb.phone.page.locator("h2").first).to_contain_text(who.card, timeout=PATIENCE)


def birth_year(thumb: Thumb, who: Known) -> None:
    form = f"person_{who.id}_birth_year"
    _press(thumb, "person_fact_birth_year")
    thumb.tap(thumb.phone.at(f"{form}_value").locator("input"))
    thumb.types("1996")
    _choose(thumb, f"{form}_reason")
    _press(thumb, "person_fact_save")
    fact = thumb.phone.at("person_fact_birth_year").locator("button")
    expect(fact).to_contain_text("1996", timeout=PATIENCE)


def referral(thumb: Thumb, who: Known) -> None:
    _press(thumb, "day_record-referral")
    _pick(thumb, "referral_case", who.card)
    _sent(thumb)


def from_their_page(thumb: Thumb, who: Known) -> None:
    _press(thumb, "person_record-referral")
    _sent(thumb)


def _sent(thumb: Thumb) -> None:
    """Consent is asked by the buttons that save."""
    for key in ("referral_type", "referral_place"):
        _choose(thumb, key)
    _press(thumb, "referral_save")
    _saved(thumb, "referral")


def answer(thumb: Thumb, who: Known) -> None:
    _press(thumb, f"day_referral_{who.referral}")
    _press(thumb, f"referral_{who.referral}_SERVED")
    _saved(thumb, "referral")


def returning(thumb: Thumb, who: Known) -> None:
    _press(thumb, f"day_follow_up_{who.follow_up}")
    _choose(thumb, "intervention_type")
    _press(thumb, "intervention_save")
    _saved(thumb, "intervention")


@dataclass(frozen=True)
class Act:
    """What is done, the most touches that it may take, and the page of the person it begins on."""

    does: Callable[[Thumb, Known], None]
    most: int
    on_person: bool = False


ACTS = [
    Act(known_person, 4), Act(new_person, 7), Act(placement, 7), Act(check, 3),
    Act(half_a_code, 3), Act(returning, 3), Act(answer, 2),
    Act(referral, 5), Act(birth_year, 4, on_person=True), Act(from_their_page, 4, on_person=True),
]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.does.__name__)
def test_what_is_done_most_takes_few_touches_on_a_slow_line(
    visit: Visit, of_file: Server, act: Act
) -> None:
    phone = visit("agent.rabat", "phone", of=of_file)
    who = known(phone.server)
    phone.open(f"people?case={who.code}" if act.on_person else "my-day")
    slow(phone)
    thumb = Thumb(phone)
    act.does(thumb, who)
    print(f"{act.does.__name__}: {thumb.taps} touches, {thumb.seconds:.1f} s of waiting")
    assert thumb.taps <= act.most
    assert not phone.wide()
