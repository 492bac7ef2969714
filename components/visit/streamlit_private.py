"""All that we reach for inside of Streamlit, beyond its documented calls; no other file does.

An upgrade must keep, or this file must follow: how the cookie against forged requests is masked;
where its own files lie and that a name in ``js`` and ``css`` carries a hash; the font that its page
asks for in advance; the paths it answers for; the loggers that repeat what people typed;
the manager of files, which knows the page of each; that a run knows whether history asked for it.
"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit
from streamlit.delta_generator import DeltaGenerator as DeltaGenerator
from streamlit.navigation.page import StreamlitPage as StreamlitPage
from streamlit.runtime import get_instance
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

MARK_COOKIE = XSRF_COOKIE_NAME
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


def page_id() -> str:
    """Streamlit's own name for the page in this tab; empty outside of a script's run."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def is_way_back() -> bool:
    """Whether the browser's history asked for this run."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)


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


def mark(cookie: str) -> str:
    """The constant part of Streamlit's cookie against forged requests; empty without a cookie.

    Streamlit masks it anew for each request, so that the whole cookie differs from tab to tab.
    """
    token, _ = decode_xsrf_token_string(cookie)
    return token.hex() if token else ""
