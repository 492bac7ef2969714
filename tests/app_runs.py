"""What AppTest does anew at each run and only has to do once: a third of what a run costs."""

from __future__ import annotations

import functools
from typing import Any
from unittest.mock import MagicMock

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


def shorten() -> None:
    """Let a run compile no file that was compiled, and wait without looking every millisecond."""
    kept = vars(app_test)
    compiled = ScriptCache()
    kept["ScriptCache"] = vars(local_script_runner)["ScriptCache"] = lambda: compiled
    kept["MagicMock"] = _no_two_runtimes
    vars(local_script_runner)["require_widgets_deltas"] = _wait
    # Each AppTest would look through every installed package for components.
    manifest_scanner.scan_component_manifests = functools.cache(
        manifest_scanner.scan_component_manifests
    )


@functools.cache
def _no_two_runtimes(spec: type[Runtime]) -> Any:
    """AppTest gives it afresh at each run all that Streamlit asks it for."""
    return MagicMock(spec=spec)


def _wait(runner: LocalScriptRunner, timeout: float) -> None:
    """Until the run has ended; one that goes on is stopped, as by the function replaced."""
    thread = runner._script_thread
    assert thread is not None
    thread.join(timeout)
    if thread.is_alive():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"AppTest script run timed out after {timeout}(s)")
