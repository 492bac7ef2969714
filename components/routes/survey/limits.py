"""How many forms open links begin."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request

from components.reads import reference
from components.routes.plain.code_guesses import address
from components.routes.plain.rate_limits import BegunForms
from db.queries.self_completion import Place

BEGUN = BegunForms()


def has_enough(request: Request, place: Place) -> bool:
    """Whether no new form is begun here today: an open link has no other end."""
    return place.is_open_link and BEGUN.are_too_many(*_asked(request, place))


def begins(request: Request, place: Place) -> bool:
    """Count a form that is begun by an open link; whether it may be."""
    return not place.is_open_link or BEGUN.takes(*_asked(request, place))


def _asked(request: Request, place: Place) -> tuple[str, str, date]:
    return place.code_hash, address(request), reference.today()
