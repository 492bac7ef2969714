"""What of a request may stand in the server's access log."""

from __future__ import annotations

import logging

import pytest

from components.routes.logs import WithoutQuery


def line(path: str) -> logging.LogRecord:
    args = ("10.0.0.1:1234", "GET", path, "1.1", 200)
    return logging.LogRecord("uvicorn.access", logging.INFO, "", 1, "%s %s %s", args, None)


@pytest.mark.parametrize(
    "path",
    [
        "/t/2222-3333-4444",
        "/t/222233334444?q=3",
        "/t/x",
        "/r/222233334444",
        "/amudu/r/222233334444?l=ar",
        "/amudu/t/222233334444",
        "//t/222233334444",
        "/T/222233334444",
        "/t%2F222233334444",
        "/%74/222233334444",
    ],
)
def test_who_answers_with_a_code_leaves_no_line(path: str) -> None:
    assert WithoutQuery().filter(line(path)) is False


def test_what_follows_the_question_mark_is_cut() -> None:
    kept = line("/session/open?ticket=secret")
    assert WithoutQuery().filter(kept)
    assert kept.args is not None and "/session/open" in kept.args
    assert WithoutQuery().filter(line("/trust-waves"))
