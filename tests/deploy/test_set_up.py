"""The guide to a server of one's own, followed word for word as far as a test's machine allows."""

from __future__ import annotations

import configparser
import getpass
import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.server import PATIENCE, free_port
from tests.source import ROOT, listed

pytestmark = pytest.mark.long


HOME = "/srv/amudu"
NAME = "Programme of a test"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository in a folder of its own, with the packages that are installed already."""
    return repository(tmp_path_factory.mktemp("srv") / "amudu")


def repository(place: Path) -> Path:
    """A copy of all that the repository lists."""
    for name in listed():
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    (place / ".venv").symlink_to(sys.prefix)
    return place


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AMUDU_")}
    return {**kept, "AMUDU_USER": getpass.getuser(), "AMUDU_INSTALLED": "1"}


def run(copy: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=copy, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def ready(copy: Path) -> Path:
    """After the guide's steps 2 and 3."""
    run(copy, "deploy/set-up")
    db = (".venv/bin/python", "-m", "db")
    run(
        copy, *db, "create-programme", "--name", NAME, "--institution", "ANAPEC",
        "--country-fr", "Maroc", "--country-en", "Morocco", "--country-ar", "المغرب",
        "--starts-on", "2026-01-01", "--ends-on", "2028-12-31",
    )  # fmt: skip
    run(copy, *db, "create-account", "--username", "admin", "--name", "A. Min",
        "--role", "administrator")  # fmt: skip
    return copy


def unit(copy: Path) -> configparser.SectionProxy:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(copy / "deploy/amudu@.service", encoding="utf-8")
    return read["Service"]


@pytest.mark.fault("O3")
@pytest.mark.fault("O4")
def test_keys_and_database_are_their_owners_alone(ready: Path) -> None:
    for name in (".env", "data/amudu.db"):
        assert stat.S_IMODE((ready / name).stat().st_mode) == 0o600
    assert "in order" in run(ready, ".venv/bin/python", "-m", "db", "check")
    named = re.findall(r"^(\w+)=(.+)$", (ready / ".env").read_text(encoding="utf-8"), re.MULTILINE)
    example = (ready / ".env.example").read_text(encoding="utf-8")
    assert {name for name, _ in named} <= set(re.findall(r"(\w+)=", example))
    assert "STREAMLIT_SERVER_COOKIE_SECRET" in dict(named)


@pytest.mark.fault("O3")
def test_a_database_that_others_can_read_is_found(ready: Path) -> None:
    database = ready / "data/amudu.db"
    database.chmod(0o644)
    check = (".venv/bin/python", "-m", "db", "check")
    refused = subprocess.run(
        check, cwd=ready, env=environment(), capture_output=True, text=True, check=False
    )
    database.chmod(0o600)
    assert refused.returncode == 1
    assert "data/amudu.db" in refused.stderr


@pytest.mark.fault("O4")
def test_a_second_run_keeps_the_keys(ready: Path) -> None:
    before = (ready / ".env").read_text(encoding="utf-8")
    run(ready, "deploy/set-up")
    assert (ready / ".env").read_text(encoding="utf-8") == before


@pytest.mark.long
@pytest.mark.fault("O4")
def test_the_unit_names_what_is_there_and_its_command_serves(ready: Path) -> None:
    service = unit(ready)
    for name in ("WorkingDirectory", "EnvironmentFile", "ReadWritePaths"):
        assert (ready / service[name].removeprefix(HOME).lstrip("/")).exists(), name
    port = free_port()
    command = shlex.split(service["ExecStart"].replace("%i", str(port)))
    program = Path(command[0]).name
    assert command[0] == f"{HOME}/.venv/bin/{program}"
    values = dict(
        line.split("=", 1)
        for line in (ready / ".env").read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.startswith("#")
    )
    process = subprocess.Popen(
        [sys.executable, "-m", program, *command[1:], "--log-level", "warning"],
        cwd=ready, env={**environment(), **values},
    )  # fmt: skip
    try:
        assert answer(f"http://127.0.0.1:{port}/health", process) == {"database": True}
    finally:
        process.terminate()
        process.wait(10)


def answer(url: str, process: subprocess.Popen[bytes]) -> object:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as found:  # noqa: S310
                return json.load(found)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the unit's command did not serve")
