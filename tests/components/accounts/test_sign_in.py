"""The sign-in form tells a stranger nothing, and leads everybody else on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import bcrypt
import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from components.accounts.sign_in import DEMO
from components.language.catalogue import LANGUAGES, Language, translate
from components.routes import sessions
from components.visit import browser
from db.actions import accounts, sign_ins
from db.models import Account
from db.secrets import passwords
from db.secrets.passwords import hashed, nobody
from db.store import engine as engines
from db.store.settings import DEMO_PASSWORD, settings
from tests.at_once import ended_at_first
from tests.cast import CAST, PASSWORD

MAIN = str(Path(__file__).parents[3] / "pages" / "main.py")
MARK = "of-this-browser"
ROUNDS = 5  # the cast's own hashes cost 4
NEW = "quatre mots font une phrase"
WRONG_CODE = "2345-6789-CFGH"


@pytest.fixture(autouse=True)
def stranger(sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody is signed in; the browser has Streamlit's mark; hashing is quick."""
    monkeypatch.setattr(passwords, "ROUNDS", ROUNDS)
    nobody.cache_clear()
    monkeypatch.setattr("components.visit.session.browser_token", lambda: None)
    monkeypatch.setattr(browser, "own_xsrf_token", lambda: MARK)
    yield
    nobody.cache_clear()


def form(language: str = "fr", page: str | None = None) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=120)
    app.session_state["language"] = language
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception
    return app


def attempt(app: AppTest, name: str, password: str) -> AppTest:
    app.text_input(key="signin_username").set_value(name)
    app.text_input(key="signin_password").set_value(password)
    app.button(key="signin_submit").click().run()
    assert not app.exception
    return app


def leaves_for(app: AppTest) -> tuple[str, str] | None:
    """Ticket and page of the address that the browser is sent to."""
    found = re.search(r"ticket=([\w-]+)&next=' \+ encodeURIComponent\('([^']*)'", scripts(app))
    return (found[1], found[2]) if found else None


