"""Streamlit's one HTML page as we send it: without a font that nobody draws with, with our scripts.

The font is 167 KiB of a first visit. It is asked for in advance by the page, and again by the look
that Streamlit has before our theme has arrived; without it that moment is drawn in the system's
font, as everything after it. Our scripts are ``connection.js`` and those of ``inline.py``.
"""

from __future__ import annotations

import gzip
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.routes import connection, inline
from components.routes.referral.routes import PATH as REFERRAL
from components.routes.survey.routes import PATH as SURVEY
from components.visit.address import own
from components.visit.streamlit_private import FONT, PRELOAD

KEPT = {"Cache-Control": "public, max-age=86400"}
#: Our scripts have to come before Streamlit's, which opens the connection.
HEAD = re.compile(rb"<head>")


class FirstPage:
    """Changes every HTML page on its way, and says that there is no such font."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_plain(own(scope["path"]) or ""):
            await self.app(scope, receive, send)
            return
        if (own(scope["path"]) or "").startswith(FONT):
            await Response(status_code=404, headers=KEPT)(scope, receive, send)
            return
        start: Message | None = None
        parts: list[bytes] = []
        accepts_gzip = "gzip" in Headers(scope=scope).get("accept-encoding", "")

        async def held(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    body, headers = changed(b"".join(parts)), MutableHeaders(scope=start)
                    if accepts_gzip:
                        body = gzip.compress(body)
                        headers["content-encoding"] = "gzip"
                        headers.add_vary_header("Accept-Encoding")
                    headers["content-length"] = str(len(body))
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        await self.app(_uncompressed(scope), receive, held)


def changed(page: bytes) -> bytes:
    """The page without the preload, and with our scripts before any other."""
    return HEAD.sub(
        b"<head>" + (inline.tags() + connection.tag()).encode(), PRELOAD.sub(b"", page), count=1
    )


def _is_plain(path: str) -> bool:
    """A page for whoever has a code: it has no script, and compresses itself."""
    return path == SURVEY or path.startswith((f"{SURVEY}/", f"{REFERRAL}/"))


def _uncompressed(scope: Scope) -> Scope:
    """The same request of a page, answered in plain: it is compressed once it is changed."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return scope
    kept = [each for each in scope["headers"] if each[0].lower() != b"accept-encoding"]
    return {**scope, "headers": kept}


def _is_page(message: Message) -> bool:
    headers = MutableHeaders(scope=message)
    is_plain = "content-encoding" not in headers
    return is_plain and headers.get("content-type", "").startswith("text/html")
