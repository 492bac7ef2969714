"""A Streamlit browser without a screen: opens a session by WebSocket and reruns it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class Run:
    """One finished script run: seconds until its end was told, and bytes received."""

    seconds: float
    received: int
    failed: bool


class Browser:
    """One session; ``open`` first, then ``rerun`` as often as wanted."""

    def __init__(self, port: int, page: str, cookie: str | None = None) -> None:
        self._url = f"ws://localhost:{port}/_stcore/stream"
        self._page = page
        self._cookie = cookie
        self._page_hash = ""
        #: Large messages that a browser keeps; it says which, and they are not sent again.
        self._kept: set[str] = set()

    async def open(self) -> Run:
        headers = {"Cookie": self._cookie} if self._cookie else {}
        self._socket = await websockets.connect(
            self._url,
            additional_headers=headers,
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
        )
        message = BackMsg()
        message.rerun_script.CopyFrom(ClientState(page_name=self._page))
        return await self._run(message)

    async def rerun(self) -> Run:
        message = BackMsg()
        state = ClientState(page_script_hash=self._page_hash, cached_message_hashes=self._kept)
        message.rerun_script.CopyFrom(state)
        return await self._run(message)

    async def close(self) -> None:
        await self._socket.close()

    def _read(self, data: str | bytes) -> ForwardMsg:
        """What a browser notes of any message."""
        answer = ForwardMsg()
        answer.ParseFromString(data if isinstance(data, bytes) else data.encode())
        if answer.metadata.cacheable:
            self._kept.add(answer.hash)
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = answer.new_session.page_script_hash
        elif kind == "navigation":
            self._page_hash = answer.navigation.page_script_hash
        return answer

    async def _run(self, message: BackMsg) -> Run:
        began = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        received, failed = 0, False
        while True:
            data = await asyncio.wait_for(self._socket.recv(), 60)
            received += len(data)
            answer = self._read(data)
            kind = answer.WhichOneof("type")
            failed |= _is_failure(answer)
            if kind == "script_finished" and answer.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                return Run(time.perf_counter() - began, received, failed)


def _is_failure(answer: ForwardMsg) -> bool:
    is_element = answer.WhichOneof("type") == "delta"
    return is_element and answer.delta.new_element.WhichOneof("type") == "exception"


class Screen(Browser):
    """A session that stays open and asks as often as its page wants (``st.fragment``), until the
    page draws itself again. As in a browser, who is being drawn does not ask.

    ``drawn``: when each whole drawing was asked for, and when it had ended. ``told``: the same of
    each answer that nothing has changed, to who asked ``patience`` seconds after the last drawing
    or later; who asks sooner is answered so whatever has.
    """

    def __init__(self, port: int, page: str, cookie: str | None, patience: float) -> None:
        super().__init__(port, page, cookie)
        self.drawn: list[tuple[float, float]] = []
        self.told: list[tuple[float, float]] = []
        self.failed = 0
        self._patience = patience
        self._fragment, self._every = "", 0.0
        self._due = float("inf")
        #: The first asking that no run has answered, and the one that the present drawing answers.
        self._asked: float | None = None
        self._answered: float | None = None

    async def watch(self, until: float) -> None:
        """Ask and listen until then."""
        while (now := time.perf_counter()) < until:
            if now >= self._due:
                await self._ask(now)
            try:
                data = await asyncio.wait_for(self._socket.recv(), min(self._due, until) - now)
            except TimeoutError:
                continue
            self._read(data)
        await self.close()

    async def _ask(self, now: float) -> None:
        message = BackMsg()
        state = ClientState(
            page_script_hash=self._page_hash,
            cached_message_hashes=self._kept,
            fragment_id=self._fragment,
            is_auto_rerun=True,
        )
        message.rerun_script.CopyFrom(state)
        await self._socket.send(message.SerializeToString())
        self._asked = now if self._asked is None else self._asked
        self._due = now + self._every

    def _read(self, data: str | bytes) -> ForwardMsg:
        answer, now = super()._read(data), time.perf_counter()
        kind = answer.WhichOneof("type")
        self.failed += _is_failure(answer)
        if kind == "auto_rerun":
            self._fragment, self._every = answer.auto_rerun.fragment_id, answer.auto_rerun.interval
            self._due = now + self._every
        elif kind == "new_session" and not answer.metadata.run.fragment_ids:
            self._due, self._answered, self._asked = float("inf"), self._asked, None
        elif kind == "script_finished":
            self._finish(answer.script_finished, now)
        return answer

    def _finish(self, how: ForwardMsg.ScriptFinishedStatus.ValueType, now: float) -> None:
        if how == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            before = self.drawn[-1][1] if self.drawn else 0.0
            if self._asked is not None and self._asked - before > self._patience:
                self.told.append((self._asked, now))
            self._asked = None
        elif how == ForwardMsg.FINISHED_SUCCESSFULLY and self._answered is not None:
            self.drawn.append((self._answered, now))
            self._answered = None
