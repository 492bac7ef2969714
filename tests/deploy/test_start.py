"""``make start``: a real programme from nothing, with keys and a database that no demo shares."""

from __future__ import annotations

import re
import socket
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from seed_data import code_lists
from tests.browser.server import free_port
from tests.deploy.test_set_up import answer, environment, repository, run

pytestmark = pytest.mark.long


CODE = re.compile(r"Code of its set-up page, good for 24 hours: ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})\b")
PRINT = "from db.store.settings import settings; print(settings().secret_key.get_secret_value())"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("start") / "amudu")


@pytest.fixture(scope="module")
def said(copy: Path) -> Iterator[str]:
    """What the console shows until the first answer."""
    log, port = copy.parent / "console", free_port()
    with log.open("wb") as console:
        process = subprocess.Popen(
            ["deploy/start", "--server.headless", "true"],
            cwd=copy, env={**environment(), "PORT": str(port)}, stdout=console, stderr=console,
        )  # fmt: skip
    try:
        assert answer(f"http://127.0.0.1:{port}/health", process) == {"database": True}
        yield log.read_text(encoding="utf-8")
    finally:
        process.terminate()
        process.wait(10)


def key(copy: Path, **more: str) -> str:
    done = subprocess.run(
        [".venv/bin/python", "-c", PRINT],
        cwd=copy, env={**environment(), **more}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_one_command_makes_keys_lists_and_one_code(copy: Path, said: str) -> None:
    assert len(CODE.findall(said)) == 1, said
    with sqlite3.connect(copy / "data/amudu.db") as database:
        (count,) = database.execute("SELECT count(*) FROM codes").fetchone()
    assert count == len(code_lists.rows())
    for name in (".env", "data/amudu.db"):
        assert stat.S_IMODE((copy / name).stat().st_mode) == 0o600
    assert not list((copy / "data").glob("demo*"))


def test_a_second_start_keeps_the_keys(copy: Path, said: str) -> None:
    before = (copy / ".env").read_text(encoding="utf-8")
    run(copy, "deploy/keys")
    assert (copy / ".env").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("is_new", [True, False])
def test_a_database_that_the_commands_would_not_find_is_told(tmp_path: Path, is_new: bool) -> None:
    copy, other = repository(tmp_path / "amudu"), f"sqlite:///{tmp_path}/other.db"
    if not is_new:
        run(copy, "deploy/keys")
    done = subprocess.run(
        ["deploy/start", "--help"],
        cwd=copy, env={**environment(), "PORT": str(free_port()), "AMUDU_DATABASE_URL": other},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ("is not in .env" in done.stderr) is not is_new


@pytest.mark.parametrize("script", ["deploy/start", "deploy/demo"])
def test_a_taken_port_is_told_before_anything_is_made(tmp_path: Path, script: str) -> None:
    """The address was printed first, and its failure after it."""
    copy = repository(tmp_path / "amudu")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [script], cwd=copy, env={**environment(), "PORT": str(port)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"Port {port} is taken, perhaps by an Amudu that runs already: "
        "another one is chosen with PORT=8502 before the command."
    ]
    assert not (copy / ".env").exists() and not (copy / "data").exists()


def test_the_demo_takes_no_key_of_the_real_programme(copy: Path, said: str) -> None:
    """``deploy/demo`` names its database in the environment."""
    demo = {"AMUDU_DEMO": "1", "AMUDU_DATABASE_URL": f"sqlite:///{copy}/data/demo.db"}
    script = (copy / "deploy/demo").read_text(encoding="utf-8")
    assert 'export AMUDU_DEMO=1 AMUDU_DATABASE_URL="sqlite:///$PWD/data/demo.db"' in script
    assert key(copy, **demo) == key(copy, **demo) != key(copy)


def test_keys_go_into_an_example_that_was_copied_without_any(tmp_path: Path) -> None:
    copy = repository(tmp_path / "amudu")
    (copy / ".env.example").rename(copy / ".env")
    run(copy, "deploy/keys", "AMUDU_DATABASE_URL=sqlite:////somewhere/else.db")
    assert len(key(copy)) >= 32
    kept = (copy / ".env").read_text(encoding="utf-8")
    assert kept.startswith("# Copy to .env") and kept.endswith("else.db\n")
    assert stat.S_IMODE((copy / ".env").stat().st_mode) == 0o600
