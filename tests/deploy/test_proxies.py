"""The proxies' logs hold no code of the trust survey, and do not tell when somebody answered."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from components.routes.referral.routes import PATH as REFERRAL
from components.routes.survey.routes import PATH
from tests.browser.server import PATIENCE, free_port
from tests.source import ROOT

NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
CADDY = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
CODE, TICKET = "2222GGGG4444", "ticket-of-somebody"
#: Also behind a base path, and as nobody should type it.
SURVEY = [
    f"{before}/{CODE}{after}"
    for before in (PATH, f"/amudu{PATH}", f"/a/b{PATH}", f"/{PATH}", PATH.upper(), "/%74")
    for after in ("", "?language=ar")
]
OTHERS = ["/", "/trust-waves", "/amudu/record-trust", "/health"]


def block(name: str) -> str:
    found = re.search(rf"^( *){re.escape(name)} {{\n(.*?)^\1}}", NGINX, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[2]


def test_nginx_tells_the_survey_from_other_pages_with_and_without_a_base_path() -> None:
    patterns = re.findall(r"~\*\s?(\S+)", NGINX)
    # Of the lines about requests, and of those about errors.
    assert patterns == ["/[tr]/", "/[tr]/"]
    for each in patterns:
        paths = [path.replace("%74", "t") for path in SURVEY]
        paths += [path.replace(f"{PATH}/", f"{REFERRAL}/") for path in paths]
        assert all(re.search(each, path, re.IGNORECASE) for path in paths)
        assert not any(re.search(each, path, re.IGNORECASE) for path in OTHERS)


def test_nginx_logs_neither_request_nor_error_of_the_survey() -> None:
    assert "error_log /dev/null;" in block("location ~* /[tr]/")
    logs = re.findall(r"^ *((?:access|error)_log .*;)", NGINX, re.MULTILINE)
    assert sorted(logs) == [
        "access_log /var/log/nginx/access.log amudu if=$is_logged;",
        "access_log off;",
        "error_log /dev/null;",
        "error_log /dev/null;",
        "error_log /var/log/nginx/error.log crit;",
    ]
    (said,) = re.findall(r"^log_format amudu '(.*)';", NGINX, re.MULTILINE)
    # Neither the whole address, nor that of the page before.
    assert not {"$request", "$request_uri", "$args", "$http_referer"} & set(said.split())


def test_caddy_logs_no_address() -> None:
    options, site = CADDY.split("{$PROXY_HOST} {")
    assert "request>uri delete" in options and "request>headers delete" in options
    assert not re.search(r"^\s*log\b", site, re.MULTILINE)


def ask(port: int, path: str, *headers: str, body: bytes = b"") -> str:
    """The first line of the answer, or nothing."""
    lines = (f"POST {path} HTTP/1.1", "Host: amudu.example", "Connection: close", *headers)
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(head)
        try:
            connection.sendall(body)
            return connection.makefile("rb").readline().decode().strip()
        except OSError:
            return ""


@contextmanager
def running(port: int, *command: str, log: Path) -> Iterator[None]:
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            limit = time.monotonic() + PATIENCE
            while True:
                assert process.poll() is None and time.monotonic() < limit, log.read_text("utf-8")
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield
        finally:
            process.terminate()


def ask_all(port: int) -> None:
    """While no process of the app answers, so that each leaves a line about an error."""
    referred = f"Referer: https://amudu.example{PATH}/{CODE}"
    with ThreadPoolExecutor(len(SURVEY)) as people:
        for answer in people.map(lambda path: ask(port, path), SURVEY):
            assert answer.startswith("HTTP/1.1 50")
    assert ask(port, f"/trust-waves?ticket={TICKET}", referred).startswith("HTTP/1.1 50")
    # Refused before anything is asked of the app.
    ask(port, f"{PATH}/{CODE}", f"Cookie: {'c' * 70_000}")
    ask(port, f"{PATH}/{CODE}{'c' * 70_000}")
    ask(port, f"{PATH}/{CODE}", body=bytes(7 << 20))


@pytest.mark.program("nginx")
def test_nginx_that_runs_logs_no_code(tmp_path: Path) -> None:
    port = free_port()
    ours = re.sub(r"^ *ssl_certificate.*$", "", NGINX, flags=re.MULTILINE)
    for old, new in (
        ("443 ssl", f"127.0.0.1:{port}"), ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (":8501", f":{free_port()}"), (":8502", f":{free_port()}"),
        ("/var/log/nginx", str(tmp_path)),
    ):  # fmt: skip
        assert old in ours
        ours = ours.replace(old, new)
    places = "".join(
        f"{name}_temp_path {tmp_path}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; events {{}} http {{ {places}\n{ours} }}", "utf-8"
    )
    command = ("nginx", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log"))
    with running(port, *command, log=tmp_path / "said.log"):
        ask_all(port)
    said = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.log")}
    assert "POST /trust-waves 502" in said["access.log"]
    for text in said.values():
        assert CODE not in text and TICKET not in text


@pytest.mark.program("caddy")
def test_caddy_that_runs_logs_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("PROXY_HOST", f"http://127.0.0.1:{port}, http://amudu.example:{port}")
    monkeypatch.setenv("PROXY_COOKIE_SECRET", "0" * 32)
    monkeypatch.setenv("HOME", str(tmp_path))
    ours = CADDY.replace("{\n", "{\n\tadmin off\n", 1)
    for name in ("app1:8501", "app2:8501"):
        ours = ours.replace(name, f"127.0.0.1:{free_port()}")
    (tmp_path / "Caddyfile").write_text(ours, "utf-8")
    command = ("caddy", "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile")
    with running(port, *command, log=tmp_path / "said.log"):
        ask_all(port)
    said = (tmp_path / "said.log").read_text("utf-8")
    assert "http.log.error" in said
    assert CODE not in said and TICKET not in said
