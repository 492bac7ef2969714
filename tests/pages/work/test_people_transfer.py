"""A person is transferred: asked on their page, answered in the other agency's day."""

from __future__ import annotations

import pytest
from sqlmodel import select

from components.language.catalogue import Language, translate
from db.models import Case, Task, Transfer
from db.models.tasks import TransferState
from db.store.engine import reading, writing
from tests.acts_tasks import a_colleague, a_follow_up, accept_transfer, ask_transfer
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

DAY, PEOPLE = "work/my_day.py", "work/people.py"
FORM = f"person_move_{CAST.case_rabat}"


def the_state() -> TransferState:
    with reading() as session:
        return session.exec(select(Transfer)).one().state


@pytest.fixture
def known(signed_in: SignedIn) -> str:
    """The code of a person of Rabat, as it could stand on a card."""
    code = "56782PV"
    with writing() as session:
        session.get_one(Case, CAST.case_rabat).code = code
    signed_in(CAST.agent_rabat)
    return code


def asked() -> int:
    with writing() as session:
        return ask_transfer(session)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_agency_accepts_in_one_tap(signed_in: SignedIn, language: str) -> None:
    transfer = asked()
    with writing() as session:
        a_follow_up(session)
    signed_in(CAST.agent_casablanca)
    phone = Phone(DAY, language)
    assert "234-5678" in phone.said
    phone.press(f"day_accept_{transfer}")
    assert the_state() is TransferState.ACCEPTED
    with reading() as session:
        assert session.exec(select(Task.account_id)).one() == CAST.agent_casablanca


@pytest.mark.long
def test_who_declines_says_why_and_the_sender_reads_it(signed_in: SignedIn) -> None:
    transfer = asked()
    signed_in(CAST.agent_casablanca)
    phone = Phone(DAY)
    phone.press(f"day_decline_{transfer}")
    phone.press(f"day_declined_{transfer}_send")
    assert phone.app.error, "the reason must be said"
    phone.choose(f"day_declined_{transfer}_reason", "FULL")
    phone.press(f"day_declined_{transfer}_send")
    assert the_state() is TransferState.DECLINED
    signed_in(CAST.agent_rabat)
    assert "n'a pas pu accueillir" in Phone(DAY).said


def test_the_sender_withdraws_from_their_day(signed_in: SignedIn) -> None:
    transfer = asked()
    signed_in(CAST.agent_rabat)
    phone = Phone(DAY)
    phone.press(f"day_withdraw_{transfer}")
    assert the_state() is TransferState.WITHDRAWN
    assert not phone.shows(f"day_withdraw_{transfer}")
    # Both agencies read it for some days.
    assert "est retirée depuis" in Phone(DAY).said
    signed_in(CAST.agent_casablanca)
    assert "234-5678** ne vient pas ici" in Phone(DAY).said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_transfer_is_asked_on_the_persons_page_with_their_agreement(
    known: str, language: Language
) -> None:
    phone = Phone(PEOPLE, language, case=known)
    phone.app.selectbox(key=f"{FORM}_to").select(CAST.casablanca).run()
    phone.choose(f"{FORM}_reason", "LIVES")
    phone.press(f"{FORM}_send")
    assert translate(language, "error.transfer_agreement") in phone.said
    phone.app.checkbox(key=f"{FORM}_agrees").check().run()
    phone.press(f"{FORM}_send")
    assert the_state() is TransferState.PENDING
    # It stands on the page, where it can be withdrawn, and cannot be asked again.
    assert phone.shows("person_withdraw")
    assert not phone.shows(f"{FORM}_send")
    phone.press("day_notice_undo")
    assert the_state() is TransferState.WITHDRAWN
    assert phone.shows(f"{FORM}_send")


def test_all_that_waits_for_a_person_goes_to_a_colleague(known: str) -> None:
    with writing() as session:
        a_follow_up(session)
    asked = translate("fr", "day.hand_over")
    # Nobody else is there yet: it is not asked.
    assert asked not in {each.label for each in Phone(PEOPLE, case=known).app.expander}
    with writing() as session:
        a_colleague(session)
    phone = Phone(PEOPLE, case=known)
    assert asked in {each.label for each in phone.app.expander}
    form = f"person_hand_{CAST.case_rabat}"
    phone.choose(f"{form}_to", CAST.agent_casablanca)
    phone.choose(f"{form}_reason", "KNOWS")
    phone.press(f"{form}_send")
    with reading() as session:
        assert session.exec(select(Task.account_id)).one() == CAST.agent_casablanca


def test_after_a_transfer_one_agency_reads_it_in_the_history_and_the_other_nothing(
    known: str, signed_in: SignedIn
) -> None:
    with writing() as session:
        accept_transfer(session)
    assert translate("fr", "error.case_not_found") in Phone(PEOPLE, case=known).said
    signed_in(CAST.agent_casablanca)
    assert "Transfert\xa0: Agence Rabat → Agence Casablanca" in Phone(PEOPLE, case=known).said


def test_a_manager_reads_that_a_transfer_waits_and_settles_nothing(
    known: str, signed_in: SignedIn
) -> None:
    asked()
    signed_in(CAST.manager)
    phone = Phone(PEOPLE, case=known)
    assert "Réponse attendue depuis le " in phone.said
    assert not phone.shows("person_withdraw")
