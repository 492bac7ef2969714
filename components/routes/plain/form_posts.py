"""What a browser posts, once it is known to be ours, and small."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

#: No form here sends a tenth of it.
MOST_BYTES = 2_000
FORM = "application/x-www-form-urlencoded"


class TooLarge(Exception):
    """More than any form of ours sends."""


def is_from_here(request: Request) -> bool:
    """Whether the browser says that one of our pages sent this, as far as it says anything.

    Our pages send no referrer, so ``Origin`` may be ``null``; a text browser says nothing at all.
    The form's secret, which no other site knows, is asked for besides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin in (None, "null"):
        return True
    return urlsplit(origin or "").netloc == request.headers.get("host", "")


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form; raises ``TooLarge`` before more than ``MOST_BYTES`` are read."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise TooLarge
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLarge
    if not request.headers.get("content-type", "").startswith(FORM):
        return {}
    try:
        return dict(parse_qsl(body.decode("utf-8"), max_num_fields=10))
    except ValueError:
        return {}


def has_secret(posted: dict[str, str], form: str) -> bool:
    """Whether the secret of this browser's form came with the answer."""
    return hmac.compare_digest(posted.get("f", "").encode(), form.encode())
