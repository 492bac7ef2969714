"""What a request says of its browser: where it comes from, its XSRF token, and how wide its screen
is."""

from __future__ import annotations

import streamlit as st

from components.visit.streamlit_private import XSRF_COOKIE, xsrf_token
from db.store.settings import plain_address, settings

#: How wide the screen is: "wide" or "narrow".
SCREEN_COOKIE = "amudu_screen"


def address() -> str:
    """The address of this script's connection, against which failed sign-ins are counted.

    ``st.context.ip_address`` is the other end of the WebSocket, never a header, and ``None`` for
    this machine itself. A proxy may extend the visitor's ``X-Forwarded-For`` line or add one of its
    own, so all lines are read.
    """
    peer = st.context.ip_address
    lines = st.context.headers.get_all("X-Forwarded-For")
    known = peer if isinstance(peer, str) else "127.0.0.1"
    return behind_proxies(known, lines if isinstance(lines, list) else [])


def behind_proxies(peer: str, lines: list[str]) -> str:
    """The peer's address; behind trusted proxies the nearest one that is not a proxy of ours."""
    trusts = settings().trusts
    hops = [hop.strip() for line in lines for hop in line.split(",") if hop.strip()]
    found = next((hop for hop in reversed([*hops, peer]) if not trusts(hop)), peer)
    try:
        return str(plain_address(found))
    except ValueError:
        return found.lower()


def own_xsrf_token() -> str:
    """That of the browser that runs this script."""
    cookie = st.context.cookies.get(XSRF_COOKIE)
    return xsrf_token(cookie if isinstance(cookie, str) else "")


def is_wide() -> bool:
    """Whether there is room for a table, and no phone asks: as ``components/routes/screen.js`` last
    said."""
    return st.context.cookies.get(SCREEN_COOKIE) == "wide"
