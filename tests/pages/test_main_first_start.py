"""An empty database shows its set-up page at every address, and nothing else."""

from __future__ import annotations

import itertools

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from components.language.catalogue import translate
from db.actions import first_start
from db.codes import Role
from db.models import Account, Code, Programme, SignInTicket
from db.store import engine as engines
from tests.empty import PERSON, PROGRAMME, empty
from tests.languages import LANGUAGES
from tests.pages.conftest import LiesAt
from tests.pages.opening import opened_at
from tests.pages.phone import SignedIn

_numbers = itertools.count()


@pytest.fixture
def code(sqlite_engine: sa.Engine, lies_at: LiesAt, signed_in: SignedIn) -> str:
    """The code of an empty database."""
    lies_at(f"empty-{next(_numbers)}")
    signed_in(None)
    with engines.writing() as session:
        empty(session)
    with engines.writing() as session:
        return first_start.make_code(session)


def opened(path: str = "results/trust.py", language: str = "fr") -> AppTest:
    app = opened_at(path)
    app.session_state["language"] = language
    app.run()
    assert not app.exception
    return app


def typed_code(app: AppTest, code: str) -> AppTest:
    app.text_input(key="setup_code").set_value(code)
    app.button(key="setup_open").click()
    app.run()
    assert not app.exception
    return app


def filled(app: AppTest, **other: str) -> AppTest:
    values = {**PROGRAMME, **PERSON, "new_password": PERSON["new"], **other}
    for field in ("name", "institution", "starts_on", "ends_on", "display_name", "username",
                  "new_password", "again"):  # fmt: skip
        app.text_input(key=f"setup_{field}").set_value(values[field])
    app.button(key="setup_submit").click()
    app.run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    return {each.key for each in [*app.text_input, *app.button, *app.selectbox] if each.key}


def problems(app: AppTest) -> list[str]:
    return [each.value for each in app.error]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_no_page_beyond_its_field(code: str, language: str) -> None:
    for path in ("results/trust.py", "manage/accounts.py", "work/entries.py"):
        app = opened(path, language)
        assert keys(app) == {"setup_code", "setup_open"}
        assert [each.value for each in app.title] == [translate(language, "setup.title")]  # type: ignore[arg-type]


@pytest.mark.parametrize("guess", ["", "2222-2222-2222", "نص"])
def test_a_wrong_code_opens_nothing(code: str, guess: str) -> None:
    app = typed_code(opened(), guess)
    assert keys(app) == {"setup_code", "setup_open"}
    assert problems(app) == [translate("fr", "error.setup_code_refused")]
    assert app.text_input(key="setup_code").value == guess


def test_after_five_wrong_codes_even_the_right_one_waits(code: str) -> None:
    app = opened()
    for _ in range(5):
        typed_code(app, "2222-2222-2222")
    typed_code(app, code)
    assert keys(app) == {"setup_code", "setup_open"}
    assert "minute" in problems(app)[0]


def test_the_right_code_sets_up_and_signs_in(code: str, sqlite_engine: sa.Engine) -> None:
    app = filled(typed_code(opened(), code.lower()))
    assert problems(app) == []
    with Session(sqlite_engine) as session:
        programme = session.exec(select(Programme)).one()
        account = session.exec(select(Account)).one()
        ticket = session.exec(select(SignInTicket)).one()
    assert (programme.country_fr, programme.country_ar) == ("Maroc", "المغرب")
    assert (account.role, account.language) == (Role.ADMINISTRATOR, "fr")
    assert ticket.account_id == account.id
    # Another visitor, or another tab, finds the sign-in form now.
    assert "signin_submit" in keys(opened())


def test_the_languages_offered_are_chosen_and_that_of_the_page_comes_first(
    code: str, sqlite_engine: sa.Engine
) -> None:
    app = typed_code(opened(language="ar"), code)
    app.button_group(key="setup_languages").set_value([])
    assert translate("ar", "error.language_needed") in problems(filled(app))
    app.button_group(key="setup_languages").set_value(["fr", "ar"])
    filled(app)
    with Session(sqlite_engine) as session:
        assert session.exec(select(Programme.languages)).one() == "ar,fr"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(code: str) -> None:
    app = filled(typed_code(opened(), code), starts_on="31/2/2026", username="a b", again="x")
    assert set(problems(app)) >= {
        translate("fr", "error.date_form"),
        translate("fr", "error.username_form"),
        translate("fr", "error.passwords_differ"),
    }
    # Beside three fields, and once beside the button.
    assert len(problems(app)) == 4
    assert app.text_input(key="setup_name").value == PROGRAMME["name"]
    assert app.text_input(key="setup_starts_on").value == "31/2/2026"
    assert app.text_input(key="setup_new_password").value == PERSON["new"]
    filled(app)
    assert "signin_submit" in keys(opened())


def test_a_code_that_was_replaced_meanwhile_leads_back_to_its_field(code: str) -> None:
    app = typed_code(opened(), code)
    with engines.writing() as session:
        new = first_start.replace_codes(session)
    app.run()
    assert keys(app) == {"setup_code", "setup_open"}
    assert "setup_name" in keys(typed_code(app, new))


def test_whoever_comes_second_is_told_to_sign_in(code: str) -> None:
    """Two had the page open; what the first saved stays."""
    app = typed_code(opened(), code)
    filled(typed_code(opened(), code))
    app.button(key="setup_submit").click()
    app.run()
    assert "signin_submit" in keys(app)


def test_lists_that_were_not_loaded_are_missed(code: str) -> None:
    with engines.writing() as session:
        session.execute(sa.delete(Code))
    app = typed_code(opened(), code)
    assert "python -m seed_data" in app.warning[0].value
