"""Each known way around the sign-in, tried on the real server: none of them works."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jwt
import pytest
from sqlmodel import Session

from components.language.catalogue import translate
from components.routes.sessions import local_path
from components.visit import authenticator as gate
from db.actions import own_account
from db.inputs.accounts import PasswordChange
from db.store import engine as engines
from tests.browser.server import Server
from tests.cast import CAST, PASSWORD
from tests.wire import Wire, sign_in, ticket

COOKIE = gate.COOKIE
NEW = "quatre mots font une phrase"


@pytest.fixture
def server(attacked: Server) -> Server:
    return attacked


@pytest.fixture(autouse=True)
def calm(request: pytest.FixtureRequest) -> Iterator[None]:
    """One test's failed attempts do not slow the next."""
    attacked = request.getfixturevalue("server") if "server" in request.fixturenames else None
    yield
    if attacked:
        attacked.change("DELETE FROM failed_sign_ins")


@contextmanager
def writing(server: Server) -> Iterator[Session]:
    engine = engines.connect(server.database_url)
    with Session(engine.execution_options(writes=True)) as session:
        yield session
        session.commit()
    engine.dispose()


@contextmanager
def closed(server: Server, account_id: int) -> Iterator[None]:
    """The account is closed for so long."""
    server.change(f"UPDATE accounts SET closed_at = '2026-01-01' WHERE id = {account_id}")
    try:
        yield
    finally:
        server.change(f"UPDATE accounts SET closed_at = NULL WHERE id = {account_id}")


def is_in(visitor: Wire, page: str = "account") -> bool:
    """Whether the page itself opens; else it must be the sign-in form."""
    screen = visitor.open(page)
    screen.close()
    inside, outside = "account_signout" in screen.keys, "signin_submit" in screen.keys
    assert inside is not outside
    return inside


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(server: Server) -> None:
    visitor = Wire(server.url)
    got = ticket(visitor, "manager", PASSWORD)
    answer = visitor.get(f"/session/open?ticket={got}&next=/account?a=1")
    line = answer.cookie(COOKIE) or ""
    parts = {part.strip().lower() for part in line.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/", f"max-age={12 * 3600}"} <= parts
    assert "secure" not in parts
    assert answer.status == 303
    assert answer.headers["Location"] == "/account?a=1"
    assert answer.headers["Cache-Control"] == "no-store"
    assert is_in(visitor)


def test_over_https_the_cookie_is_secure(server: Server) -> None:
    visitor = Wire(server.url)
    got = ticket(visitor, "manager", PASSWORD)
    answer = visitor.get(f"/session/open?ticket={got}", {"X-Forwarded-Proto": "https"})
    assert "secure" in (answer.cookie(COOKIE) or "").lower()
    assert answer.headers["Strict-Transport-Security"]


def test_a_copied_cookie_is_dead_after_signing_out(server: Server) -> None:
    visitor = sign_in(server.url, "manager", PASSWORD)
    copied = Wire(server.url, dict(visitor.cookies))
    assert is_in(copied)
    answer = visitor.get("/session/close")
    assert "max-age=0" in (answer.cookie(COOKIE) or "").lower()
    assert not is_in(copied)
    assert not is_in(visitor)


def test_a_copied_cookie_is_dead_after_a_new_password(server: Server) -> None:
    copied = sign_in(server.url, "agent.casablanca", PASSWORD)
    assert is_in(copied)
    with writing(server) as session:
        change = PasswordChange(PASSWORD, NEW, NEW)
        own_account.change_password(session, change, None, by=CAST.agent_casablanca)
    assert not is_in(copied)


def test_a_link_of_another_site_signs_nobody_out(server: Server) -> None:
    visitor = sign_in(server.url, "manager", PASSWORD)
    from_elsewhere = Wire(server.url).get("/session/close")
    assert from_elsewhere.cookie(COOKIE) is None
    assert is_in(visitor)


def test_a_forged_or_used_ticket_opens_nothing(server: Server) -> None:
    visitor = Wire(server.url)
    got = ticket(visitor, "manager", PASSWORD)
    assert visitor.get("/session/open?ticket=forged").cookie(COOKIE) is None
    assert visitor.get(f"/session/open?ticket={got}").cookie(COOKIE)
    assert visitor.get(f"/session/open?ticket={got}").cookie(COOKIE) is None


def test_a_ticket_opens_nothing_in_another_browser(server: Server) -> None:
    got = ticket(Wire(server.url), "manager", PASSWORD)
    without_a_mark = Wire(server.url)
    assert without_a_mark.get(f"/session/open?ticket={got}").cookie(COOKIE) is None
    another = Wire(server.url)
    another.get("/_stcore/health")
    assert another.get(f"/session/open?ticket={got}").cookie(COOKIE) is None


def test_a_ticket_of_an_account_closed_since_leads_back_to_the_form(server: Server) -> None:
    visitor = Wire(server.url)
    got = ticket(visitor, "agent.rabat", PASSWORD)
    with closed(server, CAST.agent_rabat):
        answer = visitor.get(f"/session/open?ticket={got}")
    assert (answer.status, answer.cookie(COOKIE)) == (303, None)


def test_a_second_tab_does_not_spoil_the_ticket_of_the_first(server: Server) -> None:
    visitor = Wire(server.url)
    got = ticket(visitor, "manager", PASSWORD)
    before = visitor.cookies["_streamlit_xsrf"]
    visitor.get("/_stcore/health")
    assert visitor.cookies["_streamlit_xsrf"] != before
    assert visitor.get(f"/session/open?ticket={got}").cookie(COOKIE)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\/evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "/\t/evil.example",
        "",
        "account",
        "/session/close",
    ],
)
def test_nobody_is_led_to_another_site(wanted: str) -> None:
    assert local_path(wanted) == "/"


