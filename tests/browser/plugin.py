"""The last line of a test run says how many browser journeys were not run, and why."""

from __future__ import annotations

import os

import pytest

WHY = "no Chromium was found, and none could be installed"
_left_out: list[str] = []
_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        (_left_out if "browser" in report.keywords else _skipped).append(report.nodeid)


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
    if _left_out:
        print(f"{len(_left_out)} browser journeys were not run: {WHY}.")
