"""What the command line says of a changed audit log, and of a database that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.__main__ import main
from db.queries import audit_chain
from db.store.settings import settings
from tests.db.operating.test_commands import ACCOUNT, AGENCY, refused
from tests.db.queries.test_audit_chain import tamper

pytestmark = pytest.mark.usefixtures("sqlite_engine")


def test_check_names_the_act_that_was_changed(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    assert main(ACCOUNT) == 0
    assert main(["check"]) == 0
    assert "Audit log: 1 acts in one chain; last mark" in capsys.readouterr().out
    tamper(sqlite_engine, "UPDATE audit_entries SET entity_id = '99'")
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert re.search(r"row 1 \(\d{4}-\S+, account.create\) at place 1 was changed or moved", said)
    # So it looks when the key was replaced, and the old one was not kept behind it.
    assert "AMUDU_SECRET_KEY" in said and "there may be more" not in said


def test_check_says_that_it_names_only_the_first_acts(
    capsys: pytest.CaptureFixture[str], sqlite_engine: sa.Engine
) -> None:
    for number in range(audit_chain.MOST + 1):
        assert main([*ACCOUNT[:2], f"agent.{number}", *ACCOUNT[3:]]) == 0
    tamper(sqlite_engine, "UPDATE audit_entries SET entity_id = '99'")
    capsys.readouterr()
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert said.count("was changed or moved") == audit_chain.MOST
    assert f"the first {audit_chain.MOST}; there may be more" in said


@pytest.mark.parametrize("command", [["check"], ["backup"], ["recount"], AGENCY])
def test_a_mistyped_path_makes_no_database(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: list[str],
) -> None:
    path = tmp_path / "mistyped" / "amudu.db"
    monkeypatch.setattr(settings(), "database_url", f"sqlite:///{path}")
    assert f"There is no database at {path}" in refused(capsys, *command)
    assert not path.parent.exists()
