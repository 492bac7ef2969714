"""The administrator's page: find, create, close, change a role, help back in, sign out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from components.language import i18n
from components.language.catalogue import Language, translate, translate_plural
from db.actions import own_account, sign_ins
from db.codes import Role
from db.inputs.accounts import PasswordReset
from db.models import Account, AuditEntry, Organisation, SignInSession
from db.models.base import now
from db.queries.accounts import State
from db.store import engine as engines
from tests.acts import change_role
from tests.cast import CAST, ZONE, ago
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


def listed(phone: Phone) -> list[str]:
    """The names of the lines, in their order."""
    return [each.label for each in phone.app.main.button if "accounts_open_" in str(each.key)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_three_languages(signed_in: SignedIn, language: Language) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.administrator).language = language
    signed_in(CAST.administrator)
    phone = Phone(PAGE, language)
    assert phone.app.title[0].value == translate(language, "page.accounts")
    assert translate(language, "role.partner") in str(phone.app.main)


@pytest.mark.parametrize(("chosen", "expected"), [("ar", "ar"), (None, "en")])
def test_an_account_begins_in_the_language_that_was_chosen_for_it(
    signed_in: SignedIn, sqlite_engine: sa.Engine, chosen: str | None, expected: str
) -> None:
    """Or in that of whoever invites."""
    signed_in(CAST.administrator)
    phone = Phone(PAGE, "en")
    if chosen:
        phone.app.button_group(key="create_language").select(chosen)
    for field in ("username", "name"):
        phone.app.text_input(key=f"create_{field}").set_value("new.agent")
    phone.press("create_submit")
    assert account(sqlite_engine, "new.agent").language == expected


@pytest.mark.fault("E13")
def test_a_latin_name_keeps_its_dot_in_the_arabic_list(signed_in: SignedIn) -> None:
    """It was drawn as ".Najat B"."""
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).display_name = "Najat B."
        session.get_one(Account, CAST.administrator).language = "ar"
    signed_in(CAST.administrator)
    assert "\u2068Najat B.\u2069" in listed(Phone(PAGE, "ar"))


def test_accounts_stand_in_the_order_of_their_names(phone: Phone) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.agent_casablanca).display_name = "Zoé"
        session.get_one(Account, CAST.manager).display_name = "émilie"
        session.get_one(Account, CAST.partner).display_name = "Fatima"
    phone.run()
    assert [name for name in listed(phone) if name in ORDERED] == ORDERED


def test_accounts_are_found_by_name_and_by_state(phone: Phone) -> None:
    open_ones = ["Admin", "Agent.Casablanca", "Agent.Rabat", "Manager", "Partner"]
    assert listed(phone) == open_ones
    phone.write("accounts_search", "CASA")
    assert listed(phone) == ["Agent.Casablanca"]
    phone.write("accounts_search", "%")
    assert listed(phone) == []
    assert translate("fr", "accounts.none") in phone.said
    phone.write("accounts_search", "")
    phone.choose("accounts_state", State.CLOSED)
    assert listed(phone) == ["Closed"]
    phone.choose("accounts_state", State.DORMANT)
    assert listed(phone) == []
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).created_at = now() - timedelta(days=100)
    phone.run()
    assert listed(phone) == ["Manager"]
    day = i18n.day(ago(100))
    assert f"**{translate('fr', 'accounts.never_used', day=day)}**" in phone.said


def create(phone: Phone, username: str, name: str, role: Role, expires: str = "") -> None:
    phone.choose("create_role", role)
    for field, text in {"username": username, "name": name, "expires": expires}.items():
        phone.app.text_input(key=f"create_{field}").set_value(text)
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
    # Nothing that a second tap could spoil stands beside it.
    assert [each.key for each in phone.app.main.button] == ["slip_print", "accounts_code_noted"]
    phone.press("accounts_code_noted")
    assert not phone.app.code
    with engines.writing() as session:
        assert own_account.reset_password(session, PasswordReset("new.manager", code, NEW, NEW))


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
        ("someone", "Une Personne", "31/12/2020", "error.ends_in_the_past"),
        ("someone", "Une Personne", "bientôt", "error.date_form"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_told(
    phone: Phone, username: str, name: str, expires: str, key: str
) -> None:
    create(phone, username, name, Role.MANAGER, expires)
    assert translate("fr", key) in phone.said


def test_what_follows_for_an_agent_is_said_before_and_after(phone: Phone) -> None:
    assert translate("fr", "accounts.posting_next") in phone.said
    create(phone, "new.agent", "Une Personne", Role.AGENT)
    assert translate("fr", "accounts.posting_next") in phone.said
    phone.press("accounts_code_noted")
    create(phone, "new.manager", "Une Personne", Role.MANAGER)
    assert translate("fr", "accounts.posting_next") not in phone.said


def opened(account_id: int, language: str = "fr") -> Phone:
    """The account's own view, by its address."""
    return Phone(PAGE, language, account=str(account_id))


