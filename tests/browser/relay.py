"""A line between a browser and a server that can be cut without either of them being told."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress


class Relay:
    """Hands bytes on both ways; while it is cut, what arrives is held back, and nobody is told."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open = threading.Event()
        self._open.set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._open.clear()

    def mend(self) -> None:
        self._open.set()

    def close(self) -> None:
        self._open.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        self._open.wait()
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self._to)) as far:
            watched = selectors.DefaultSelector()
            watched.register(near, selectors.EVENT_READ, far)
            watched.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in watched.select():
                    sent = key.fileobj.recv(65536)  # type: ignore[union-attr]
                    self._open.wait()
                    if not sent:
                        return
                    key.data.sendall(sent)
