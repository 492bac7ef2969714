"""Where the app lives under its host: at the root, or under ``server.baseUrlPath``."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from components.language import i18n
from db.store.settings import settings


def base() -> str:
    """The part of every address before our own, without a slash at its end: ``/amudu`` or empty."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def at(path: str) -> str:
    """A path of ours (``/my-day``) as a browser asks for it."""
    return base() + path


def public(path: str) -> str:
    """A path of ours as anybody reaches it: as the operator says, or else as this browser did."""
    if settings().public_url:
        return settings().public_url + path
    here = urlsplit(str(st.context.url or ""))
    return f"{here.scheme or 'http'}://{here.netloc or 'localhost'}{at(path)}"


def is_of_this_machine() -> bool:
    """Whether what ``public`` says opens on the server itself alone, and on nobody's phone."""
    host = urlsplit(public("")).hostname
    return host in ("localhost", "127.0.0.1", "::1")


def own(asked: str) -> str | None:
    """The path of ours that a browser asks for; ``None`` where it lies outside the app."""
    prefix = base()
    if not prefix:
        return asked
    if asked == prefix or asked.startswith(f"{prefix}/"):
        return asked.removeprefix(prefix) or "/"
    return None


def warn_of_this_machine(address: str, *, is_printed: bool = True) -> None:
    """Say, beside something to be printed or sent, that nobody else will reach its address."""
    key = "address.this_machine" if is_printed else "address.link_of_this_machine"
    st.warning(i18n.t(key, address=f"`{address}`"), icon=":material/warning:")
