"""A damaged SQLite file is told in one clear line by every command, and by the server's start."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

import seed_data.__main__ as codes
from db.__main__ import main
from db.errors import SettingsError
from db.operating.failures import DAMAGED, message_lines
from db.operating.start import make_ready
from db.store import engine as engines
from db.store.settings import settings
from tests.conftest import copied

Said = pytest.CaptureFixture[str]
Damage = Callable[[bytes], bytes]
Damaged = Callable[[Damage], None]
PAGE = 4096


def no_database(content: bytes) -> bytes:
    return b"nothing of a database" * (len(content) // 21)


def first_page(content: bytes) -> bytes:
    return content[:100] + b"\xff" * (PAGE - 100) + content[PAGE:]


def cut(content: bytes) -> bytes:
    return content[: len(content) // 3]


def some_pages(content: bytes) -> bytes:
    """Those of the end; whether a command reads one of them is chance."""
    half = len(content) // (2 * PAGE) * PAGE
    return content[:half] + bytes(len(content) - half)


@pytest.fixture
def damaged(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Damaged]:
    path = copied(sqlite_template, tmp_path / "amudu.db")
    engine = engines.connect(f"sqlite:///{path}")
    monkeypatch.setitem(engines._engines, settings().database_url, engine)

    def do(damage: Damage) -> None:
        path.write_bytes(damage(path.read_bytes()))

    yield do
    engine.dispose()


@pytest.mark.parametrize("damage", [no_database, first_page, cut])
@pytest.mark.parametrize(
    "command",
    [
        ["check"], ["upgrade"], ["backup", "--to", "{}/b"], ["create-setup-code"],
        ["copy", "--to", "sqlite:///{}/copy.db"], ["unlock-account", "--username", "manager"],
    ],
    ids=lambda command: command[0],
)  # fmt: skip
def test_it_is_one_clear_line(
    damaged: Damaged, capsys: Said, tmp_path: Path,
    command: list[str], damage: Damage,
) -> None:  # fmt: skip
    damaged(damage)
    assert main([each.format(tmp_path) for each in command]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()) == ("", [DAMAGED])


def test_check_finds_damage_where_nothing_else_looks(damaged: Damaged, capsys: Said) -> None:
    damaged(some_pages)
    assert main(["check"]) == 1
    assert capsys.readouterr().err.splitlines() == [DAMAGED]


def test_the_code_lists_are_not_loaded_into_it(damaged: Damaged, capsys: Said) -> None:
    damaged(no_database)
    assert codes.main([]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == DAMAGED


def test_the_server_does_not_start_on_it(
    damaged: Damaged,
) -> None:
    damaged(no_database)
    with pytest.raises(SettingsError) as refused:
        make_ready()
    assert DAMAGED in str(refused.value)


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_it_is_told_from_other_failures_of_sqlite(is_wrapped: bool) -> None:
    def wrap(error: Exception) -> Exception:
        return sa.exc.OperationalError("", {}, error) if is_wrapped else error

    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    assert message_lines(wrap(error)) != [DAMAGED]
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT_INDEX
    assert message_lines(wrap(error)) == [DAMAGED]
