"""What is believed of a request: its address, its transport, its browser."""

from __future__ import annotations

import gzip
import logging
from types import SimpleNamespace

import pytest
from starlette.requests import HTTPConnection
from streamlit.runtime.context import StreamlitHeaders

from components.routes.headers import policy
from components.routes.logs import quieten
from components.routes.requests import browser_family, is_secure
from components.routes.static_files import _compressed
from components.visit import browser
from components.visit.browser import behind_proxies
from components.visit.streamlit_private import FOLDER, HASHED
from db.store.settings import settings

VISITOR, PROXY, FORGED = "203.0.113.9", "192.0.2.1", "198.51.100.1"


@pytest.fixture
def behind_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "trusted_proxies", f"{PROXY}, 127.0.0.1")


def test_without_a_trusted_proxy_no_header_is_believed() -> None:
    assert behind_proxies(VISITOR, [FORGED]) == VISITOR
    assert behind_proxies("127.0.0.1", [FORGED]) == "127.0.0.1"


@pytest.mark.parametrize(
    "lines", [[f"{FORGED}, {VISITOR}"], [FORGED, VISITOR], [f"{VISITOR}, {PROXY}"]]
)
def test_behind_a_proxy_the_last_hop_that_is_not_ours_counts(
    behind_one: None, lines: list[str]
) -> None:
    assert behind_proxies(PROXY, lines) == VISITOR
    assert behind_proxies("127.0.0.1", lines) == VISITOR
    assert behind_proxies(FORGED, lines) == FORGED


def test_an_address_of_ipv4_over_an_ipv6_socket_is_the_same_address(behind_one: None) -> None:
    assert behind_proxies("::ffff:127.0.0.1", [VISITOR]) == VISITOR
    assert behind_proxies(f"::ffff:{PROXY}", [f"::FFFF:{VISITOR}"]) == VISITOR
    assert behind_proxies(f"::ffff:{FORGED}", [VISITOR]) == FORGED


def test_a_network_of_proxies_is_trusted_and_what_is_no_address_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "trusted_proxies", "192.0.2.0/24, 2001:db8::/32")
    assert behind_proxies(PROXY, [VISITOR, "2001:db8::7"]) == VISITOR
    assert behind_proxies(PROXY, ["unknown"]) == "unknown"


def context(monkeypatch: pytest.MonkeyPatch, peer: str | None, *lines: str) -> None:
    """A script's connection comes from this peer, with these lines of a proxy or a liar."""
    headers = StreamlitHeaders([("X-Forwarded-For", line) for line in lines])
    monkeypatch.setattr(
        "components.visit.browser.st.context", SimpleNamespace(ip_address=peer, headers=headers)
    )


def test_the_address_of_a_script_is_what_its_connection_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context(monkeypatch, VISITOR, FORGED)
    assert browser.address() == VISITOR
    context(monkeypatch, None, FORGED)
    assert browser.address() == "127.0.0.1"


def test_behind_a_proxy_all_lines_of_the_connection_are_read(
    behind_one: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    context(monkeypatch, PROXY, FORGED, VISITOR)
    assert browser.address() == VISITOR


def test_a_proxy_that_says_nothing_is_itself_the_address(behind_one: None) -> None:
    assert behind_proxies(PROXY, []) == PROXY


def request(peer: str, scheme: str = "http", forwarded: str = "") -> HTTPConnection:
    return HTTPConnection(
        {
            "type": "http",
            "scheme": scheme,
            "server": ("amudu.example", 80),
            "path": "/",
            "headers": [(b"x-forwarded-proto", forwarded.encode())],
            "client": (peer, 1),
        }
    )


def test_only_a_trusted_proxy_speaks_for_https(behind_one: None) -> None:
    assert is_secure(request(VISITOR, "https"))
    assert is_secure(request(PROXY, forwarded="https"))
    assert not is_secure(request(VISITOR, forwarded="https"))
    assert not is_secure(request(PROXY))


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko Firefox/127.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126", "Edge, Windows"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_known_by_family_only(agent: str, family: str) -> None:
    assert browser_family(agent) == family


def test_a_host_that_is_no_host_stays_out_of_the_policy() -> None:
    assert "ws://amudu.example:80 " in policy("amudu.example:80")
    assert "evil" not in policy("x; script-src https://evil.example")


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("uvicorn.access", "streamlit.error_util"):
        monkeypatch.setattr(logging.getLogger(name), "filters", [])
    quieten()


def test_a_line_of_access_holds_no_ticket_and_no_search_word(quiet: None) -> None:
    log = logging.getLogger("uvicorn.access")
    said = ("192.0.2.1:5", "GET", "/session/open?ticket=one-time-secret", "1.1", 303)
    line = log.makeRecord(log.name, logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', said, None)
    assert log.filter(line)
    assert line.getMessage() == '192.0.2.1:5 - "GET /session/open HTTP/1.1" 303'


def test_static_files_are_compressed_once_and_nothing_else_is_read() -> None:
    name = next(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("static/css/*.css"))
    found = HASHED.fullmatch(f"/{name}")
    assert found is not None
    body = _compressed(found[1])
    assert body is not None
    assert gzip.decompress(body) == (FOLDER / name).read_bytes()
    assert _compressed(found[1]) is body
    assert HASHED.fullmatch("/static/js/../../../../app.js") is None


@pytest.mark.fault("S3")
@pytest.mark.parametrize(
    ("cookies", "is_wide"),
    [({}, False), ({"amudu_screen": "narrow"}, False), ({"amudu_screen": "wide"}, True)],
)
def test_a_screen_is_narrow_until_its_browser_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str], is_wide: bool
) -> None:
    monkeypatch.setattr("components.visit.browser.st.context", SimpleNamespace(cookies=cookies))
    assert browser.is_wide() is is_wide
