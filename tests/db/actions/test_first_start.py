"""An empty database is set up once, by whoever has the server's code, and by nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from components.accounts.first_start import COUNTED_AS
from db.actions import first_start
from db.actions.sign_ins import begin_attempt
from db.codes import RELEASE_THRESHOLD, Role
from db.errors import AppError, InvalidInput
from db.inputs.accounts import FirstAdministrator
from db.models import Account, AuditEntry, Programme, SetupCode
from db.models.base import now
from db.queries.first_start import is_needed, opens
from db.secrets.passwords import matches
from db.store import engine as engines
from db.store.settings import settings
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.empty import PERSON, PROGRAMME, empty


def person(**other: str) -> FirstAdministrator:
    return FirstAdministrator(**{**PERSON, **other})


@pytest.fixture
def new(session: Session) -> Session:
    empty(session)
    return session


def code_of(session: Session) -> str:
    code = first_start.make_code(session)
    session.flush()
    return code


def test_the_code_makes_the_programme_and_its_administrator(new: Session) -> None:
    account_id = first_start.begin(new, code_of(new), PROGRAMME, person())
    programme = new.exec(select(Programme)).one()
    assert (programme.name, programme.country_en) == ("Programme d'essai", "Morocco")
    assert (programme.starts_on.isoformat(), programme.is_demo) == ("2026-03-01", False)
    assert programme.release_threshold == RELEASE_THRESHOLD
    account = new.get_one(Account, account_id)
    assert (account.username, account.role) == ("directrice", Role.ADMINISTRATOR)
    assert not account.must_change_password
    assert matches(PERSON["new"], account.password_hash)


def test_it_stands_in_the_audit_log_without_any_value(new: Session) -> None:
    code = code_of(new)
    account_id = first_start.begin(new, code, PROGRAMME, person())
    new.flush()
    rows = new.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert [(row.action, row.account_id) for row in rows] == [
        ("setup_code.create", None),
        ("programme.create", account_id),
        ("account.create", account_id),
    ]
    assert not [row for row in rows if code in f"{row.entity_id} {row.fields} {row.reason}"]


def test_only_the_hash_of_a_code_is_stored(new: Session) -> None:
    code = code_of(new)
    stored = new.exec(select(SetupCode.code_hash)).one()
    assert len(stored) == 64
    assert code.replace("-", "") not in stored
    assert opens(new, code.lower().replace("-", " "))


@pytest.mark.parametrize("guess", ["", "2222-2222-2222", "' OR 1=1 --", "x" * 5000])
def test_another_code_opens_nothing(new: Session, guess: str) -> None:
    code_of(new)
    assert not opens(new, guess)
    with pytest.raises(AppError, match="setup_code_refused"):
        first_start.begin(new, guess, PROGRAMME, person())
    assert is_needed(new)


def test_a_code_expires_after_a_day(new: Session) -> None:
    code = code_of(new)
    row = new.exec(select(SetupCode)).one()
    assert timedelta(hours=23) < row.expires_at - now() <= timedelta(hours=24)
    row.expires_at = now() - timedelta(seconds=1)
    new.flush()
    assert not opens(new, code)
    with pytest.raises(AppError, match="setup_code_refused"):
        first_start.begin(new, code, PROGRAMME, person())


def test_each_process_has_its_code_until_the_command_replaces_all(new: Session) -> None:
    codes = [code_of(new), code_of(new)]
    assert all(opens(new, code) for code in codes)
    replaced = first_start.replace_codes(new)
    assert opens(new, replaced)
    assert not any(opens(new, code) for code in codes)


def test_a_code_that_was_used_is_refused_and_so_are_its_sisters(new: Session) -> None:
    used, other = code_of(new), code_of(new)
    first_start.begin(new, used, PROGRAMME, person())
    for code in (used, other):
        assert not opens(new, code)
        with pytest.raises(AppError, match="setup_done"):
            first_start.begin(new, code, PROGRAMME, person(username="second"))
    assert new.exec(select(SetupCode)).all() == []


@pytest.mark.parametrize("left", [Programme, Account])
def test_a_database_with_a_programme_or_an_account_takes_no_code(
    session: Session, left: type[Programme | Account]
) -> None:
    kept = session.exec(select(left)).first()
    assert kept is not None
    values = kept.model_dump()
    empty(session)
    session.add(left(**{**values, "organisation_id": None} if left is Account else values))
    session.flush()
    with pytest.raises(AppError, match="setup_done"):
        first_start.make_code(session)
    with pytest.raises(AppError, match="setup_done"):
        first_start.begin(session, "2222-2222-2222", PROGRAMME, person())


@pytest.mark.parametrize(
    ("programme", "account", "problems"),
    [
        ({"name": " "}, {}, {"name": "error.needed"}),
        ({"institution": "x" * 121}, {}, {"institution": "error.text_long"}),
        ({"time_zone": "Mars/Olympus"}, {}, {"time_zone": "error.unknown_choice"}),
        ({"starts_on": "31/2/2026"}, {}, {"starts_on": "error.date_form"}),
        ({"starts_on": ""}, {}, {"starts_on": "error.date_form"}),
        ({"ends_on": "1/1/2026"}, {}, {"ends_on": "error.programme_ends_first"}),
        ({"starts_on": "1/3/0206"}, {}, {"ends_on": "error.programme_long"}),
        ({}, {"username": "a b"}, {"username": "error.username_form"}),
        ({}, {"display_name": ""}, {"display_name": "error.name_needed"}),
        ({}, {"new": "short", "again": "short"}, {"new_password": "error.password_short"}),
        ({}, {"new": "directrice-2026-x"}, {"new_password": "error.password_named"}),
        ({}, {"again": "sept petits bateaux"}, {"again": "error.passwords_differ"}),
        ({"name": ""}, {"username": "", "new": "x"},
         {"name": "error.needed", "username": "error.username_form",
          "new_password": "error.password_short"}),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_said_at_once_and_the_code_stays_good(
    new: Session, programme: dict[str, Any], account: dict[str, str], problems: dict[str, str]
) -> None:
    code = code_of(new)
    with pytest.raises(InvalidInput) as refused:
        first_start.begin(new, code, {**PROGRAMME, **programme}, person(**account))
    assert {field: each.key for field, each in refused.value.problems.items()} == problems
    assert is_needed(new) and opens(new, code)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InvalidInput):
        person(language="xx")


def test_of_two_at_once_one_wins(database: sa.Engine) -> None:
    with engines.writing() as session:
        empty(session)
    with engines.writing() as session:
        codes = [first_start.make_code(session) for _ in range(4)]

    def begin(number: int) -> str:
        try:
            with engines.writing() as session:
                who = person(username=f"admin{number}")
                first_start.begin(session, codes[number], PROGRAMME, who)
        except AppError as refused:
            return refused.key
        return "done"

    with ThreadPoolExecutor(4) as together:
        found = sorted(together.map(begin, range(4)))
    assert found == ["done", *["error.setup_done"] * 3]
    with engines.reading() as session:
        assert len(session.exec(select(Account)).all()) == 1
        assert len(session.exec(select(Programme)).all()) == 1


def test_an_account_under_way_elsewhere_is_waited_for(
    postgres_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row is not visible yet, and must count all the same; SQLite has one writer anyway."""
    monkeypatch.setitem(engines._engines, settings().database_url, postgres_engine)
    with engines.writing() as session:
        account = session.get_one(Account, CAST.administrator).model_dump()
        empty(session)
    with engines.writing() as session:
        code = first_start.make_code(session)
    with ThreadPoolExecutor(1) as elsewhere:
        with engines.writing() as other:
            other.add(Account(**account))
            other.flush()
            waiting = elsewhere.submit(_begin_alone, code)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert waiting.result() == "error.setup_done"


def _begin_alone(code: str) -> str:
    try:
        with engines.writing() as session:
            first_start.begin(session, code, PROGRAMME, person())
    except AppError as refused:
        return refused.key
    return "done"


@pytest.mark.long
@POSTGRESQL_AT_LENGTH
def test_guesses_are_bounded(new: Session) -> None:
    """From twenty addresses at once: as with a password, few are looked at."""
    taken = sum(
        begin_attempt(new, COUNTED_AS, f"198.51.100.{number % 20}").wait_seconds == 0
        for number in range(400)
    )
    assert 0 < taken <= 30
