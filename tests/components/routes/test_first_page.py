"""The font that nobody draws with is not sent, and the page that asks for it arrives whole."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message

from components.routes.first_page import FirstPage
from components.visit.streamlit_private import FOLDER

PAGE = (FOLDER / "index.html").read_text(encoding="utf-8")


def answer(inner: ASGIApp, path: str = "/") -> tuple[int, dict[bytes, bytes], str]:
    """Status, headers and text of what a browser gets when ``inner`` answers."""
    sent: list[Message] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    # In a thread of its own: a browser's journey leaves a loop running in this one.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(lambda: asyncio.run(FirstPage(inner)(scope, receive, send))).result()
    body = b"".join(each.get("body", b"") for each in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body.decode()


def test_a_page_loses_the_preload_of_the_font_and_nothing_else() -> None:
    assert "SourceSansVF" in PAGE
    _, headers, found = answer(HTMLResponse(PAGE))
    assert "SourceSansVF" not in found
    assert int(headers[b"content-length"]) == len(found.encode())
    assert found.count("<script") == PAGE.count("<script") + 3
    assert found.count("modulepreload") == PAGE.count("modulepreload")


def test_what_is_no_page_goes_through_as_it_is() -> None:
    assert answer(PlainTextResponse(PAGE))[2] == PAGE


def test_the_font_is_not_there() -> None:
    path = "/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2"
    assert answer(PlainTextResponse("a font"), path)[0] == 404
