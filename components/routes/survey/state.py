"""What a browser carries from screen to screen: sealed in a cookie, and on the server nowhere.

It holds for an hour after the last touch. A copied cookie can do no more than the browser that it
was copied from: the code, and the hash of the form that used it up, are looked at again on sending.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from components.language.catalogue import Language
from components.routes.requests import is_secure
from components.visit.address import at
from db.secrets.sealing import seal, unseal

COOKIE = "amudu_answers"
MINUTES = 60
#: So long a browser that answered by an open link is known.
DAYS_AFTER = 60


@dataclass(frozen=True, kw_only=True)
class State:
    """One form: ``form`` is its secret, ``code_hash`` what it was opened with."""

    code_hash: str
    form: str
    begun: str
    language: Language | None = None
    moment: str | None = None
    sex: str | None = None
    answers: dict[str, int] = field(default_factory=dict)
    is_done: bool = False

    @property
    def day(self) -> date:
        """The day on which it was begun."""
        return date.fromisoformat(self.begun)

    def done(self) -> State:
        """The same form once it is sent: nothing of what was said is left in it."""
        return replace(self, moment=None, sex=None, answers={}, is_done=True)


def begin(code_hash: str, day: date) -> State:
    """A new form."""
    return State(code_hash=code_hash, form=secrets.token_urlsafe(16), begun=day.isoformat())


def held(request: Request) -> State | None:
    """The form of this browser; one that was not sealed here, or is too old, is none."""
    sealed = request.cookies.get(COOKIE, "")
    try:
        opened: dict[str, Any] = unseal(sealed.encode("ascii"))
        until = opened.pop("until")
        state = State(**opened)
    except (ValueError, TypeError, KeyError):
        return None
    return state if until > time.time() else None


def keep(response: Response, request: Request, state: State) -> None:
    """Give the browser its form as it is now."""
    seconds = DAYS_AFTER * 86_400 if state.is_done else MINUTES * 60
    sealed = seal(asdict(state) | {"until": int(time.time()) + seconds}).decode()
    response.set_cookie(
        COOKIE,
        sealed,
        max_age=seconds,
        path=at("/t"),
        httponly=True,
        secure=is_secure(request),
        samesite="lax",
    )


def forget(response: Response, request: Request) -> None:
    """Take the form from the browser: the next person with this phone begins anew."""
    response.delete_cookie(
        COOKIE, path=at("/t"), httponly=True, secure=is_secure(request), samesite="lax"
    )
