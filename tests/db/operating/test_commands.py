"""The command line does what it says, and says what is wrong in one plain line."""

from __future__ import annotations

import argparse
import re
from datetime import date

import pytest
import sqlalchemy as sa
from alembic.util import CommandError
from cryptography.fernet import Fernet
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from db.__main__ import main, parser
from db.actions import one_time_codes, own_account, sign_ins
from db.codes import Role
from db.inputs.accounts import PasswordReset
from db.models import Account, Agency, AuditEntry, Posting, Programme
from db.queries.first_start import opens
from db.store import engine as engines
from tests.cast import CAST
from tests.empty import empty
from tests.source import ROOT

COMMANDS = {
    action.dest: action.help or ""
    for choices in parser()._actions
    if isinstance(choices, argparse._SubParsersAction)
    for action in choices._choices_actions
}
DOCUMENT = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
AGENCY = [
    *("create-agency", "--code", "FES", "--name", "Agence Fès", "--short-name", "Fès"),
    *("--name-ar", "فاس", "--city", "Fès", "--region", "MA-03", "--host", "ANAPEC"),
]
ACCOUNT = ["create-account", "--username", "new.agent", "--name", "New Agent", "--role", "agent"]
PROGRAMME = [
    *("create-programme", "--name", "P", "--institution", "I", "--country-fr", "Maroc"),
    *("--country-en", "Morocco", "--country-ar", "المغرب"),
]
POSTING = ["create-posting", "--username", "agent.rabat", "--starts-on", "2026-01-01"]
NEWCOMER = ["create-posting", "--username", "new.agent", "--starts-on", "2026-01-01"]