def test_a_line_opens_its_account_and_the_way_back_is_there(phone: Phone) -> None:
    phone.press(f"accounts_open_{CAST.manager}")
    assert phone.app.header[0].value == "Manager"
    phone.press("accounts_back")
    assert "Manager" in listed(phone)


@pytest.mark.parametrize("address", ["999", "x", "-1"])
def test_an_address_of_no_account_is_no_failure(phone: Phone, address: str) -> None:
    assert not Phone(PAGE, account=address).app.exception


def test_an_account_is_closed_and_reopened(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone = opened(CAST.manager)
    phone.press(f"accounts_close_{CAST.manager}")
    assert account(sqlite_engine, "manager").closed_at is not None
    assert translate("fr", "accounts.closed", name="Manager") in phone.said
    phone.press(f"accounts_reopen_{CAST.manager}_save")
    code = code_on(phone)
    assert account(sqlite_engine, "manager").closed_at is None
    with engines.writing() as session:
        assert own_account.reset_password(session, PasswordReset("manager", code, NEW, NEW))
    assert acts(sqlite_engine) == ["account.close", "account.reopen"]


def test_an_end_that_has_passed_must_be_changed_to_reopen(
    phone: Phone, sqlite_engine: sa.Engine
) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.closed).expires_on = date(2020, 1, 1)
    phone = opened(CAST.closed)
    form = f"accounts_reopen_{CAST.closed}"
    phone.press(f"{form}_save")
    assert translate("fr", "error.ends_in_the_past") in phone.said
    assert phone.app.text_input(key=f"{form}_expires").value == "01/01/2020"
    phone.app.text_input(key=f"{form}_expires").set_value("31/12/2098")
    phone.press(f"{form}_save")
    assert account(sqlite_engine, "closed").expires_on == date(2098, 12, 31)


