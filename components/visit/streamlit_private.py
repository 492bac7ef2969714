"""All that we reach for inside of Streamlit, beyond its documented calls; no other file does.

An upgrade must keep, or this file must follow: how the cookie against forged requests is masked;
where its own files lie and that a name in ``js`` and ``css`` carries a hash; the font that its page
asks for in advance; the paths it answers for; the loggers that repeat what people typed.
"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit
from streamlit.delta_generator import DeltaGenerator as DeltaGenerator
from streamlit.navigation.page import StreamlitPage as StreamlitPage
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


def mark(cookie: str) -> str:
    """The constant part of Streamlit's cookie against forged requests; empty without a cookie.

    Streamlit masks it anew for each request, so that the whole cookie differs from tab to tab.
    """
    token, _ = decode_xsrf_token_string(cookie)
    return token.hex() if token else ""
