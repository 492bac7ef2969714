"""One's own account: language, password, open browsers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from components.language.catalogue import Language, translate, translate_plural
from db.models import Account, FailedSignIn, SignInSession
from db.models.base import now
from db.secrets.passwords import matches
from db.secrets.sealing import fingerprint
from db.store import engine as engines
from tests.cast import CAST, NAMES, PASSWORD
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "account/account.py"
NEW = "quatre mots font une phrase"


def here(signed_in: SignedIn, who: int = CAST.manager, language: Language = "fr") -> Phone:
    with engines.writing() as session:
        session.get_one(Account, who).language = language
    signed_in(who)
    return Phone(PAGE, language)


def another_browser(token: str, device: str = "Firefox, Linux") -> int:
    with engines.writing() as session:
        row = SignInSession(
            account_id=CAST.manager,
            token_hash=fingerprint(token),
            device=device,
            expires_at=now() + timedelta(hours=1),
        )
        session.add(row)
        session.flush()
        return row.id


def open_sessions(engine: sa.Engine) -> int:
    with Session(engine) as session:
        return len(
            session.exec(select(SignInSession).where(col(SignInSession.ended_at).is_(None))).all()
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", [each for each in NAMES if each != CAST.closed])
def test_everybody_has_the_page_in_their_language(
    signed_in: SignedIn, who: int, language: Language
) -> None:
    phone = here(signed_in, who, language)
    assert phone.app.title[0].value == translate(language, "page.account")
    role = NAMES[who][1]
    assert translate(language, f"role.{role}.what") in phone.said


def test_a_chosen_language_stays_with_the_account(
    signed_in: SignedIn, sqlite_engine: sa.Engine
) -> None:
    phone = here(signed_in)
    phone.choose("account_language", "ar")
    assert phone.app.title[0].value == translate("ar", "page.account")
    with Session(sqlite_engine) as session:
        assert session.get_one(Account, CAST.manager).language == "ar"


def change(phone: Phone, current: str, new: str, again: str) -> None:
    for field, text in {"current": current, "new_password": new, "again": again}.items():
        phone.app.text_input(key=f"password_{field}").set_value(text)
    phone.press("password_submit")


@pytest.mark.fault("E9")
def test_a_new_password_ends_the_other_browsers(
    signed_in: SignedIn, sqlite_engine: sa.Engine
) -> None:
    phone = here(signed_in)
    another_browser("elsewhere")
    assert open_sessions(sqlite_engine) == 2
    change(phone, PASSWORD, NEW, NEW)
    assert open_sessions(sqlite_engine) == 1
    # It is said until it is noted, in the place of the fields: a second tap finds none.
    for _ in range(2):
        assert translate("fr", "account.password_changed") in phone.said
        assert not phone.app.text_input
        phone.run()
    phone.press("password_changed_noted")
    assert phone.app.text_input(key="password_current")


@pytest.mark.parametrize(
    ("current", "new", "again", "field", "key"),
    [
        ("not it at all", NEW, NEW, "current_password", "error.password_wrong"),
        (PASSWORD, NEW, "something else", "again", "error.passwords_differ"),
        (PASSWORD, PASSWORD, PASSWORD, "new_password", "error.password_same"),
        (PASSWORD, "passwordpassword", "passwordpassword", "new_password", "error.password_common"),
    ],
)
def test_what_is_wrong_with_a_password_is_told_beside_it(
    signed_in: SignedIn, current: str, new: str, again: str, field: str, key: str
) -> None:
    phone = here(signed_in)
    change(phone, current, new, again)
    assert translate("fr", key) in phone.said
    label = f"account.{field}" if field == "current_password" else f"sign_in.{field}"
    assert translate("fr", label) in phone.told_at_the_button("password")


def test_the_current_password_is_not_guessed_without_limit(signed_in: SignedIn) -> None:
    phone = here(signed_in)
    for _ in range(5):
        change(phone, "not it at all", NEW, NEW)
        assert translate("fr", "error.password_wrong") in phone.said
    change(phone, PASSWORD, NEW, NEW)
    assert translate_plural("fr", "error.too_many_attempts", 1) in phone.said
    with engines.reading() as session:
        stored = session.get_one(Account, CAST.manager).password_hash
    assert matches(PASSWORD, stored)


def test_a_right_password_with_a_weak_new_one_is_no_guess(signed_in: SignedIn) -> None:
    phone = here(signed_in)
    change(phone, "not it at all", NEW, NEW)
    for new, again in [("weak", "weak"), (NEW, "something else")] * 3:
        change(phone, PASSWORD, new, again)
    with engines.reading() as session:
        assert session.exec(select(FailedSignIn)).all() == []
    change(phone, PASSWORD, NEW, NEW)
    assert translate("fr", "account.password_changed") in phone.said


def test_a_demo_account_keeps_its_password(signed_in: SignedIn) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).is_demo = True
    phone = here(signed_in)
    assert translate("fr", "error.demo_password") in phone.said
    assert not [each for each in phone.app.text_input if each.key == "password_current"]


def test_one_other_browser_can_be_ended(signed_in: SignedIn, sqlite_engine: sa.Engine) -> None:
    other = another_browser("elsewhere")
    phone = here(signed_in)
    assert "Firefox, Linux" in phone.said
    phone.press(f"account_end_{other}")
    assert "Firefox, Linux" not in phone.said
    assert open_sessions(sqlite_engine) == 1


def test_all_other_browsers_can_be_ended_at_once(
    signed_in: SignedIn, sqlite_engine: sa.Engine
) -> None:
    another_browser("one")
    another_browser("two")
    phone = here(signed_in)
    phone.press("account_end_others")
    assert open_sessions(sqlite_engine) == 1
    assert phone.app.title[0].value == translate("fr", "page.account")


def test_signing_out_leaves_for_the_route(signed_in: SignedIn) -> None:
    phone = here(signed_in)
    phone.press("account_signout")
    assert "/session/close" in "".join(str(each.value) for each in phone.app.html)


def test_a_screen_left_alone_gives_way_to_the_form(
    signed_in: SignedIn, sqlite_engine: sa.Engine
) -> None:
    phone = here(signed_in)
    with engines.writing() as session:
        session.exec(select(SignInSession)).one().last_used_at = now() - timedelta(minutes=61)
    phone.run()
    assert phone.app.button(key="signin_submit")


def test_a_look_at_results_does_not_open_the_lock_of_pages_with_cases(
    signed_in: SignedIn, sqlite_engine: sa.Engine
) -> None:
    phone = here(signed_in)
    idle_since = now() - timedelta(hours=3)
    with engines.writing() as session:
        session.exec(select(SignInSession)).one().last_used_at = idle_since
    for page in ("work/entries.py", "results/overview.py", "work/entries.py"):
        phone.app.switch_page(page)
        phone.run()
        locked = any(each.key == "signin_submit" for each in phone.app.button)
        assert locked is page.startswith("work")
    with Session(sqlite_engine) as session:
        assert session.exec(select(SignInSession.last_used_at)).one() == idle_since


def test_use_is_written_down_once_a_minute(signed_in: SignedIn, sqlite_engine: sa.Engine) -> None:
    def last_used() -> datetime:
        with Session(sqlite_engine) as session:
            return session.exec(select(SignInSession.last_used_at)).one()

    phone = here(signed_in)
    first = last_used()
    phone.run()
    assert last_used() == first
    earlier = now() - timedelta(minutes=5)
    with engines.writing() as session:
        session.exec(select(SignInSession)).one().last_used_at = earlier
    phone.app.session_state["live_tick"] = True
    phone.run()
    assert last_used() == earlier
    phone.run()
    assert last_used() > earlier


def test_only_the_programmes_languages_are_offered_and_spoken(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.reads.reference.languages", lambda: ["ar", "en"])
    phone = here(signed_in)
    assert phone.app.title[0].value == translate("ar", "page.account")
    offered = phone.app.button_group(key="account_language").options
    assert offered == [translate("ar", f"language.{each}") for each in ("ar", "en")]
