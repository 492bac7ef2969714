"""How often an address may guess, and open links begin forms."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request

from components.reads import reference
from components.routes.survey.tries import Begun, Tries
from components.visit.browser import behind_proxies
from db.queries.self_completion import Place

TRIES, BEGUN = Tries(), Begun()


def guesses_too_much(request: Request) -> bool:
    """Whether no new code is looked up from there for a while."""
    return TRIES.are_too_many(_address(request))


def count_wrong(request: Request) -> None:
    """One more wrong code."""
    TRIES.count(_address(request))


def has_enough(request: Request, place: Place) -> bool:
    """Whether no new form is begun here today: an open link has no other end."""
    return place.is_open_link and BEGUN.are_too_many(*_asked(request, place))


def begins(request: Request, place: Place) -> bool:
    """Count a form that is begun by an open link; whether it may be."""
    return not place.is_open_link or BEGUN.takes(*_asked(request, place))


def _asked(request: Request, place: Place) -> tuple[str, str, date]:
    return place.code_hash, _address(request), reference.today()


def _address(request: Request) -> str:
    peer = request.client.host if request.client else "127.0.0.1"
    return behind_proxies(peer, request.headers.getlist("x-forwarded-for"))
