"""The font that nobody draws with is not sent, and the page that asks for it arrives whole."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.routes.static_files import FOLDER
from components.routes.unused_font import NoUnusedFont

PAGE = (FOLDER / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def client() -> TestClient:
    def page(_request: object) -> HTMLResponse:
        return HTMLResponse(PAGE)

    def text(_request: object) -> PlainTextResponse:
        return PlainTextResponse(PAGE)

    routes = [Route("/", page), Route("/text", text)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(NoUnusedFont)]))


def test_a_page_loses_the_preload_of_the_font_and_nothing_else(client: TestClient) -> None:
    assert "SourceSansVF" in PAGE
    found = client.get("/")
    assert "SourceSansVF" not in found.text
    assert int(found.headers["content-length"]) == len(found.content)
    assert found.text.count("<script") == PAGE.count("<script")
    assert found.text.count("modulepreload") == PAGE.count("modulepreload")


def test_what_is_no_page_goes_through_as_it_is(client: TestClient) -> None:
    assert client.get("/text").text == PAGE


def test_the_font_is_not_there(client: TestClient) -> None:
    assert client.get("/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2").status_code == 404
