"""A new person whose name is typed is looked for before they are saved; the name stays nowhere."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from db.actions import merges
from db.inputs.duplicates import Merge
from db.models import Case, CasePair, Draft, Intervention, NameKey, PairState
from db.secrets.sealing import unseal
from db.store.engine import reading, writing
from tests.acts import change_programme
from tests.cast import CAST
from tests.db.actions.test_duplicates import opened
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "work/record_intervention.py"
FIRST, FAMILY = "Awa", "Zinvoula"


@pytest.fixture
def agent(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)


def known(agency: int = CAST.rabat) -> int:
    with writing() as session:
        return opened(session, "Haoua", "Zinvula", agency=agency, sex="F", birth_year="1997")


def filled(language: str = "fr") -> Phone:
    """A form for a new person with a name, as it is before the save."""
    phone = Phone(PAGE, language)
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_case", "new")
    phone.choose("intervention_sex", "F")
    phone.write("intervention_birth_year", "1997")
    phone.choose("intervention_nationality", "CI")
    phone.write("intervention_first_name", FIRST)
    phone.write("intervention_family_name", FAMILY)
    return phone


def cases() -> list[int]:
    with reading() as session:
        return list(session.exec(select(Case.id).where(col(Case.submission_id).is_not(None))))


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_known_is_shown_before_the_save_and_taken(agent: None, language: str) -> None:
    person = known()
    phone = filled(language)
    phone.press("intervention_save")
    assert cases() == [person]
    assert phone.app.container(key="intervention_problems_names").error
    phone.press(f"intervention_same_{person}")
    assert phone.app.button_group(key="intervention_case").value == [str(person)]
    assert not phone.shows("intervention_first_name")
    phone.press("intervention_save")
    assert phone.app.success
    assert cases() == [person]


def test_saving_again_without_an_answer_is_no_answer(agent: None) -> None:
    known()
    phone = filled()
    phone.press("intervention_save")
    phone.press("intervention_save")
    assert len(cases()) == 1
    assert phone.app.text_input(key="intervention_family_name").value == FAMILY


@pytest.mark.long
def test_none_of_them_is_remembered_with_the_new_person(agent: None) -> None:
    person = known()
    phone = filled()
    phone.press("intervention_save")
    phone.press("intervention_none_of_them")
    phone.press("intervention_save")
    assert len(cases()) == 2
    with reading() as session:
        pair = session.exec(select(CasePair)).one()
        assert person in {pair.one_id, pair.other_id}
        assert pair.state is PairState.DIFFERENT


@pytest.mark.long
def test_of_another_agency_nothing_is_told_but_that(agent: None) -> None:
    person = known(CAST.casablanca)
    phone = filled()
    phone.press("intervention_save")
    assert "autre agence" in phone.said
    with reading() as session:
        code = session.get_one(Case, person).code
    assert code[:3] not in phone.said
    phone.app.checkbox(key="intervention_asks_manager").check()
    phone.press("intervention_save")
    with reading() as session:
        assert session.exec(select(CasePair.state)).one() is PairState.ASKED


@pytest.mark.long
def test_another_name_is_another_question(agent: None) -> None:
    known()
    phone = filled()
    phone.press("intervention_save")
    phone.write("intervention_family_name", "Korogossi")
    phone.press("intervention_save")
    assert len(cases()) == 2


def test_the_name_is_in_no_draft_and_nowhere_in_the_database(agent: None) -> None:
    phone = filled()
    with reading() as session:
        sealed = session.exec(select(Draft.sealed)).one()
    typed = str(unseal(sealed)).casefold()
    assert "1997" in typed
    assert FIRST.casefold() not in typed
    assert FAMILY.casefold() not in typed
    phone.press("intervention_save")
    with reading() as session:
        assert session.exec(select(NameKey)).first() is not None
        rows = "".join(
            str(tuple(row))
            for table in SQLModel.metadata.sorted_tables
            for row in session.execute(sa.select(table))
        )
    assert FAMILY.casefold() not in rows.casefold()


def test_what_is_no_name_is_said_beside_it(agent: None) -> None:
    phone = filled()
    phone.write("intervention_first_name", "123")
    phone.press("intervention_save")
    assert phone.app.container(key="intervention_problems_first_name").error
    assert cases() == []


def test_who_was_chosen_before_a_merge_is_the_kept_person(agent: None) -> None:
    """In an open form, and in a draft that is opened again."""
    with writing() as session:
        gone, kept = opened(session), opened(session)
    phone = Phone(PAGE)
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_case", str(gone))
    with writing() as session:
        merges.merge(session, Merge(kept_id=kept, merged_id=gone), by=CAST.agent_rabat)
    for form in (phone, Phone(PAGE)):
        form.run()
        assert form.app.button_group(key="intervention_case").value == [str(kept)]
    phone.press("intervention_save")
    with reading() as session:
        last = select(Intervention.case_id).order_by(col(Intervention.id).desc())
        assert session.exec(last).first() == kept


def test_switched_off_no_name_is_asked_for(agent: None) -> None:
    with writing() as session:
        change_programme(session, match_names=False)
    phone = Phone(PAGE)
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_case", "new")
    assert phone.shows("intervention_birth_year")
    assert not phone.shows("intervention_first_name")
