"""A person found and put right on a phone: every touch is counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from components.language.catalogue import Language
from db.codes import Sex
from db.inputs import case_codes
from db.models import Case
from db.models.base import random_id
from db.store.engine import connect
from tests.at_length import then_by_night
from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.thumb import Thumb
from tests.browser.visitor import Visitor
from tests.cast import CAST, ago


def somebody(phone: Visitor) -> tuple[int, str]:
    """A person of Rabat whom no other journey knows."""
    engine = connect(f"sqlite:///{phone.server.database}")
    with Session(engine.execution_options(writes=True)) as session:
        case = Case(
            id=random_id(), code=case_codes.make(), agency_id=CAST.rabat, sex=Sex.WOMAN,
            birth_year=1993, opened_on=ago(30), opened_by=CAST.agent_rabat,
        )  # fmt: skip
        found = case.id, case.code
        session.add(case)
        session.commit()
    engine.dispose()
    return found


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("ar", "fr"))
def test_a_person_is_found_with_three_taps_and_their_year_corrected_with_four(
    visit: Visit, language: Language
) -> None:
    phone = visit("agent.rabat", at="my-day", size="phone", language=language)
    case_id, code = somebody(phone)
    thumb = Thumb(phone)
    thumb.tap(phone.at("bar").locator("a[href$='people']"))
    thumb.tap(phone.at("people_search").locator("input"))
    thumb.types(code[:4].lower())
    thumb.tap(phone.at(f"people_{case_id}").locator("button"))
    expect(phone.page.locator("h2").first).to_contain_text(f"{code[:3]}-{code[3:]}")
    assert thumb.taps == 3
    assert not phone.wide()
    assert findings(phone) == []

    thumb.taps = 0
    form = f"person_{case_id}_birth_year"
    thumb.tap(phone.at("person_fact_birth_year").locator("button"))
    thumb.tap(phone.at(f"{form}_value").locator("input"))
    thumb.types("1996")
    thumb.tap(phone.at(f"{form}_reason").locator("button"))
    thumb.tap(phone.at("person_fact_save").locator("button"))
    expect(phone.at("person_fact_birth_year").locator("button")).to_contain_text("1996")
    assert thumb.taps == 4
    assert not phone.crashes

    # The browser's way back leads to the search that was left.
    phone.page.go_back()
    phone.shows("people_search")