pytestmark = pytest.mark.usefixtures("sqlite_engine")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of a command that must be refused."""
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    return line


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command, "--help"])
    assert ended.value.code == 0
    assert f"python -m db {command}" in capsys.readouterr().out


def test_every_command_stands_in_the_document_and_no_other() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", DOCUMENT, re.MULTILINE))
    assert rows == COMMANDS
    assert len(rows) >= 7 and all(rows.values())


def test_misuse_ends_with_two() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["create-account"])
    assert ended.value.code == 2


def test_new_keys_are_usable_and_never_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["create-keys"]) == 0
    lines = capsys.readouterr().out.splitlines()
    keys = dict(line.split("=", 1) for line in lines)
    assert len(keys["AMUDU_SECRET_KEY"]) >= 32
    assert len(keys["AMUDU_MATCH_KEY"]) >= 32
    Fernet(keys["AMUDU_CONTACT_KEY"])
    main(["create-keys"])
    assert not set(lines) & set(capsys.readouterr().out.splitlines())


def test_a_time_zone_that_does_not_exist_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    dates = ["--starts-on", "2026-01-01", "--ends-on", "2026-12-31"]
    with pytest.raises(SystemExit) as ended:
        main([*PROGRAMME, *dates, "--time-zone", "Nowhere/Else"])
    assert ended.value.code == 2
    assert "Nowhere/Else" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (CommandError("its own words"), "another version"),
        (PermissionError(13, "Permission denied"), "cannot be opened: Permission denied"),
        (OperationalError("SELECT", {}, Exception()), "python -m db upgrade"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_plain_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    told: str,
) -> None:
    def fail(_: sa.Engine) -> None:
        raise failure

    monkeypatch.setattr("db.operating.commands.setting_up.upgrade", fail)
    assert told in refused(capsys, "upgrade")


def test_upgrading_twice_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upgrade"]) == 0
    assert main(["upgrade"]) == 0


def test_check_finds_the_cast_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "in order" in capsys.readouterr().out


def test_check_misses_an_administrator(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    with Session(sqlite_engine.execution_options(writes=True)) as session:
        session.get_one(Account, CAST.administrator).role = Role.MANAGER
        session.commit()
    assert "create-account" in refused(capsys, "check")


def test_check_counts_no_administrator_who_has_expired(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    with Session(sqlite_engine.execution_options(writes=True)) as session:
        session.get_one(Account, CAST.administrator).expires_on = date(2026, 1, 1)
        session.commit()
    assert "create-account" in refused(capsys, "check")


def test_a_new_account_gets_a_code_that_sets_its_password(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    assert main(ACCOUNT) == 0
    code = capsys.readouterr().out.split()[-1]
    new = "une phrase bien longue"
    with Session(sqlite_engine.execution_options(writes=True)) as session:
        made = own_account.reset_password(session, PasswordReset("new.agent", code, new, new))
        assert made is not None
        assert session.exec(select(AuditEntry.action)).first() == "account.create"
        session.rollback()


@pytest.mark.parametrize(("told", "expected"), [([], "ar"), (["--language", "en"], "en")])
def test_a_new_account_begins_in_the_programmes_first_language(
    sqlite_engine: sa.Engine, told: list[str], expected: str
) -> None:
    with engines.writing() as session:
        session.exec(select(Programme)).one().languages = "ar,en"
    assert main([*ACCOUNT, *told]) == 0
    with Session(sqlite_engine) as session:
        query = select(Account.language).where(Account.username == "new.agent")
        assert session.exec(query).one() == expected


def test_an_account_is_closed_reopened_and_its_owner_let_in(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    who = ["--username", "Agent.Rabat"]
    assert main(["close-account", *who]) == 0
    assert main(["reopen-account", *who, "--expires-on", "2098-12-31"]) == 0
    code = capsys.readouterr().out.split()[-1]
    assert main(["reset-code", *who]) == 0
    newer = capsys.readouterr().out.split()[-1]
    with Session(sqlite_engine.execution_options(writes=True)) as session:
        account = session.get_one(Account, CAST.agent_rabat)
        assert (account.closed_at, account.expires_on) == (None, date(2098, 12, 31))
        opens_with = [one_time_codes.opens(session, account, each) for each in (code, newer)]
        assert opens_with == [False, True]
        sign_ins.begin_attempt(session, "agent.rabat", "192.0.2.1")
        session.commit()
    assert main(["unlock-account", *who]) == 0
    assert "deleted: 1" in capsys.readouterr().out
    with Session(sqlite_engine) as session:
        acts = session.exec(select(AuditEntry.action, AuditEntry.account_id)).all()
    done = [
        "posting.end",
        *(f"account.{each}" for each in ("close", "reopen", "reset_code", "unlock")),
    ]
    assert acts == [(each, None) for each in done]


def test_a_new_agency_and_a_posting_there(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    assert main(AGENCY) == 0
    assert main(ACCOUNT) == 0
    assert main([*NEWCOMER, "--agency", "FES", "--share", "60"]) == 0
    with Session(sqlite_engine) as session:
        agency = session.exec(select(Agency).where(Agency.code == "FES")).one()
        posting = session.exec(select(Posting).where(Posting.agency_id == agency.id)).one()
        agent = session.get_one(Account, posting.account_id)
        assert (agent.username, posting.share) == ("new.agent", 60)


def test_the_code_of_an_agency_is_made_from_its_name(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    assert main([AGENCY[0], "--name", "Agence Aïn Sebaâ", *AGENCY[9:]]) == 0
    assert "AGENCE-AIN-SEBAA" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([*ACCOUNT[:2], "manager", *ACCOUNT[3:]], "already"),
        ([*ACCOUNT[:2], "A", *ACCOUNT[3:]], "--username"),
        ([*ACCOUNT[:-1], "partner"], "--organisation"),
        ([*ACCOUNT, "--organisation", "Nobody"], "Nobody"),
        ([*ACCOUNT, "--organisation", "ANAPEC"], "only a partner"),
        ([*AGENCY[:2], "RABAT", *AGENCY[3:]], "RABAT"),
        ([*AGENCY[:12], "XX-99", *AGENCY[13:]], "region"),
        ([*AGENCY[:4], "Agence Rabat", *AGENCY[5:]], "of this name already"),
        ([*ACCOUNT, "--expires-on", "2020-01-01"], "expired"),
        ([*PROGRAMME, "--starts-on", "2026-02-02", "--ends-on", "2026-02-01"], "before it starts"),
        ([*POSTING, "--agency", "NOWHERE"], "NOWHERE"),
        ([*POSTING, "--agency", "RABAT", "--ends-on", "2025-01-01"], "before it starts"),
        (["close-account", "--username", "nobody"], "nobody"),
        (["close-account", "--username", "closed"], "already"),
        (["close-account", "--username", "admin"], "no other administrator stays"),
        (["reopen-account", "--username", "manager"], "is open"),
        (["reopen-account", "--username", "closed", "--expires-on", "2020-01-01"], "has passed"),
        (["reset-code", "--username", "closed"], "reopen-account"),
        (["create-posting", "--username", "manager", *POSTING[3:], "--agency", "RABAT"], "manager"),
    ],
)
def test_what_is_wrong_is_one_plain_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert told in refused(capsys, *arguments)


def test_the_same_fault_of_two_fields_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    named = ["create-agency", *AGENCY[3:5], *AGENCY[7:]]
    assert main(named) == 0
    capsys.readouterr()
    assert "of this name already" in refused(capsys, *named)


def test_the_same_posting_twice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ACCOUNT) == 0
    assert main([*NEWCOMER, "--agency", "TANGER"]) == 0
    capsys.readouterr()
    assert "already" in refused(capsys, *NEWCOMER, "--agency", "TANGER")
    assert "full week" in refused(capsys, *NEWCOMER, "--agency", "RABAT")


def test_a_setup_code_is_for_an_empty_database_only(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    assert "is set up" in refused(capsys, "create-setup-code")
    with Session(sqlite_engine.execution_options(writes=True)) as session:
        empty(session)
        session.commit()
    assert "Nothing is set up" in refused(capsys, "check")
    codes = []
    for _ in range(2):
        assert main(["create-setup-code"]) == 0
        codes.append(capsys.readouterr().out.strip().rsplit(" ", 1)[1])
    with Session(sqlite_engine) as session:
        assert [opens(session, code) for code in codes] == [False, True]
