"""A file of Streamlit's ``/media`` is given to the browser session that it was made for, only.

Streamlit answers whoever knows the address, and an address leaks: from a history, a proxy's log.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.visit import file_owners, session
from components.visit.address import own
from components.visit.authenticator import COOKIE, secret_in
from components.visit.streamlit_private import media_file, pages_with

PREFIX = "/media/"


class OwnMedia:
    """Answers 404 for a file of somebody else, as for one that does not exist."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = own(scope["path"]) or "" if scope["type"] == "http" else ""
        if path.startswith(PREFIX):
            cookie = HTTPConnection(scope).cookies.get(COOKIE, "")
            if not await run_in_threadpool(_may_have, path.removeprefix(PREFIX), cookie):
                await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _may_have(name: str, cookie: str) -> bool:
    content = media_file(name)
    if content is None:
        return False
    pages = pages_with(PurePosixPath(name).stem)
    if file_owners.is_public(pages):
        return True
    token = secret_in(cookie)
    is_theirs = token is not None and file_owners.belongs_to(token, content, pages)
    return is_theirs and session.person_behind(token) is not None
