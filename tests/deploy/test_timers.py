"""The timers of backups: units that systemd takes, with commands that work."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from db.__main__ import parser
from tests.source import ROOT

UNITS = ("amudu-backup", "amudu-verify")
HOME = "/srv/amudu"
needs_systemd = pytest.mark.program("systemd-analyze")


def read(name: str) -> configparser.ConfigParser:
    made = configparser.ConfigParser(interpolation=None)
    made.optionxform = str  # type: ignore[assignment,method-assign]
    made.read(ROOT / "deploy" / name, encoding="utf-8")
    return made


@pytest.mark.parametrize("unit", UNITS)
def test_its_command_is_one_that_exists_and_writes_where_it_may(unit: str) -> None:
    service, server = read(f"{unit}.service")["Service"], read("amudu@.service")["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program == f"{HOME}/.venv/bin/python" and arguments[:2] == ["-m", "db"]
    chosen = vars(parser().parse_args(arguments[2:]))
    folder = chosen.get("to") or chosen["file"]
    assert Path(service["ReadWritePaths"]) in folder.parents
    for name in ("User", "WorkingDirectory", "EnvironmentFile", "ReadWritePaths"):
        assert service[name] == server[name]


@pytest.mark.parametrize("unit", UNITS)
def test_a_night_that_was_missed_is_made_up_for(unit: str) -> None:
    timer = read(f"{unit}.timer")
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"


@needs_systemd
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_its_calendar(unit: str) -> None:
    subprocess.run(
        ["systemd-analyze", "calendar", read(f"{unit}.timer")["Timer"]["OnCalendar"]],
        check=True, capture_output=True,
    )  # fmt: skip


@needs_systemd
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """With a program, a folder and a user that this machine has."""
    (tmp_path / ".venv/bin").mkdir(parents=True)
    shutil.copy(shutil.which("true") or "", tmp_path / ".venv/bin/python")
    names = [f"{unit}.{kind}" for unit in UNITS for kind in ("service", "timer")]
    for name in names:
        text = (ROOT / "deploy" / name).read_text(encoding="utf-8").replace(HOME, str(tmp_path))
        (tmp_path / name).write_text(text.replace("User=amudu", "User=root"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in names)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in done.stderr
