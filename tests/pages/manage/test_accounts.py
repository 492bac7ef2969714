"""The administrator's page: find, create, close, change a role, help back in, sign out."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from components.language.catalogue import Language, translate
from db.actions import accounts
from db.codes import Role
from db.inputs.accounts import PasswordReset
from db.models import Account, AuditEntry, SignInSession
from db.store import engine as engines
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/accounts.py"
ORDERED = ["émilie", "Fatima", "Zoé"]
NEW = "quatre mots font une phrase"


@pytest.fixture
def phone(signed_in: SignedIn) -> Phone:
    signed_in(CAST.administrator)
    return Phone(PAGE)


def account(engine: sa.Engine, username: str) -> Account:
    with Session(engine) as session:
        return session.exec(select(Account).where(Account.username == username)).one()


def acts(engine: sa.Engine) -> list[str]:
    with Session(engine) as session:
        query = select(AuditEntry.action).where(AuditEntry.account_id == CAST.administrator)
        return list(session.exec(query.order_by(col(AuditEntry.id))))


def listed(phone: Phone) -> set[str]:
    lines = [each.value.split(" · ") for each in phone.app.markdown if "** · " in each.value]
    return {line[1] for line in lines}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_three_languages(signed_in: SignedIn, language: Language) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.administrator).language = language
    signed_in(CAST.administrator)
    phone = Phone(PAGE, language)
    assert phone.app.title[0].value == translate(language, "page.accounts")
    assert translate(language, "role.partner") in str(phone.app.main)


@pytest.mark.fault("E13")
def test_accounts_stand_in_the_order_of_their_names(phone: Phone) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.agent_casablanca).display_name = "Zoé"
        session.get_one(Account, CAST.manager).display_name = "émilie"
        session.get_one(Account, CAST.partner).display_name = "Fatima"
    phone.run()
    lines = [each.value for each in phone.app.markdown if "** · " in each.value]
    names = [line.split("**")[1] for line in lines if line.split("**")[1] in ORDERED]
    assert names == ORDERED


def test_accounts_are_found_by_name_open_ones_first(phone: Phone) -> None:
    assert listed(phone) == {"agent.rabat", "agent.casablanca", "manager", "partner", "admin"}
    phone.write("accounts_search", "CASA")
    assert listed(phone) == {"agent.casablanca"}
    phone.write("accounts_search", "%")
    assert listed(phone) == set()
    assert translate("fr", "accounts.none") in phone.said
    phone.write("accounts_search", "")
    phone.app.toggle(key="accounts_with_closed").set_value(True)
    phone.run()
    assert "closed" in listed(phone)


def create(phone: Phone, username: str, name: str, role: Role, expires: str = "") -> None:
    for field, text in {"username": username, "name": name, "expires": expires}.items():
        phone.app.text_input(key=f"create_{field}").set_value(text)
    phone.app.button_group(key="create_role").select(role)
    phone.press("create_submit")


def code_on(phone: Phone) -> str:
    return str(phone.app.code[0].value)


@pytest.mark.fault("E9")
def test_a_code_is_shown_until_it_is_noted(phone: Phone, sqlite_engine: sa.Engine) -> None:
    create(phone, "New.Manager", "Une Personne", Role.MANAGER, "31/12/2099")
    code = code_on(phone)
    made = account(sqlite_engine, "new.manager")
    assert (made.role, made.expires_on) == (Role.MANAGER, date(2099, 12, 31))
    assert code not in (made.reset_code_hash or "")
    phone.run()
    assert code_on(phone) == code
    # Nothing that a second tap could touch stands beside it.
    assert [each.key for each in phone.app.main.button] == ["accounts_code_noted"]
    phone.press("accounts_code_noted")
    assert not phone.app.code
    with engines.writing() as session:
        assert accounts.reset_password(session, PasswordReset("new.manager", code, NEW, NEW))


def test_a_partner_needs_an_organisation(phone: Phone, sqlite_engine: sa.Engine) -> None:
    create(phone, "new.partner", "Une Personne", Role.PARTNER)
    assert translate("fr", "error.organisation_needed") in phone.said
    assert translate("fr", "accounts.organisation") in phone.told_at_the_button("create")
    phone.app.selectbox(key="create_organisation").select(3)
    phone.press("create_submit")
    assert account(sqlite_engine, "new.partner").organisation_id == 3


@pytest.mark.parametrize(
    ("username", "name", "expires", "key"),
    [
        ("manager", "Une Personne", "", "error.username_taken"),
        ("é", "Une Personne", "", "error.username_form"),
        ("someone", " ", "", "error.name_needed"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_told(
    phone: Phone, username: str, name: str, expires: str, key: str
) -> None:
    create(phone, username, name, Role.MANAGER, expires)
    assert translate("fr", key) in phone.said


def test_an_account_is_closed_from_its_line(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone.press(f"accounts_close_{CAST.manager}")
    assert account(sqlite_engine, "manager").closed_at is not None
    assert "manager" not in listed(phone)
    assert acts(sqlite_engine) == ["account.close"]


def test_the_last_administrator_cannot_be_closed(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone.press(f"accounts_close_{CAST.administrator}")
    assert translate("fr", "error.last_administrator") in phone.said
    assert account(sqlite_engine, "admin").closed_at is None


def test_a_role_is_changed(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone.choose(f"accounts_role_{CAST.agent_rabat}", Role.MANAGER)
    phone.press(f"accounts_set_role_{CAST.agent_rabat}")
    assert account(sqlite_engine, "agent.rabat").role is Role.MANAGER
    assert acts(sqlite_engine) == ["account.set_role"]


def test_who_becomes_a_partner_gets_an_organisation(phone: Phone, sqlite_engine: sa.Engine) -> None:
    who = CAST.manager
    phone.choose(f"accounts_role_{who}", Role.PARTNER)
    phone.press(f"accounts_set_role_{who}")
    assert translate("fr", "error.organisation_needed") in phone.said
    phone.app.selectbox(key=f"accounts_organisation_{who}").select(3)
    phone.press(f"accounts_set_role_{who}")
    made = account(sqlite_engine, "manager")
    assert (made.role, made.organisation_id) == (Role.PARTNER, 3)


def test_a_code_helps_somebody_back_in(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone.press(f"accounts_reset_{CAST.manager}")
    with engines.writing() as session:
        wanted = PasswordReset("manager", code_on(phone), NEW, NEW)
        assert accounts.reset_password(session, wanted) == CAST.manager
    assert acts(sqlite_engine) == ["account.reset_code"]


def test_somebody_is_signed_out_everywhere(signed_in: SignedIn, sqlite_engine: sa.Engine) -> None:
    signed_in(CAST.manager)
    signed_in(CAST.administrator)
    Phone(PAGE).press(f"accounts_sign_out_{CAST.manager}")
    with Session(sqlite_engine) as session:
        query = select(SignInSession.ended_at).where(SignInSession.account_id == CAST.manager)
        assert session.exec(query).one() is not None
    assert acts(sqlite_engine) == ["account.sign_out"]


def test_an_administrator_closed_meanwhile_does_nothing_more(
    phone: Phone, sqlite_engine: sa.Engine
) -> None:
    with sqlite_engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            sa.text("UPDATE accounts SET closed_at = '2026-01-01' WHERE id = :id"),
            {"id": CAST.administrator},
        )
    phone.press(f"accounts_close_{CAST.manager}")
    assert account(sqlite_engine, "manager").closed_at is None
    assert phone.app.button(key="signin_submit")
