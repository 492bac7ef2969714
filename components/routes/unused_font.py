"""Streamlit's own font, which we never use, is not sent: it is 167 KiB of a first visit.

The first page preloads it, and Streamlit asks for it again until our theme has arrived. Without it
that moment is drawn in the system's font, like everything after it.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.visit.streamlit_private import FONT, PRELOAD

KEPT = {"Cache-Control": "public, max-age=86400"}


class NoUnusedFont:
    """Takes the font's preload out of every page, and says that there is no such font."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(FONT):
            await Response(status_code=404, headers=KEPT)(scope, receive, send)
            return
        start: Message | None = None
        parts: list[bytes] = []

        async def held(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    body = PRELOAD.sub(b"", b"".join(parts))
                    MutableHeaders(scope=start)["content-length"] = str(len(body))
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, held)


def _is_page(message: Message) -> bool:
    headers = MutableHeaders(scope=message)
    is_plain = "content-encoding" not in headers
    return is_plain and headers.get("content-type", "").startswith("text/html")
