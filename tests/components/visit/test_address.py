"""What is printed must open on somebody else's phone."""

from __future__ import annotations

import pytest

from components.visit import address


@pytest.mark.parametrize(
    ("said", "is_here"),
    [
        ("http://localhost:8501", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:80", True),
        ("https://amudu.example.org/programme", False),
        ("http://192.168.1.5:8501", False),
    ],
)
def test_an_address_of_the_server_alone_is_known(
    monkeypatch: pytest.MonkeyPatch, said: str, is_here: bool
) -> None:
    monkeypatch.setattr(address, "public", lambda path: said + path)
    assert address.is_of_this_machine() is is_here
