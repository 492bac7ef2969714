"""A manager hands over the people of a closed agency where they see what waits."""

from __future__ import annotations

import pytest
from sqlmodel import select

from components.language.catalogue import Language, translate
from db.models import Case
from db.store.engine import reading, writing
from tests.acts_tasks import close_agency
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE, FORM = "work/agency_days.py", f"days_left_{CAST.rabat}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_of_a_closed_agency_go_to_the_one_that_is_chosen(
    signed_in: SignedIn, language: Language
) -> None:
    with writing() as session:
        close_agency(session)
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    phone.press(f"{FORM}_send")
    assert phone.app.selectbox(key=f"{FORM}_to").value is None
    assert translate(language, "error.needed") in "".join(each.value for each in phone.app.error)
    phone.app.selectbox(key=f"{FORM}_to").select(CAST.casablanca)
    phone.press(f"{FORM}_send")
    assert len(phone.app.success) == 1
    assert not phone.app.selectbox
    with reading() as session:
        assert set(session.exec(select(Case.agency_id))) == {CAST.casablanca}


def test_where_nobody_could_go_on_the_page_says_what_is_needed(signed_in: SignedIn) -> None:
    with writing() as session:
        close_agency(session)
        close_agency(session, CAST.casablanca)
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    assert translate("fr", "days.left_nowhere") in [each.value for each in phone.app.caption]
    assert not [each for each in phone.app.button if str(each.key).startswith("days_left")]
