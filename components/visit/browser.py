"""What a request says of its browser: where it comes from, and the mark that Streamlit gave it."""

from __future__ import annotations

import streamlit as st
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

from db.store.settings import plain_address, settings

MARK_COOKIE = "_streamlit_xsrf"


def address() -> str:
    """The address that failures count against, of the script's own connection.

    ``st.context.ip_address`` is the peer of the WebSocket's connection, never a header's word, and
    ``None`` for this machine itself. A proxy may append to ``X-Forwarded-For`` or add a line of its
    own beneath the visitor's, so all lines are read.
    """
    peer = st.context.ip_address
    lines = st.context.headers.get_all("X-Forwarded-For")
    known = peer if isinstance(peer, str) else "127.0.0.1"
    return behind_proxies(known, lines if isinstance(lines, list) else [])


def behind_proxies(peer: str, lines: list[str]) -> str:
    """The peer, or behind a trusted proxy the last hop that is none of ours, in one spelling."""
    trusts = settings().trusts
    hops = [hop.strip() for line in lines for hop in line.split(",") if hop.strip()]
    found = next((hop for hop in reversed([*hops, peer]) if not trusts(hop)), peer)
    try:
        return str(plain_address(found))
    except ValueError:
        return found.lower()


def own_mark() -> str:
    """The mark of the browser that runs this script."""
    cookie = st.context.cookies.get(MARK_COOKIE)
    return mark(cookie if isinstance(cookie, str) else "")


def mark(cookie: str) -> str:
    """What stays the same in Streamlit's cookie against forged requests; empty when there is none.

    Each request masks it anew, so that the cookie as a whole differs from tab to tab.
    """
    token, _ = decode_xsrf_token_string(cookie)
    return token.hex() if token else ""
