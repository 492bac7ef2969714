"""The last lines of a test run say what was left out, and why: journeys, and tests of programs."""

from __future__ import annotations

import os
import shutil

import pytest

WHY = "no Chromium was found, and none could be installed"
_left_out: list[str] = []
_without_program: list[str] = []
_skipped: list[str] = []


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("program"):
        if not shutil.which(mark.args[0]):
            pytest.skip(f"no {mark.args[0]} on this machine")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        kinds = {"browser": _left_out, "program": _without_program}
        kind = next((each for each in kinds if each in report.keywords), "")
        kinds.get(kind, _skipped).append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """No other test may be skipped; on CI no journey may be left out either."""
    if _skipped or (_left_out and os.environ.get("CI") == "true"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    for nodeid in _skipped:
        print(f"Skipped, which no test may be: {nodeid}")
    for nodeid in _without_program:
        print(f"Not run, for want of its program: {nodeid}")
    if _left_out:
        print(f"{len(_left_out)} browser journeys were not run: {WHY}.")
