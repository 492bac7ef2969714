"""Which time zones count: the pinned ones, whatever the machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zoneinfo
from importlib import resources
from pathlib import Path

import pytest

from tests.at_length import first_of
from tests.cast import ZONE
from tests.source import ROOT

ASKED = f"""
from datetime import datetime
from zoneinfo import ZoneInfo
import {{}}
print(datetime(2026, 3, 3, tzinfo=ZoneInfo("{ZONE}")).utcoffset())
"""


def test_no_file_of_the_machine_is_looked_into() -> None:
    assert zoneinfo.TZPATH == ()
    assert ZONE in zoneinfo.available_timezones()


@pytest.mark.parametrize("module", first_of("db", "app", "seed_data.code_lists"))
def test_a_machine_that_says_otherwise_is_not_believed(tmp_path: Path, module: str) -> None:
    """Its file of Morocco's zone is Tokyo's."""
    wrong = tmp_path / ZONE
    wrong.parent.mkdir()
    with resources.as_file(resources.files("tzdata") / "zoneinfo" / "Asia" / "Tokyo") as tokyo:
        shutil.copyfile(tokyo, wrong)

    def said(imported: str) -> str:
        told = {**os.environ, "PYTHONTZPATH": str(tmp_path)}
        command = [sys.executable, "-c", ASKED.format(imported)]
        return subprocess.run(
            command, cwd=ROOT, env=told, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert said("sys") == "9:00:00"
    assert said(module) in ("0:00:00", "1:00:00")
