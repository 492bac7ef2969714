"""A line between a browser and a server that can be cut without either of them being told."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from enum import Enum


class Old(Enum):
    """What becomes of the connections that were cut, and of what was held back in them."""

    #: All arrives, late.
    DELIVERED = "delivered"
    #: Nothing arrives; both ends are told that they are closed.
    CLOSED = "closed"
    #: Nothing arrives, and neither end is ever told.
    DUMB = "dumb"


class _Gate:
    """What the connections that were opened under it may hand on."""

    def __init__(self) -> None:
        self.asks, self.answers = threading.Event(), threading.Event()
        self.is_closed = False
        self.open()

    def open(self) -> None:
        self.asks.set()
        self.answers.set()


class Relay:
    """Hands bytes on both ways; while it is cut, what arrives is held back, and nobody is told."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._gates = [_Gate()]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, *, answers_only: bool = False) -> None:
        """Hold everything back, or only what the server says."""
        self._gates[-1].answers.clear()
        if not answers_only:
            self._gates[-1].asks.clear()

    def mend(self, old: Old = Old.DELIVERED) -> None:
        """Let everything new through, and deal with what was cut."""
        gate = self._gates[-1]
        self._gates.append(_Gate())
        gate.is_closed = old is Old.CLOSED
        if old is Old.DUMB:
            gate.asks.clear()
        else:
            gate.open()

    def close(self) -> None:
        for gate in self._gates:
            gate.open()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        gate = self._gates[-1]
        gate.asks.wait()
        threads: list[threading.Thread] = []
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self._to)) as far:
            for way in ((near, far, gate.asks), (far, near, gate.answers)):
                threads.append(threading.Thread(target=_hand_on, args=(gate, *way), daemon=True))
                threads[-1].start()
            for thread in threads:
                thread.join()


def _hand_on(
    gate: _Gate, source: socket.socket, target: socket.socket, is_open: threading.Event
) -> None:
    """What arrives from one end goes to the other; when one end closes, so does the other."""
    with suppress(OSError):
        while sent := source.recv(65536):
            is_open.wait()
            if gate.is_closed:
                break
            target.sendall(sent)
        is_open.wait()
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
