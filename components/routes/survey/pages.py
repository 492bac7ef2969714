"""The pages as HTML: one template, one short style in the page itself, nothing else to fetch."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from components.language.catalogue import Language, translate

FOLDER = Path(__file__).parent
#: What the template says by itself.
KEYS = {
    "again": "phone_form.again",
    "back": "phone_form.back",
    "begin": "phone_form.begin",
    "code": "phone_form.code",
    "open": "phone_form.open",
    "promise": "phone_form.promise",
    "title": "phone_form.title",
}
#: For an answer without a page.
NOTHING = "default-src 'none'"
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


@lru_cache(maxsize=1)
def _template() -> Template:
    loader = FileSystemLoader(FOLDER)
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return made.get_template("page.html")


@lru_cache(maxsize=1)
def _style() -> str:
    lines = (FOLDER / "page.css").read_text(encoding="utf-8").splitlines()
    return "".join(line.strip() for line in lines)


@lru_cache(maxsize=1)
def policy() -> str:
    """Nothing may load, run or frame this page; its one style is known by its hash."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def direction(language: Language) -> str:
    """Which way a language is written."""
    return "rtl" if language == "ar" else "ltr"


def page(
    request: Request, languages: Sequence[Language], *, title: str, status: int = 200, **shown: Any
) -> Response:
    """A page; with several languages, what it says is said in each of them.

    ``title`` names a sentence. ``shown`` fills the template's parts, each of which may be missing.
    """
    first = languages[0]
    known = dict.fromkeys(("start", "step", "sentence", "code_field", "place"))
    text = _template().render(
        {**known, **shown},
        language=first,
        languages=languages,
        direction=direction,
        title=title,
        style=Markup(_style()),  # noqa: S704 - a file of ours
        t=translate,
        keys=KEYS,
    )
    body = text.encode()
    headers = {**HEADERS, "Content-Security-Policy": policy()}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 9, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, status, headers, media_type="text/html")
