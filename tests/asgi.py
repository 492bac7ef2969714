"""A browser without a server: requests put to an ASGI app directly."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.types import Message

HOST = "amudu.example"


@dataclass(frozen=True)
class Answer:
    """What came back; the text as it is read."""

    status: int
    headers: dict[str, str]
    text: str


class Browser:
    """Asks one app, from one address; it follows where it is sent on to."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    def get(self, path: str, **headers: str) -> Answer:
        return self._asked("GET", path, b"", headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        known = {"content-type": "application/x-www-form-urlencoded"}
        return self._asked("POST", path, urlencode(fields).encode(), known | headers)

    def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        # In a thread of its own: a browser that another test drives may hold this one's loop.
        with ThreadPoolExecutor(1) as own:
            sent = self._sent(method, path, body, headers)
            answer = own.submit(asyncio.run, sent).result()
        target = answer.headers.get("location")
        return answer if target is None else self.get(target)

    async def _sent(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        where, _, query = path.partition("?")
        named = {"host": HOST, "content-length": str(len(body)), **headers}
        scope: dict[str, Any] = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http",
            "path": where, "raw_path": where.encode(), "root_path": "",
            "query_string": query.encode(), "client": ("10.0.0.1", 1), "server": (HOST, 80),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in named.items()
            ],
        }  # fmt: skip
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        await self.app(scope, receive, send)
        start, *parts = said
        return Answer(
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            unescape(b"".join(part.get("body", b"") for part in parts).decode()),
        )
