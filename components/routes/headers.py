"""Security headers on every answer, as plain ASGI: ``BaseHTTPMiddleware`` would wrap every file."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.routes.requests import is_secure

# Streamlit's front end needs inline styles and scripts (st.html) and evaluated Vega expressions;
# nothing may come from, or go to, another host.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws://{host} wss://{host} blob: data:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
HOST = re.compile(r"[\w.:\[\]-]+")
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds ``FIXED``, and HSTS where the browser speaks https."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in FIXED.items():
                    headers[name] = value
                request = HTTPConnection(scope)
                # A page may have a narrower one of its own.
                ours = policy(request.headers.get("host", ""))
                headers.setdefault("Content-Security-Policy", ours)
                if is_secure(request):
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        await self.app(scope, receive, send_with_headers)


def policy(host: str) -> str:
    """The policy for a page of ``host``: not all browsers count WebSockets under ``'self'``."""
    return POLICY.replace("{host}", host if HOST.fullmatch(host) else "localhost")