def test_the_last_administrator_cannot_be_closed(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone = opened(CAST.administrator)
    phone.press(f"accounts_close_{CAST.administrator}")
    said = phone.told_at_the_button(f"accounts_closing_{CAST.administrator}")
    assert said == translate("fr", "error.last_administrator")
    assert account(sqlite_engine, "admin").closed_at is None
    # And nobody finds a button for their own role.
    assert not phone.shows(f"accounts_role_{CAST.administrator}")
    assert translate("fr", "error.own_role") in phone.said


def test_name_and_end_are_changed(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone = opened(CAST.manager)
    form = f"accounts_edit_{CAST.manager}"
    phone.app.text_input(key=f"{form}_name").set_value("Une *autre* personne")
    phone.app.text_input(key=f"{form}_expires").set_value("1/2/2020")
    phone.press(f"{form}_save")
    assert translate("fr", "error.ends_in_the_past") in phone.said
    assert account(sqlite_engine, "manager").display_name == "Manager"
    phone.app.text_input(key=f"{form}_expires").set_value("31/12/2098")
    phone.press(f"{form}_save")
    assert phone.app.header[0].value == r"Une \*autre\* personne"
    assert account(sqlite_engine, "manager").expires_on == date(2098, 12, 31)
    assert acts(sqlite_engine) == ["account.change"]


def test_who_saves_later_is_told_and_then_saves_knowingly(
    phone: Phone, sqlite_engine: sa.Engine
) -> None:
    phone = opened(CAST.manager)
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).display_name = "Par une autre"
    form = f"accounts_edit_{CAST.manager}"
    phone.app.text_input(key=f"{form}_name").set_value("La mienne")
    phone.press(f"{form}_save")
    assert translate("fr", "error.stands_now", value="Par une autre") in phone.said
    assert phone.app.text_input(key=f"{form}_name").value == "La mienne"
    phone.press(f"{form}_save")
    assert account(sqlite_engine, "manager").display_name == "La mienne"
    # What was saved is what the next change begins from.
    phone.app.text_input(key=f"{form}_name").set_value("Encore")
    phone.press(f"{form}_save")
    assert account(sqlite_engine, "manager").display_name == "Encore"


def test_a_partner_keeps_an_organisation(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone = opened(CAST.partner)
    form = f"accounts_edit_{CAST.partner}"
    phone.app.selectbox(key=f"{form}_organisation").select(None)
    phone.press(f"{form}_save")
    assert translate("fr", "error.organisation_needed") in phone.said
    phone.app.selectbox(key=f"{form}_organisation").select(1)
    phone.press(f"{form}_save")
    assert account(sqlite_engine, "partner").organisation_id == 1


def test_a_role_is_changed_after_reading_what_that_means(
    phone: Phone, sqlite_engine: sa.Engine
) -> None:
    phone = opened(CAST.agent_rabat)
    assert not phone.shows(f"accounts_set_role_{CAST.agent_rabat}")
    phone.choose(f"accounts_role_{CAST.agent_rabat}", Role.MANAGER)
    assert translate("fr", "review.scope.manager") in phone.said
    phone.press(f"accounts_set_role_{CAST.agent_rabat}")
    assert account(sqlite_engine, "agent.rabat").role is Role.MANAGER
    assert acts(sqlite_engine) == ["posting.end", "account.set_role"]


def test_a_role_that_was_changed_meanwhile_is_told(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone = opened(CAST.agent_rabat)
    phone.choose(f"accounts_role_{CAST.agent_rabat}", Role.MANAGER)
    with engines.writing() as session:
        change_role(session, CAST.agent_rabat, Role.PARTNER, 3)
    phone.press(f"accounts_set_role_{CAST.agent_rabat}")
    assert translate("fr", "error.role_changed_meanwhile") in phone.said
    phone.press(f"accounts_set_role_{CAST.agent_rabat}")
    assert account(sqlite_engine, "agent.rabat").role is Role.MANAGER


def test_who_becomes_a_partner_gets_an_organisation(phone: Phone, sqlite_engine: sa.Engine) -> None:
    who = CAST.manager
    phone = opened(who)
    phone.choose(f"accounts_role_{who}", Role.PARTNER)
    phone.press(f"accounts_set_role_{who}")
    assert translate("fr", "error.organisation_needed") in phone.said
    phone.app.selectbox(key=f"accounts_organisation_{who}").select(3)
    phone.press(f"accounts_set_role_{who}")
    made = account(sqlite_engine, "manager")
    assert (made.role, made.organisation_id) == (Role.PARTNER, 3)


def test_a_code_helps_somebody_back_in(phone: Phone, sqlite_engine: sa.Engine) -> None:
    phone = opened(CAST.manager)
    phone.press(f"accounts_reset_{CAST.manager}")
    with engines.writing() as session:
        wanted = PasswordReset("manager", code_on(phone), NEW, NEW)
        assert own_account.reset_password(session, wanted) == CAST.manager
    assert acts(sqlite_engine) == ["account.reset_code"]


def test_the_end_of_a_wait_is_told_and_offered_where_there_is_one(
    phone: Phone, sqlite_engine: sa.Engine
) -> None:
    with engines.writing() as session:
        for _ in range(3):
            sign_ins.begin_attempt(session, "manager", "192.0.2.1")
    phone = opened(CAST.manager)
    phone.press(f"accounts_unlock_{CAST.manager}")
    assert translate_plural("fr", "accounts.unlocked", 3, count=3) in phone.said
    assert not phone.shows(f"accounts_unlock_{CAST.manager}")
    assert translate("fr", "accounts.unlock_help") not in phone.said
    assert acts(sqlite_engine) == ["account.unlock"]


def test_somebody_is_signed_out_everywhere(signed_in: SignedIn, sqlite_engine: sa.Engine) -> None:
    signed_in(CAST.manager)
    signed_in(CAST.administrator)
    phone = opened(CAST.manager)
    phone.press(f"accounts_sign_out_{CAST.manager}")
    assert translate_plural("fr", "accounts.signed_out", 1, count=1) in phone.said
    with Session(sqlite_engine) as session:
        query = select(SignInSession.ended_at).where(SignInSession.account_id == CAST.manager)
        assert session.exec(query).one() is not None
    assert not phone.shows(f"accounts_sign_out_{CAST.manager}")
    assert acts(sqlite_engine) == ["account.sign_out"]


def test_an_administrator_closed_meanwhile_does_nothing_more(
    phone: Phone, sqlite_engine: sa.Engine
) -> None:
    phone = opened(CAST.manager)
    with sqlite_engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            sa.text("UPDATE accounts SET closed_at = '2026-01-01' WHERE id = :id"),
            {"id": CAST.administrator},
        )
    phone.press(f"accounts_close_{CAST.manager}")
    assert account(sqlite_engine, "manager").closed_at is None
    assert phone.app.button(key="signin_submit")


def slip(phone: Phone) -> str:
    drawn = [str(each.proto.body) for each in phone.app.get("html")]
    return next(each for each in drawn if 'class="slip"' in each)


def test_the_slip_says_in_three_languages_what_to_do_and_until_when(
    phone: Phone, sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "components.accounts.slip.public", lambda path: f"https://amudu.example{path}"
    )
    create(phone, "new.agent", "Une <b>Personne</b>", Role.AGENT)
    text = slip(phone)
    for language in get_args(Language):
        assert translate(language, "slip.step.open") in text
        assert translate(language, "sign_in.username") in text
        until = account(sqlite_engine, "new.agent").reset_expires_at
        assert until is not None
        moment = i18n.moment_in(language, until.astimezone(ZoneInfo(ZONE)))
        assert translate(language, "slip.until", moment=moment) in text
    assert "https://amudu.example" in text and code_on(phone) in text
    assert "&lt;b&gt;" in text and "<b>" not in text


def test_a_partner_of_a_closed_organisation_is_renamed(
    phone: Phone, sqlite_engine: sa.Engine
) -> None:
    with engines.writing() as session:
        session.get_one(Organisation, 3).closed_on = ago(1)
    phone = opened(CAST.partner)
    form = f"accounts_edit_{CAST.partner}"
    phone.app.text_input(key=f"{form}_name").set_value("Another")
    phone.press(f"{form}_save")
    assert translate("fr", "accounts.saved") in phone.said
    row = account(sqlite_engine, "partner")
    assert (row.display_name, row.organisation_id) == ("Another", 3)
