"""All that we reach for inside of Streamlit, beyond its documented calls; no other file does, but
``streamlit_sent``.

An upgrade must keep, or this file must follow: how the cookie against forged requests is masked;
where its own files lie and that a name in ``js`` and ``css`` carries a hash; the font that its page
asks for in advance; the paths it answers for; the loggers that repeat what people typed;
the manager of files, which knows the page of each; that a run knows whether history asked for it,
which page is wanted and which parts of it; that ``st.navigation`` changes a page in its own fields
only; which widgets hold a part of the address; how a run is stopped, and how it says that it has
ended; and that each run tells the theme anew, which stays what the settings say.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from weakref import WeakSet

import streamlit
from streamlit.delta_generator import DeltaGenerator as DeltaGenerator
from streamlit.navigation.page import StreamlitPage as StreamlitPage
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, get_instance
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.scriptrunner import (
    ScriptRunContext,
    ScriptRunner,
    ScriptRunnerEvent,
    get_script_run_ctx,
)
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

XSRF_COOKIE = XSRF_COOKIE_NAME
#: Its page, its icon, and in ``static`` all that its page asks for.
FOLDER = Path(streamlit.__file__).parent / "static"
#: Code and styles: a file's name carries a hash of its content, so it never changes.
HASHED = re.compile(r"/(static/(?:js|css)/[\w.-]+\.(?:js|css))")
#: The font of its own look, and how its page asks for it.
FONT = "/static/media/SourceSansVF"
PRELOAD = re.compile(rb'<link\s+rel="preload"[^>]*\bas="font"[^>]*>')
#: First parts of a path that it answers for.
SERVED = frozenset({"", "_stcore", "static", "media", "component", "app", "oauth2callback"})
#: These report a failed page or file with a traceback, which repeats what people typed.
REPORTERS = ("streamlit.error_util", "streamlit.runtime.backend_operation_handler")
#: It warns of every import of Streamlit outside of a script; that means nothing here.
NOISY = "streamlit.runtime.scriptrunner_utils.script_run_context"


_STOP, _FINISH = ScriptRunner.request_stop, ScriptRunner._on_script_finished
#: Those whose session asked them to stop; ``st.stop`` does not pass here, nor does a run's own end.
_CUT = WeakSet[ScriptRunner]()


def _stop(runner: ScriptRunner) -> None:
    _CUT.add(runner)
    _STOP(runner)


def _finish(
    runner: ScriptRunner,
    context: ScriptRunContext,
    event: ScriptRunnerEvent,
    premature_stop: bool,
    *run: Any,
) -> None:
    if premature_stop and runner in _CUT:
        event = ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN
    _FINISH(runner, context, event, premature_stop, *run)


def tell_cut_runs() -> None:
    """A run that stopped half-way, because its line was cut, says so.

    It calls itself finished else, and where the line comes back the page takes away what that run
    had not drawn yet, with all that was typed there.
    """
    ScriptRunner.request_stop = _stop  # type: ignore[method-assign, assignment]
    ScriptRunner._on_script_finished = _finish  # type: ignore[method-assign, assignment]


_POPULATE = app_session._populate_theme_msg


@functools.cache
def _theme(section: str) -> CustomThemeConfig:
    found = CustomThemeConfig()
    _POPULATE(found, section)
    return found


def _populate(msg: CustomThemeConfig, section: str = "theme") -> None:
    found = _theme(section)
    # Even nothing, merged, would say that there is a theme.
    if found.ByteSize():
        msg.MergeFrom(found)


def remember_theme() -> None:
    """It is read once, and not for every run: a quarter of all that the server's thread did."""
    app_session._populate_theme_msg = _populate


def page_id() -> str:
    """Streamlit's own name for the page in this tab; empty outside of a script's run."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def wanted(pages: Mapping[str, StreamlitPage]) -> str | None:
    """The name of the page that this run is asked for, which ``st.navigation`` says too late: a
    menu is told with it, and whose menu may depend on the page."""
    context = get_script_run_ctx()
    if context is None:
        return None
    asked = context.pages_manager
    if known := asked.intended_page_script_hash:
        return next((name for name, page in pages.items() if page._script_hash == known), None)
    return asked.intended_page_name


def is_way_back() -> bool:
    """Whether the browser's history asked for this run."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)


def let_go_of_address() -> None:
    """No widget holds a part of the address any more: a switch of page refuses to empty it else."""
    context = get_script_run_ctx()
    if context is None:
        return
    with context.session_state.query_params() as held:
        for widget in list(held._bindings_by_widget):
            held.unbind_widget(widget)


def is_part_of_page() -> bool:
    """Whether this run draws parts of the page again (fragments) and not the whole."""
    context = get_script_run_ctx()
    return bool(context and context.fragment_ids_this_run)


def fresh(page: StreamlitPage) -> StreamlitPage:
    """A page as it was made, for another run: each run marks its own as the one to be called."""
    return copy.copy(page)


def media_file(name: str) -> bytes | None:
    """What ``/media/<name>`` would answer; ``None`` where there is no such file."""
    try:
        return _media()._storage.get_file(name).content  # type: ignore[attr-defined, no-any-return]
    except (RuntimeError, MediaFileStorageError):
        return None


def pages_with(file_id: str) -> set[str]:
    """The pages that show a file of ``/media`` now, by their ``page_id``."""
    held = _media()._files_by_session_and_coord
    return {page for page, files in list(held.items()) if file_id in list(files.values())}


def _media() -> MediaFileManager:
    return get_instance().media_file_mgr


def xsrf_token(cookie: str) -> str:
    """The constant part of Streamlit's cookie against forged requests; empty without a cookie.

    Streamlit masks it anew for each request, so that the whole cookie differs from tab to tab.
    """
    token, _ = decode_xsrf_token_string(cookie)
    return token.hex() if token else ""
