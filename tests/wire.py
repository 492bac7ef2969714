"""A visitor without a browser: speaks plain HTTP, and Streamlit's protocol over its WebSocket."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests import clock
from tests.browser.server import Server
from tests.source import ROOT

PATIENCE = 20
FINISHED = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN


@dataclass
class Answer:
    """What an HTTP request brought."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def cookie(self, name: str) -> str | None:
        """The whole ``Set-Cookie`` line of a cookie."""
        lines = self.headers.get_all("Set-Cookie") or []
        return next((line for line in lines if line.startswith(f"{name}=")), None)


@dataclass
class Wire:
    """One browser's cookies at one server; ``source`` is its own address, of this machine."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    source: str = "127.0.0.1"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One request; redirects are not followed, cookies are kept."""
        return self._ask("GET", path, None, headers or {})

    def post(
        self, path: str, fields: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """A form, as a browser sends it."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), {**kind, **(headers or {})})

    def _ask(self, how: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        place = urlsplit(self.url)
        connection = http.client.HTTPConnection(
            place.hostname or "", place.port, timeout=PATIENCE, source_address=(self.source, 0)
        )
        connection.request(how, path, body, headers={"Cookie": self._jar(), **headers})
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def open(self, page: str = "", query: str = "") -> Screen:
        """Load a page as a browser does: first what sets Streamlit's cookie, then the socket."""
        self.get("/_stcore/health")
        return Screen(self, page, query)

    def _jar(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)

    def socket(self) -> ClientConnection:
        place = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        mark = self.cookies.get("_streamlit_xsrf", "")
        return connect(
            place,
            subprotocols=[Subprotocol("streamlit"), Subprotocol(mark)],
            additional_headers={"Cookie": self._jar(), "Origin": self.url},
            max_size=None,
        )


class Screen:
    """One open page: what it shows, by key and by word, and touching its widgets."""

    def __init__(self, wire: Wire, page: str, query: str) -> None:
        self.page, self.query = page, query
        self.connection = wire.socket()
        self.ids: dict[str, str] = {}
        self.values = WidgetStates()
        self.text = ""
        self.messages: list[ForwardMsg] = []
        self.run()

    def run(self, fragment: str = "") -> Screen:
        """Run the page, or one fragment of it, with what was typed."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.CopyFrom(self.values)
        message.rerun_script.context_info.locale = "fr"
        if fragment:
            message.rerun_script.fragment_id = fragment
        self.connection.send(message.SerializeToString())
        self._receive()
        return self

    def _receive(self) -> None:
        self.messages = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.connection.recv(timeout=PATIENCE))
            self.messages.append(message)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished != FINISHED:
                    break
                self.messages = []
        self.text = "\n".join(str(each) for each in self.messages if each.HasField("delta"))
        for found in re.finditer(r'id: "(\$\$ID-\w+-([\w.-]+))"', self.text):
            self.ids[found[2]] = found[1]
        self.text = _readable(self.text)

    @property
    def keys(self) -> set[str]:
        """Keys of the widgets that this run drew."""
        return set(re.findall(r'id: "\$\$ID-\w+-([\w.-]+)"', self.text)) - {"None"}

    @property
    def fragments(self) -> list[str]:
        """Fragments that the browser was told to run again by itself."""
        runs = (each for each in self.messages if each.WhichOneof("type") == "auto_rerun")
        return [each.auto_rerun.fragment_id for each in runs]

    def choose(self, key: str, option: int | str) -> Screen:
        """Touch one of several pills or segments: by its place, or by what stands in it."""
        group = next(
            each.delta.new_element.button_group
            for each in reversed(self.messages)
            if each.delta.new_element.button_group.id.endswith(f"-{key}")
        )
        words = [f"{each.content_icon} {each.content}".strip() for each in group.options]
        wanted = words[option] if isinstance(option, int) else next(w for w in words if option in w)
        self._state(key).string_array_value.data[:] = [wanted]
        return self.run()

    def write(self, key: str, text: str) -> Screen:
        """Type into a field and leave it."""
        self._state(key).string_value = text
        return self.run()

    def _state(self, key: str) -> WidgetState:
        """What the browser holds of a widget; it sends all of it with each run."""
        state: WidgetState
        for state in self.values.widgets:
            if state.id == self.ids[key]:
                return state
        state = self.values.widgets.add()
        state.id = self.ids[key]
        return state

    def type(self, key: str, text: str) -> None:
        state = self.values.widgets.add()
        state.id, state.string_value = self.ids[key], text

    def press(self, key: str) -> Screen:
        state = self.values.widgets.add()
        state.id, state.trigger_value = self.ids[key], True
        self.run()
        self.values.widgets.pop()
        return self

    def close(self) -> None:
        self.connection.close()


def _readable(text: str) -> str:
    """Escapes of the text format, back into letters."""
    raw = re.sub(rb"\\(\d{3})", lambda found: bytes([int(found[1], 8)]), text.encode())
    return raw.decode("utf-8", errors="replace").replace("\\'", "'")


def ticket(visitor: Wire, name: str, password: str) -> str | None:
    """Fill in the sign-in form; the ticket that its page would leave with, if any."""
    screen = visitor.open()
    screen.type("signin_username", name)
    screen.type("signin_password", password)
    screen.press("signin_submit")
    screen.close()
    found = re.search(r"/session/open\?ticket=([\w-]+)", screen.text)
    return found[1] if found else None


def sign_in(url: str, name: str, password: str) -> Wire:
    """A visitor with a session's cookie."""
    visitor = Wire(url)
    got = ticket(visitor, name, password)
    assert got is not None
    visitor.get(f"/session/open?ticket={got}&next=/account")
    assert visitor.cookies.get("amudu_session")
    return visitor


#: Streamlit's command by the clock of the run.
MOVED = "from tests import clock; clock.hold(); from streamlit.web.cli import main; main()"


class FromElsewhere(Server):
    """The same server by the command of Streamlit, started in another folder."""

    def start(self) -> None:
        streamlit = ["-c", MOVED] if clock.is_moved() else ["-m", "streamlit"]
        command = [sys.executable, *streamlit, "run", str(ROOT / "app.py")]
        place = ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        database = {"AMUDU_DATABASE_URL": f"sqlite:///{self.database}"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command + place,
                cwd=self.database.parent,
                env={**os.environ, "PYTHONPATH": str(ROOT), **database, **self.settings},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        self._wait()