def test_pages_and_their_questions_are_led_to() -> None:
    assert local_path("/overview?agency=1&from=2026-01-01") == "/overview?agency=1&from=2026-01-01"


def test_the_route_leads_nobody_to_another_site(server: Server) -> None:
    answer = Wire(server.url).get("/session/open?ticket=x&next=%2F%2Fevil.example")
    assert answer.headers["Location"] == "/"


CLAIMS = {"username": "manager", "exp_date": time.time() + 3600, "session": "guessed"}


def _with(cookie: str, server: Server) -> bool:
    visitor = Wire(server.url)
    visitor.cookies[COOKIE] = cookie
    return is_in(visitor)


@pytest.mark.parametrize("how", ["unsigned", "another key", "another secret", "no secret", "noise"])
def test_a_forged_cookie_is_nobody(server: Server, how: str) -> None:
    key = gate._cookie_key()
    forged: dict[str, Callable[[], str]] = {
        "unsigned": lambda: jwt.encode(CLAIMS, "", algorithm="none"),
        "another key": lambda: jwt.encode(CLAIMS, "k" * 64, algorithm="HS256"),
        "another secret": lambda: jwt.encode(CLAIMS, key, algorithm="HS256"),
        "no secret": lambda: jwt.encode({**CLAIMS, "session": None}, key, algorithm="HS256"),
        "noise": lambda: "noise",
    }
    assert not _with(forged[how](), server)


@pytest.mark.parametrize(
    ("key", "algorithm", "late"),
    [
        ("", "none", False),
        ("k" * 64, "HS256", False),
        (None, "HS512", False),
        (None, "HS256", True),
    ],
)
def test_a_real_secret_in_a_cookie_not_signed_by_us_is_nobody(
    server: Server, key: str | None, algorithm: str, late: bool
) -> None:
    visitor = sign_in(server.url, "manager", PASSWORD)
    secret = gate.secret_in(visitor.cookies[COOKIE])
    claims: dict[str, Any] = {**CLAIMS, "session": secret}
    if late:
        claims["exp_date"] = time.time() - 1
    signing = gate._cookie_key() if key is None else key
    assert not _with(jwt.encode(claims, signing, algorithm=algorithm), server)
    assert not _with(str(secret), server)
    assert _with(jwt.encode({**CLAIMS, "session": secret}, gate._cookie_key()), server)


