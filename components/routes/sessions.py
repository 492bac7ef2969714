"""Open and close a browser session: the only places where the cookie is set or removed."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from components.routes.requests import browser_family, is_secure
from components.visit.address import at
from components.visit.authenticator import COOKIE, cookie, secret_in
from components.visit.streamlit_private import XSRF_COOKIE, xsrf_token
from db.actions import sign_ins
from db.errors import NotAllowed
from db.store.engine import once
from db.store.settings import settings


async def open_session(request: Request) -> Response:
    """Redeem the ticket and set the cookie; anything wrong leads back to the sign-in form."""
    target = local_path(request.query_params.get("next", "/"))
    opened = await run_in_threadpool(
        _redeem,
        request.query_params.get("ticket", ""),
        xsrf_token(request.cookies.get(XSRF_COOKIE, "")),
        browser_family(request.headers.get("user-agent", "")),
    )
    response = _redirect(at(target))
    if opened is not None:
        response.set_cookie(
            COOKIE,
            cookie(opened.username, opened.token, opened.expires_at),
            max_age=settings().session_hours * 3600,
            httponly=True,
            secure=is_secure(request),
            samesite="strict",
            path="/",
        )
    return response


async def close_session(request: Request) -> Response:
    """End the session and remove the cookie.

    Another site's link arrives here without the cookie (``SameSite=Strict``) and changes nothing.
    """
    response = _redirect(at("/"))
    value = request.cookies.get(COOKIE)
    if value:
        token = secret_in(value)
        if token:
            await run_in_threadpool(_end, token)
        secure = is_secure(request)
        response.delete_cookie(COOKIE, path="/", secure=secure, httponly=True, samesite="strict")
    return response


def local_path(wanted: str) -> str:
    """``wanted`` when it is a path of this site, else ``/``: no open redirect."""
    parts = urlsplit(wanted)
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    clean = plain and wanted.isprintable() and not parts.scheme and not parts.netloc
    return wanted if clean and not wanted.startswith("/session/") else "/"


def _redeem(ticket: str, browser: str, device: str) -> sign_ins.Opened | None:
    try:
        return once(sign_ins.open_session, ticket, browser, device)
    except NotAllowed:
        return None


def _end(token: str) -> None:
    once(sign_ins.close_session, token)


def _redirect(target: str) -> Response:
    return RedirectResponse(target, status_code=303, headers={"Cache-Control": "no-store"})


ROUTES = [
    Route("/session/open", open_session, methods=["GET"]),
    Route("/session/close", close_session, methods=["GET", "POST"]),
]
