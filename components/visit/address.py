"""Where the app lives under its host: at the root, or under ``server.baseUrlPath``."""

from __future__ import annotations

import streamlit as st


def base() -> str:
    """The part of every address before our own, without a slash at its end: ``/amudu`` or empty."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def at(path: str) -> str:
    """A path of ours (``/my-day``) as a browser asks for it."""
    return base() + path


def own(asked: str) -> str | None:
    """The path of ours that a browser asks for; ``None`` where it lies outside the app."""
    prefix = base()
    if not prefix:
        return asked
    if asked == prefix or asked.startswith(f"{prefix}/"):
        return asked.removeprefix(prefix) or "/"
    return None