def test_a_cookie_not_signed_by_us_ends_no_session(server: Server) -> None:
    visitor = sign_in(server.url, "manager", PASSWORD)
    claims = {**CLAIMS, "session": gate.secret_in(visitor.cookies[COOKIE])}
    forged = jwt.encode(claims, "k" * 64, algorithm="HS256")
    Wire(server.url, {COOKIE: forged}).get("/session/close")
    assert is_in(visitor)


def test_the_page_of_a_closed_account_can_do_nothing_more(server: Server) -> None:
    """Neither a button of a page that is still open, nor the fragment that its timer runs."""
    visitor = sign_in(server.url, "agent.rabat", PASSWORD)
    results, own = visitor.open("overview"), visitor.open("account")
    (pulse,) = results.fragments[:1]
    assert "signin_submit" not in results.run(pulse).keys
    with closed(server, CAST.agent_rabat):
        assert "signin_submit" in results.run(pulse).keys
        assert "signin_submit" in own.press("account_signout").keys
    results.close()
    own.close()


def test_a_page_with_cases_that_nobody_uses_locks_by_itself(server: Server) -> None:
    screen = sign_in(server.url, "agent.rabat", PASSWORD).open("my-day")
    (check,) = screen.fragments
    assert "signin_submit" not in screen.run(check).keys
    server.change("UPDATE sign_in_sessions SET last_used_at = '2020-01-01'")
    assert "signin_submit" in screen.run(check).keys
    screen.close()


def test_guessing_is_slowed_down_in_every_new_session(server: Server) -> None:
    for _ in range(5):
        assert ticket(Wire(server.url), "partner", "a wrong password") is None
    assert ticket(Wire(server.url), "partner", PASSWORD) is None
    assert ticket(Wire(server.url), "manager", PASSWORD)


def test_a_failing_page_says_a_sentence_and_logs_no_values(server: Server) -> None:
    visitor = sign_in(server.url, "manager", PASSWORD)
    server.change("ALTER TABLE interventions RENAME TO away")
    try:
        screen = visitor.open("entries")
    finally:
        server.change("ALTER TABLE away RENAME TO interventions")
    screen.close()
    assert translate("fr", "session.page_failed") in screen.text
    assert "Traceback" not in screen.text
    log = server.said()
    assert "page failed: OperationalError" in log
    assert "Traceback" not in log
    assert "ticket=" not in log


@pytest.mark.parametrize("path", ["/", "/health", "/session/open", "/_stcore/health"])
def test_every_answer_carries_the_headers_that_keep_other_sites_out(
    server: Server, path: str
) -> None:
    headers = Wire(server.url).get(path).headers
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert {name: headers[name] for name in expected} == expected
    assert headers["Strict-Transport-Security"] is None


def test_nothing_is_taken_from_or_sent_to_another_host(server: Server) -> None:
    rules = Wire(server.url).get("/").headers["Content-Security-Policy"].split("; ")
    assert {
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    } <= set(rules)
    named = {source for rule in rules for source in rule.split()[1:] if source[0] != "'"}
    host = server.url.removeprefix("http://")
    assert named == {"data:", "blob:", f"ws://{host}", f"wss://{host}"}


@pytest.mark.parametrize("path", ["/nowhere", "/overview/more", "/wp-login.php", "/pages/main.py"])
def test_an_unknown_address_leads_home(server: Server, path: str) -> None:
    answer = Wire(server.url).get(path, {"Accept": "text/html"})
    assert (answer.status, answer.headers["Location"]) == (303, "/")
