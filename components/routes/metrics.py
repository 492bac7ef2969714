"""Streamlit's own figures about the process answer this machine, or whoever has the token."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.visit.address import own
from db.store.settings import settings

PATH = "/_stcore/metrics"


class OwnMetrics:
    """Answers 404 for anybody else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (own(scope["path"]) or "").rstrip("/") == PATH:
            request = HTTPConnection(scope)
            if not (_is_here(request) or _has_token(request)):
                await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _is_here(request: HTTPConnection) -> bool:
    """From this machine, and not handed on by a proxy on it."""
    peer = request.client.host if request.client else ""
    try:
        is_local = ip_address(peer).is_loopback
    except ValueError:
        return False
    return is_local and "x-forwarded-for" not in request.headers


def _has_token(request: HTTPConnection) -> bool:
    wanted = settings().metrics_token.get_secret_value()
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
