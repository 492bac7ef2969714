"""Two cards of one person: compared, put together, taken apart; and what a manager decides."""

from __future__ import annotations

import pytest
from sqlmodel import select

from components.language import i18n
from db.inputs import case_codes
from db.models import Case, CaseMerge, CasePair, PairState
from db.store.engine import reading, writing
from tests.cast import CAST
from tests.db.actions.test_duplicates import opened
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "work/people.py"


@pytest.fixture
def agent(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)


def two(agency: int = CAST.rabat, **said: bool) -> tuple[Case, Case]:
    with writing() as session:
        ids = [opened(session, agency=agency), opened(session, birth_year="1991", said=said)]
        found = [session.get_one(Case, each) for each in ids]
        session.flush()
        session.expunge_all()
    return found[0], found[1]


def standing() -> list[tuple[int, int]]:
    with reading() as session:
        query = select(CaseMerge).where(CaseMerge.undone_at == None)  # noqa: E711
        return [(row.kept_id, row.merged_id) for row in session.exec(query)]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_candidate_is_compared_put_together_and_taken_apart(agent: None, language: str) -> None:
    one, other = two()
    phone = Phone(PAGE, language, case=one.code)
    phone.press(f"person_same_compare_{other.id}")
    assert "1991" in phone.said
    phone.press("person_same_merge")
    assert standing() == [(one.id, other.id)]
    assert phone.app.success
    there = Phone(PAGE, language, case=other.code)
    assert one.code[:3] in there.app.header[0].value
    assert other.code[:3] in there.app.info[0].value
    with reading() as session:
        merge = session.exec(select(CaseMerge.id)).one()
    there.press(f"person_same_undo_{merge}")
    assert standing() == []
    assert other.code[:3] in Phone(PAGE, language, case=other.code).app.header[0].value


def test_the_card_that_is_kept_is_chosen(agent: None) -> None:
    one, other = two()
    phone = Phone(PAGE, case=one.code)
    phone.press(f"person_same_compare_{other.id}")
    phone.choose("person_same_kept", other.id)
    phone.press("person_same_merge")
    assert standing() == [(other.id, one.id)]
    assert phone.app.query_params["case"] == other.code


@pytest.mark.long
def test_facts_that_differ_are_chosen_one_by_one(agent: None) -> None:
    one, other = two()
    phone = Phone(PAGE, case=one.code)
    phone.press(f"person_same_compare_{other.id}")
    phone.choose(f"person_same_birth_year_{one.id}", True)
    # With the other card to keep, its own year is the one that stands.
    phone.choose("person_same_kept", other.id)
    assert phone.app.button_group(key=f"person_same_birth_year_{other.id}").value is False
    phone.choose("person_same_kept", one.id)
    phone.choose(f"person_same_birth_year_{one.id}", True)
    phone.press("person_same_merge")
    with reading() as session:
        assert session.get_one(Case, one.id).birth_year == 1991


def test_another_card_that_the_person_brings(agent: None) -> None:
    one, other = two()
    phone = Phone(PAGE, case=one.code)
    for typed, key in ((one.code, "carte de cette page"), ("123", "code"), ("", "code")):
        phone.write(f"person_same_code_{one.id}", typed)
        phone.press("person_same_compare")
        assert key in phone.app.error[0].value
        assert not phone.shows("person_same_merge")
    phone.write(f"person_same_code_{one.id}", f" {other.code.lower()} ")
    phone.press("person_same_compare")
    assert phone.shows("person_same_merge")


def test_a_card_of_another_agency_is_told_like_none(agent: None) -> None:
    one, _ = two()
    there, _ = two(CAST.casablanca)
    phone = Phone(PAGE, case=one.code)
    said = []
    for code in (there.code, case_codes.make()):
        phone.write(f"person_same_code_{one.id}", code)
        phone.press("person_same_compare")
        said.append([each.value for each in phone.app.error])
    assert said[0] == said[1]
    assert not phone.shows("person_same_merge")


def test_not_the_same_is_asked_no_more(agent: None) -> None:
    one, other = two()
    phone = Phone(PAGE, case=one.code)
    phone.press(f"person_same_not_{other.id}")
    assert not phone.shows(f"person_same_compare_{other.id}")
    with reading() as session:
        assert session.exec(select(CasePair.state)).one() is PairState.DIFFERENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_manager_decides_which_agency_keeps_the_case(signed_in: SignedIn, language: str) -> None:
    there, here = two(CAST.casablanca, asks_manager=True)
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    low, high = sorted((there.id, here.id))
    alike = [i18n.t(f"duplicates.alike.{each}") for each in ("name", "year_near", "nationality")]
    assert all(each in phone.said for each in alike)
    assert i18n.t("duplicates.alike.year") not in phone.said
    phone.press(f"person_same_compare_{low}_{high}")
    phone.choose("person_same_kept", there.id)
    # Asked fact by fact, as an agent is.
    phone.choose(f"person_same_birth_year_{there.id}", True)
    phone.press("person_same_merge")
    assert standing() == [(there.id, here.id)]
    with reading() as session:
        assert session.get_one(Case, there.id).birth_year == here.birth_year != there.birth_year
    assert not phone.shows(f"person_same_compare_{low}_{high}")
    assert phone.app.success


def test_a_manager_says_that_they_are_two(signed_in: SignedIn) -> None:
    there, here = two(CAST.casablanca, asks_manager=True)
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    low, high = sorted((there.id, here.id))
    phone.press(f"person_same_not_{low}_{high}")
    assert standing() == []
    assert not phone.shows(f"person_same_not_{low}_{high}")
