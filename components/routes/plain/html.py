"""An answer of plain HTML: a template, a short style in the page itself, nothing else to fetch."""

from __future__ import annotations

import base64
import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from components.language.catalogue import Language, translate

FOLDER = Path(__file__).parent
#: For an answer without a page.
NOTHING = "default-src 'none'"
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


@lru_cache(maxsize=4)
def template(folder: Path) -> Template:
    """``page.html`` of a folder."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"t": translate, "direction": direction, "style": Markup(_style())}  # noqa: S704 - a file of ours
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


def sent(request: Request, text: str, status: int = 200) -> Response:
    """A page as its answer, compressed here."""
    body = text.encode()
    headers = {**HEADERS, "Content-Security-Policy": policy()}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 9, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, status, headers, media_type="text/html")


def redirect(target: str) -> Response:
    """On to another page, with GET."""
    headers = {**HEADERS, "Content-Security-Policy": NOTHING}
    return RedirectResponse(target, status_code=303, headers=headers)
