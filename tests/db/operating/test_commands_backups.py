"""The commands that keep the database safe say in plain lines what they did, or why not."""

from __future__ import annotations

import fcntl
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from sqlmodel import Session, col, select

from db.__main__ import main
from db.models import AuditEntry, Backup, Organisation
from db.models.base import now
from db.operating.backups import restoring
from db.operating.commands import backups as commands
from db.store import engine as engines
from db.store.settings import settings
from tests import guards
from tests.conftest import copied
from tests.empty import empty

pytestmark = pytest.mark.long


Said = pytest.CaptureFixture[str]


@pytest.fixture
def own(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[sa.Engine]:
    """The cast's database in a folder of its own, for files are put beside it."""
    (tmp_path / "data").mkdir()
    path = copied(sqlite_template, tmp_path / "data" / "amudu.db")
    engine = engines.connect(f"sqlite:///{path}")
    monkeypatch.setitem(engines._engines, settings().database_url, engine)
    yield engine
    engine.dispose()


@pytest.fixture
def made(own: sa.Engine, tmp_path: Path, capsys: Said) -> Path:
    assert main(["backup", "--to", str(tmp_path / "b")]) == 0
    capsys.readouterr()
    (path,) = (tmp_path / "b").iterdir()
    return path


def refused(capsys: Said, *arguments: object) -> str:
    assert main([str(each) for each in arguments]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    return line


def recorded() -> Backup:
    with engines.reading() as session:
        found = session.exec(select(Backup).order_by(col(Backup.id).desc())).first()
        assert found is not None
        session.expunge_all()
        return found


def acts() -> list[str]:
    with engines.reading() as session:
        return [act for act in session.exec(select(AuditEntry.action)) if act.startswith("backup.")]


def test_a_backup_is_told_and_recorded(own: sa.Engine, tmp_path: Path, capsys: Said) -> None:
    assert main(["backup", "--to", str(tmp_path / "b")]) == 0
    (path,) = (tmp_path / "b").iterdir()
    (line,) = capsys.readouterr().out.splitlines()
    assert re.fullmatch(rf"Backup {path}: \d+ rows, \d+\.\d MB, verified\.", line)
    row = recorded()
    assert (row.file_name, row.size, row.is_damaged) == (path.name, path.stat().st_size, False)
    assert acts() == ["backup.make"]


def test_older_backups_go(
    own: sa.Engine, made: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minutes in (1, 2):
        later = now() + timedelta(minutes=minutes)
        monkeypatch.setattr("db.operating.backups.making.now", lambda later=later: later)
        assert main(["backup", "--to", str(tmp_path / "b"), "--keep", "2"]) == 0
    assert "Deleted 1 older backups; 2 are kept." in capsys.readouterr().out
    assert len(list((tmp_path / "b").iterdir())) == 2
    assert not made.exists()


@pytest.mark.parametrize("keep", ["0", "-1", "some", "1.5"])
def test_nothing_that_would_delete_all_is_taken(keep: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["backup", "--keep", keep])
    assert ended.value.code == 2


def test_verifying_tells_and_records(made: Path, capsys: Said) -> None:
    before = recorded().verified_at
    for where in (made, made.parent):
        assert main(["verify", str(where)]) == 0
        assert f"{made.name} is in order" in capsys.readouterr().out
    assert recorded().verified_at > before and not recorded().is_damaged
    assert acts() == ["backup.make", "backup.verify", "backup.verify"]


def test_a_damaged_file_is_told_recorded_and_not_restored(
    own: sa.Engine, made: Path, capsys: Said
) -> None:
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    assert "is damaged" in refused(capsys, "verify", made)
    assert recorded().is_damaged
    assert "is damaged" in refused(capsys, "restore", made, "--over", "--yes")
    assert acts() == ["backup.make", "backup.verify"]


def test_what_cannot_be_found_marks_no_backup_as_damaged(made: Path, capsys: Said) -> None:
    made.rename(made.with_name("elsewhere"))
    assert "no file" in refused(capsys, "verify", made)
    assert "no backup in" in refused(capsys, "verify", made.parent)
    assert not recorded().is_damaged


def test_verifying_needs_no_database(made: Path, own: sa.Engine, capsys: Said) -> None:
    own.dispose()
    Path(str(own.url.database)).write_bytes(b"nothing of a database" * 1000)
    assert main(["verify", str(made)]) == 0
    assert "in order" in capsys.readouterr().out


@pytest.mark.long
def test_other_keys_are_told_and_a_restore_waits_for_them(
    own: sa.Engine, made: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "match_key", SecretStr("another-key-" + "2" * 32))
    assert main(["verify", str(made)]) == 0
    assert "made with other keys: AMUDU_MATCH_KEY" in capsys.readouterr().out
    assert "--other-keys" in refused(capsys, "restore", made, "--over", "--yes")
    assert main(["restore", str(made), "--over", "--yes", "--other-keys"]) == 0


@pytest.mark.long
def test_a_database_that_is_not_empty_is_replaced_on_demand_only(
    own: sa.Engine, made: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engines.writing() as session:
        session.add(Organisation(code="LATER", name="Later", type="PES"))
    assert "--over" in refused(capsys, "restore", made)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert "--yes" in refused(capsys, "restore", made, "--over")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    for answer in ("", "yes", "Replace"):
        monkeypatch.setattr("builtins.input", lambda _, answer=answer: answer)
        assert "Nothing was changed" in refused(capsys, "restore", made, "--over")
    with engines.reading() as session:
        assert session.exec(select(Organisation).where(Organisation.code == "LATER")).one()
    monkeypatch.setattr("builtins.input", lambda _: commands.WORD)
    assert main(["restore", str(made), "--over"]) == 0
    said = capsys.readouterr().out
    assert "All must sign in again" in said and "amudu.db.before-" in said
    with engines.reading() as session:
        assert session.exec(select(Organisation).where(Organisation.code == "LATER")).all() == []


def test_users_who_lose_their_rights_are_named(
    own: sa.Engine, made: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "others_with_rights", lambda _: ["PUBLIC", "reader"])
    assert main(["restore", str(made), "--over", "--yes"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "The rights of PUBLIC, reader on its tables are not: GRANT them again."


def test_a_database_that_nobody_has_set_up_is_filled_without_asking(
    own: sa.Engine, made: Path, capsys: Said
) -> None:
    with Session(own.execution_options(writes=True)) as session:
        empty(session)
        session.commit()
    assert main(["restore", str(made)]) == 0
    assert main(["check"]) == 0


@pytest.mark.long
def test_under_a_running_server_nothing_is_restored(
    own: sa.Engine, made: Path, capsys: Said
) -> None:
    """As ``hold`` does it, but let go of before the process ends."""
    lock = Path(f"{own.url.database}.serving")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        assert "server is running" in refused(capsys, "restore", made, "--over", "--yes")
        assert main(["backup", "--to", str(made.parent)]) == 0
    assert main(["restore", str(made), "--over", "--yes"]) == 0


def test_a_restore_that_the_disk_refuses_is_one_line(
    own: sa.Engine, made: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    line = refused(capsys, "restore", made, "--over", "--yes")
    assert line == "Nothing was restored: No space left on device."
    assert main(["check"]) == 0


@pytest.mark.long
def test_a_copy_is_told_and_nothing_is_copied_over_anything(
    own: sa.Engine, tmp_path: Path, capsys: Said
) -> None:
    to = f"sqlite:///{tmp_path / 'copy.db'}"
    assert main(["copy", "--to", to]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Copied \d+ rows of \d+ tables; counts and checksums are equal\.", first)
    assert "same keys" in second
    assert acts() == ["backup.copy"]
    assert "not empty" in refused(capsys, "copy", "--to", to)
    assert "not empty" in refused(capsys, "copy", "--to", f"sqlite:///{own.url.database}")


def test_an_address_of_another_kind_is_misuse_and_not_repeated(capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["copy", "--to", "mysql://amudu:hidden-word@localhost/amudu"])
    assert ended.value.code == 2
    assert "hidden-word" not in capsys.readouterr().err


def test_the_other_database_that_does_not_answer_is_one_line(own: sa.Engine, capsys: Said) -> None:
    line = refused(capsys, "copy", "--to", "postgresql://amudu:hidden-word@127.0.0.1:1/amudu")
    assert "does not answer" in line and "hidden-word" not in line


def test_a_backup_before_an_upgrade_is_made_and_not_recorded(
    own: sa.Engine, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.operating.backups.record.is_current", lambda _: False)
    assert main(["backup", "--to", str(tmp_path / "b")]) == 0
    assert "lacks migrations" in capsys.readouterr().out
    with engines.reading() as session:
        assert session.exec(select(Backup)).all() == []


def test_verifying_says_that_the_log_in_it_was_changed(
    own: sa.Engine, made: Path, capsys: Said
) -> None:
    with own.execution_options(writes=True).begin() as connection, guards.off(connection):
        connection.exec_driver_sql("UPDATE audit_entries SET role = 'manager' WHERE id = 1")
    elsewhere = made.parent / "elsewhere"
    assert main(["backup", "--to", str(elsewhere)]) == 0
    capsys.readouterr()
    assert main(["verify", str(elsewhere)]) == 0
    assert "Its audit log was changed in 1 places" in capsys.readouterr().out
