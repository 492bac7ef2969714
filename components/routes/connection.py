"""The script that says when the server is out of reach, and the answer that it asks for."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.language.catalogue import LANGUAGES, translate
from components.visit.address import at

SCRIPT, ALIVE = "/connection.js", "/alive"
#: Its address carries a hash of its content, so it never changes.
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
SENTENCES = ("lost", "blocked")


@lru_cache(maxsize=1)
def script() -> str:
    """The script, with its sentences in every language."""
    words = {
        language: {name: translate(language, f"connection.{name}") for name in SENTENCES}
        for language in LANGUAGES
    }
    text = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    filled = text.replace("__WORDS__", json.dumps(words, ensure_ascii=False))
    return filled.replace("__ALIVE__", json.dumps(at(ALIVE)))


def tag() -> str:
    """The element that loads the script, before anything else of a page."""
    version = hashlib.sha256(script().encode()).hexdigest()[:12]
    return f'<script src="{at(SCRIPT)}?{version}"></script>'


async def serve(_request: Request) -> Response:
    """The script itself."""
    return Response(script(), media_type="text/javascript", headers=FOREVER)


async def alive(_request: Request) -> Response:
    """As little as can be answered."""
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


ROUTES = [Route(SCRIPT, serve), Route(ALIVE, alive)]
