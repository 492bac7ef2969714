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

    async def _run(self, message: BackMsg) -> Run:
        began = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        received, failed = 0, False
        while True:
            data = await asyncio.wait_for(self._socket.recv(), 60)
            received += len(data)
            answer = ForwardMsg()
            answer.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = answer.WhichOneof("type")
            if answer.metadata.cacheable:
                self._kept.add(answer.hash)
            if kind == "new_session":
                self._page_hash = answer.new_session.page_script_hash
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                failed = True
            if kind == "script_finished" and answer.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                return Run(time.perf_counter() - began, received, failed)
