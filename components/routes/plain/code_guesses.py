"""How often an address may guess codes, of whatever form."""

from __future__ import annotations

from starlette.requests import Request

from components.routes.plain.rate_limits import WrongCodes
from components.visit.browser import behind_proxies

WRONG_CODES = WrongCodes()


def are_too_many(request: Request) -> bool:
    """Whether no new code is looked up from there for a while."""
    return WRONG_CODES.are_too_many(address(request))


def count(request: Request) -> None:
    """One more wrong code."""
    WRONG_CODES.count(address(request))


def address(request: Request) -> str:
    """Where a request comes from, as far as the operator's own proxies say."""
    peer = request.client.host if request.client else "127.0.0.1"
    return behind_proxies(peer, request.headers.getlist("x-forwarded-for"))
