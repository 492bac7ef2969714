"""A run that was stopped half-way does not call itself finished: the page keeps what it shows.

That a whole run of the served app is told as such is what ``tests.wire.Wire`` waits for.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, cast

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunContext, ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from components.visit import streamlit_private

DONE = ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS
PART = ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS
EARLY = ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN


class Runner(ScriptRunner):
    """One that runs nothing."""

    def __init__(self) -> None:
        self._requests = ScriptRequests()
        self._join_wake_lock, self._join_wake_coordinator = Lock(), None
        self.told: list[ScriptRunnerEvent] = []

    def end(self, event: ScriptRunnerEvent, *, premature_stop: bool) -> ScriptRunnerEvent:
        self._on_script_finished(
            cast(ScriptRunContext, None), event, premature_stop, cast(Any, None)
        )
        return self.told.pop()


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Runner:
    """As the server does at its start; afterwards all is as it was."""

    def told(runner: Runner, _context: object, event: ScriptRunnerEvent, *_: object) -> None:
        runner.told.append(event)

    for name in ("request_stop", "_on_script_finished"):
        monkeypatch.setattr(ScriptRunner, name, getattr(ScriptRunner, name))
    monkeypatch.setattr(streamlit_private, "_FINISH", told)
    streamlit_private.tell_cut_runs()
    return Runner()


@pytest.mark.parametrize("event", [DONE, PART])
def test_a_run_whose_line_was_cut_ended_early(runner: Runner, event: ScriptRunnerEvent) -> None:
    # What a session does with its run where its line is cut.
    AppSession.request_script_stop(cast(AppSession, _Session(runner)))
    assert runner.end(event, premature_stop=True) == EARLY


@pytest.mark.parametrize("event", [DONE, PART])
@pytest.mark.parametrize("premature_stop", [True, False])
def test_any_other_run_is_told_as_it_ended(
    runner: Runner, event: ScriptRunnerEvent, premature_stop: bool
) -> None:
    # ``st.stop`` asks the requests alone; a run that is over leaves them stopped as well.
    runner._requests.request_stop()
    runner._requests.on_scriptrunner_ready()
    assert runner.end(event, premature_stop=premature_stop) == event


def test_a_run_that_was_over_before_its_line_was_cut_is_whole(runner: Runner) -> None:
    runner.request_stop()
    assert runner.end(DONE, premature_stop=False) == DONE


def test_a_cut_line_stops_the_run_in_this_way() -> None:
    assert "request_script_stop" in WebsocketSessionManager.disconnect_session.__code__.co_names


class _Session:
    def __init__(self, runner: ScriptRunner) -> None:
        self._scriptrunner = runner