def scripts(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in app.html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_speaks_the_three_languages(language: Language) -> None:
    app = form(language)
    lead = translate(language, "sign_in.lead")
    assert lead in [each.value for each in app.markdown]
    assert app.button(key="signin_submit").label == translate(language, "sign_in.submit")


def test_the_language_can_be_chosen_before_signing_in() -> None:
    app = form("fr")
    app.button_group(key="signin_language").select("ar").run()
    assert app.button(key="signin_submit").label == translate("ar", "sign_in.submit")


def test_the_language_chosen_on_the_form_is_spoken_after_signing_in_too() -> None:
    app = form("fr")
    app.button_group(key="signin_language").select("ar").run()
    assert leaves_for(attempt(app, "agent.rabat", "wrong")) is None
    assert account_language("agent.rabat") == "fr"
    assert leaves_for(attempt(app, "agent.rabat", PASSWORD)) is not None
    assert account_language("agent.rabat") == "ar"


def test_the_language_of_the_browser_alone_leaves_the_accounts() -> None:
    assert leaves_for(attempt(form("en"), "agent.rabat", PASSWORD)) is not None
    assert account_language("agent.rabat") == "fr"


def account_language(username: str) -> str:
    with engines.reading() as session:
        return session.exec(select(Account.language).where(Account.username == username)).one()


def test_password_managers_recognise_the_fields() -> None:
    app = form()
    kinds = {each.key: each.proto.autocomplete for each in app.text_input if each.key}
    assert kinds == {
        "signin_username": "username",
        "signin_password": "current-password",
        "reset_username": "username",
        "reset_code": "off",
        "reset_new_password": "new-password",
        "reset_again": "new-password",
    }


def test_the_page_that_was_asked_for_opens_afterwards() -> None:
    app = attempt(form(page="work/entries.py"), "Agent.Rabat ", PASSWORD)
    left = leaves_for(app)
    assert left is not None
    ticket, page = left
    assert page == "/entries"
    assert "location.search" in scripts(app)
    with engines.writing() as session:
        assert sign_ins.open_session(session, ticket, MARK, "Chrome") is not None


@pytest.mark.parametrize("name", ["begin_attempt", "succeed"])
def test_a_sign_in_that_the_database_ended_goes_on(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(sign_ins, name, ended_at_first(getattr(sign_ins, name)))
    left = leaves_for(attempt(form(), "manager", PASSWORD))
    assert left is not None
    monkeypatch.setattr(sign_ins, "open_session", ended_at_first(sign_ins.open_session))
    assert sessions._redeem(left[0], MARK, "Chrome") is not None


def oddly_wanted() -> None:
    from components.accounts import sign_in

    sign_in.draw(wanted="entries' + location.hash + '")


def test_what_is_no_name_of_a_page_leads_home() -> None:
    left = leaves_for(
        attempt(AppTest.from_function(oddly_wanted, default_timeout=120).run(), "manager", PASSWORD)
    )
    assert left is not None
    assert left[1] == "/"


def refusal(name: str, password: str, seen: list[str]) -> tuple[str, list[str]]:
    """The sentence of a refusal, and the costs of the hashes that it took."""
    seen.clear()
    app = attempt(form(), name, password)
    assert leaves_for(app) is None
    (sentence,) = [each.value for each in app.error]
    return sentence, list(seen)


def test_a_stranger_cannot_tell_which_names_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sentence and the same work: unknown, known, closed, and however long or empty."""
    with engines.writing() as session:
        for account_id in (CAST.manager, CAST.closed):
            session.get_one(Account, account_id).password_hash = hashed(PASSWORD)
    nobody()
    seen: list[str] = []
    check = bcrypt.checkpw

    def counted(password: bytes, password_hash: bytes) -> bool:
        seen.append(password_hash.decode()[:7])
        return check(password, password_hash)

    monkeypatch.setattr(bcrypt, "checkpw", counted)
    answers = [
        refusal("nobody.here", "a wrong password", seen),
        refusal("manager", "a wrong password", seen),
        refusal("closed", PASSWORD, seen),
        refusal("nobody.here", "long " * 30, seen),
        refusal("manager", "long " * 30, seen),
        refusal("manager", "", seen),
    ]
    expected = (translate("fr", "error.sign_in_refused"), [f"$2b$0{ROUNDS}$"])
    assert answers == [expected] * len(answers)


def spellings(name: str) -> list[str]:
    """Five ways to write one name."""
    return [name, name.upper(), name.title(), f" {name}", f"{name}  "]


def test_waiting_is_told_alike_for_names_that_exist_and_names_that_do_not() -> None:
    told = []
    for name in ("manager", "nobody.here"):
        for spelling in spellings(name):
            attempt(form(), spelling, "wrong")
        told.append([each.value for each in attempt(form(), name, PASSWORD).error])
    assert told[0] == told[1] != [translate("fr", "error.sign_in_refused")]


def test_while_somebody_waits_no_password_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        attempt(form(), "manager", "wrong")
    seen: list[bytes] = []
    monkeypatch.setattr(bcrypt, "checkpw", lambda typed, _: seen.append(typed))
    attempt(form(), "manager", PASSWORD)
    assert seen == []


def test_who_waits_does_so_at_the_address_of_the_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        attempt(form(), "manager", "wrong")
    assert leaves_for(attempt(form(), "manager", PASSWORD)) is None
    monkeypatch.setattr(browser, "address", lambda: "192.0.2.7")
    assert leaves_for(attempt(form(), "manager", PASSWORD)) is not None


@pytest.mark.parametrize(
    "password", ["mot de passe étoilé", "كلمات من أي كتابة", "🌿🌿🌿 trois feuilles"]
)
def test_a_password_of_any_script_opens(password: str) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).password_hash = hashed(password)
    assert leaves_for(attempt(form(), "manager", password)) is not None
    assert leaves_for(attempt(form(), "manager", f"  {password} ")) is not None


def test_without_the_demo_no_account_is_offered() -> None:
    assert not [each for each in form().button if str(each.key).startswith("signin_demo")]


def test_the_demo_offers_its_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "demo", True)
    with engines.writing() as session:
        session.get_one(Account, CAST.partner).password_hash = hashed(DEMO_PASSWORD)
    app = form()
    offered = [str(each.key) for each in app.button if str(each.key).startswith("signin_demo")]
    assert offered == [f"signin_demo_{name}" for name in DEMO]
    app.button(key="signin_demo_partner").click().run()
    assert leaves_for(app) is not None


def redeem(name: str, code: str, new: str = NEW) -> AppTest:
    app = form()
    for key, text in {
        "reset_username": name,
        "reset_code": code,
        "reset_new_password": new,
        "reset_again": new,
    }.items():
        app.text_input(key=key).set_value(text)
    app.button(key="reset_submit").click().run()
    assert not app.exception
    return app


def test_a_code_sets_the_first_password_and_leads_in(sqlite_engine: sa.Engine) -> None:
    with engines.writing() as session:
        code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    assert leaves_for(redeem("manager", code.lower())) is not None
    with Session(sqlite_engine) as session:
        assert session.get_one(Account, CAST.manager).reset_code_hash is None


@pytest.mark.fault("E9")
def test_a_second_tap_leaves_with_the_same_ticket_and_uses_no_code_again() -> None:
    with engines.writing() as session:
        code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    app = redeem("manager", code)
    left = leaves_for(app)
    assert left is not None
    assert leaves_for(app.run()) == left
    assert not app.error


@pytest.mark.parametrize("name", ["manager", "nobody.here", "closed"])
@pytest.mark.parametrize("new", [NEW, "weak"])
def test_a_wrong_code_is_refused_in_one_sentence(name: str, new: str) -> None:
    with engines.writing() as session:
        accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    app = redeem(name, WRONG_CODE, new)
    assert [each.value for each in app.error] == [translate("fr", "error.code_refused")]


def test_guessing_codes_is_slowed_down_however_the_name_is_written() -> None:
    with engines.writing() as session:
        code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    for spelling in spellings("manager"):
        redeem(spelling, WRONG_CODE)
    app = redeem("manager", code)
    assert leaves_for(app) is None
    assert [each.value for each in app.error] != [translate("fr", "error.code_refused")]


def test_a_right_code_with_a_weak_password_is_no_guess() -> None:
    with engines.writing() as session:
        code = accounts.make_reset_code(session, CAST.manager, by=CAST.administrator)
    for _ in range(6):
        assert leaves_for(redeem("manager", code, "weak")) is None
    assert leaves_for(redeem("manager", code)) is not None


def test_a_given_password_is_replaced_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).must_change_password = True
        attempted = sign_ins.begin_attempt(session, "manager", "here")
        ticket = sign_ins.succeed(session, attempted.id, CAST.manager, MARK)
        opened = sign_ins.open_session(session, ticket, MARK, "")
    assert opened is not None
    monkeypatch.setattr("components.visit.session.browser_token", lambda: opened.token)
    app = form(page="results/overview.py")
    assert app.title[0].value == translate("fr", "account.first_change")
    assert {each.key for each in app.text_input} == {
        "password_current", "password_new_password", "password_again",
    }  # fmt: skip
    app.text_input(key="password_current").set_value(PASSWORD)
    app.text_input(key="password_new_password").set_value(NEW)
    app.text_input(key="password_again").set_value(NEW)
    app.button(key="password_submit").click().run()
    assert app.title[0].value != translate("fr", "account.first_change")
