"""One person with one browser: finds things by their keys, touches and types like a hand."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, Request, ViewportSize, expect
from sqlmodel import Session, select

from components.visit.authenticator import COOKIE, cookie
from db.models import Account, SignInSession
from db.models.base import now
from db.secrets.sealing import fingerprint
from db.store.engine import connect
from tests.browser.server import Server
from tests.cast import PASSWORD

PHONE: ViewportSize = {"width": 360, "height": 780}
DESKTOP: ViewportSize = {"width": 1366, "height": 900}
#: Milliseconds until a journey gives up: how soon a page comes depends on who else is busy.
PATIENCE = 60_000
#: A browser that speaks to nobody of its own accord, and makes no fast code for a page that it
#: leaves a second later.
ARGUMENTS = [
    "--js-flags=--no-maglev --no-opt",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOW: ViewportSize = {"width": 1366, "height": 700}
SIZES = {"phone": PHONE, "desktop": DESKTOP, "low": LOW}
#: Remembers whether the server has answered what the page sent last: a busy one takes longer to
#: begin than a page has to stand still to be taken for settled.
ASKING = """() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    if (!this.heard) {
      this.heard = true;
      for (const event of ["message", "close"]) {
        this.addEventListener(event, () => { window.asking = false; });
      }
    }
    window.asking = true;
    return send.call(this, message);
  };
}"""

#: For 200 ms on end: the line is there, no script runs, nothing is asked or half drawn.
STILL = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const busy = !app || window.asking || app.dataset.testConnectionState !== "CONNECTED"
    || app.dataset.testScriptState !== "notRunning"
    || document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
  const now = performance.now();
  if (busy || window.calmSince === undefined) window.calmSince = now;
  const calm = !busy && now - window.calmSince > 200;
  if (calm) window.calmSince = undefined;
  return calm;
}"""

#: For 200 ms on end: each chart on screen is as wide as its place, which Vega learns of a while
#: after the place has changed.
DRAWN = """() => {
  const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")]
    .map((place) => [place, place.querySelector("svg")].map((each) =>
      each ? each.getBoundingClientRect().width : 0))
    .filter(([place]) => place);
  const widths = JSON.stringify(charts), now = performance.now();
  const fit = charts.every(([place, svg]) => Math.abs(place - svg) <= 1);
  if (!fit || widths !== window.widthsBefore) window.drawnSince = now;
  window.widthsBefore = widths;
  return fit && now - window.drawnSince > 200;
}"""


class Visitor:
    """A browser of its own (cookies and all) with one page open."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context, self.server = context, server
        self.strangers: list[str] = []
        self.crashes: list[str] = []
        context.on("request", self._note)
        context.add_init_script(f"({ASKING})()")
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.crashes.append(str(error)))
        self.page.on("websocket", lambda socket: self._note_url(socket.url))

    def _note(self, request: Request) -> None:
        self._note_url(request.url)

    def _note_url(self, url: str) -> None:
        parts = urlsplit(url)
        here = f"127.0.0.1:{self.server.port}"
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != here:
            self.strangers.append(url)

    def open(self, name: str = "") -> None:
        """Go to an address and wait until it stands still."""
        self.page.goto(f"{self.server.url}/{name}")
        self.settled()

    def settled(self, page: Page | None = None) -> None:
        """The script has run and the page has caught up; a touch needs a moment to arrive there."""
        (page or self.page).wait_for_function(STILL, timeout=PATIENCE, polling=50)

    def drawn(self) -> None:
        """All charts have followed a change of the room that they have."""
        self.page.wait_for_function(DRAWN, timeout=PATIENCE, polling=50)

    def resized(self, size: ViewportSize) -> None:
        """Another window, or the phone turned: until all stands still in it."""
        self.page.set_viewport_size(size)
        self.settled()
        self.drawn()

    def is_let_in(self, username: str) -> None:
        """This browser gets the cookie of an open session, without two pages on the way to it."""
        secret = secrets.token_urlsafe()
        expires = now() + timedelta(hours=12)
        engine = connect(self.server.database_url)
        with Session(engine.execution_options(writes=True)) as session:
            account = session.exec(select(Account).where(Account.username == username)).one()
            session.add(
                SignInSession(
                    account_id=account.id, token_hash=fingerprint(secret), expires_at=expires
                )
            )
            session.commit()
        engine.dispose()
        self.context.add_cookies(
            [
                {
                    "name": COOKIE,
                    "value": cookie(username, secret, expires),
                    "url": self.server.url,
                    "httpOnly": True,
                    "sameSite": "Strict",
                }
            ]
        )

    def sign_in(self, username: str, password: str = PASSWORD, at: str = "") -> None:
        """By the real form, like anybody; ``at`` is the page asked for."""
        self.open(at)
        self.fill("signin_", {"username": username, "password": password})
        self.press("signin_submit")
        self.page.wait_for_url(re.compile(r"^(?!.*/session/)"), timeout=PATIENCE)
        expect(self.at("signin")).to_have_count(0, timeout=PATIENCE)
        self.settled()

    def at(self, key: str) -> Locator:
        """The thing with this key."""
        return self.page.locator(f".st-key-{key}")

    def shows(self, key: str, *, within: int = PATIENCE) -> None:
        expect(self.at(key).first).to_be_visible(timeout=within)

    def press(self, key: str) -> None:
        """Touch a button (or what opens) and wait for what follows."""
        self.at(key).locator("button, summary").first.click()
        self.settled()

    def choose(self, key: str, number: int) -> None:
        """Touch one of several pills or segments, counted from 0."""
        self.at(key).locator("button").nth(number).click()
        self.settled()

    def pick(self, key: str, text: str) -> None:
        """Touch the pill that carries a text: a case code, an agency."""
        self.at(key).locator("button", has_text=text).first.click()
        self.settled()

    def write(self, key: str, text: str) -> None:
        """Type into a field and leave it."""
        self.fill("", {key: text})
        self.settled()

    def fill(self, form: str, written: Mapping[str, str]) -> None:
        """Type into one field after the other, without waiting for what the page makes of it."""
        for name, text in written.items():
            field = self.at(form + name).locator("input, textarea").first
            field.fill(text)
            field.blur()

    def text(self) -> str:
        """All that the page says."""
        return self.page.locator("body").inner_text()

    def wide(self) -> bool:
        """Whether something sticks out at the side, so that the page moves sideways."""
        return bool(
            self.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1")
        )
