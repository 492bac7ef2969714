"""All that a browser sends and gets, and what can be read in it: words, and the numbers of tables.

Frames are Streamlit's messages; charts and tables lie in them as Arrow, files as what they are.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message
from playwright.sync_api import Error, Page, Response, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

#: What stands between the thousands of a number in any language.
_BETWEEN = re.compile(r"(?<=\d)[ ,.\u00a0\u202f\u066c](?=\d{3}(?!\d))")
#: A whole number by itself: no part of a name, a hash, a day or a place on a picture.
_NUMBER = re.compile(r"(?<![\w.-])\d+(?![\w-]|\.\d)")
#: Streamlit's own code holds numbers of every kind, the same for everybody.
_CODE = re.compile(r"/static/(?:js|css|media)/")


@dataclass
class Recording:
    """What one page exchanged with the server."""

    got: list[bytes] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def words(self) -> Iterator[str]:
        """Every text in frames, answers and files."""
        for frame in self.got:
            yield from _words(_forward(frame))
        for frame in self.sent:
            yield from _words(_parsed(BackMsg(), frame))
        for answer in self.answers:
            if not _CODE.search(answer.url):
                yield answer.url
                yield from _body(answer)
        for name, data in self.files.items():
            yield name
            yield from _file(name, data)

    def tables(self) -> Iterator[pa.Table]:
        """Every Arrow table in the frames that came."""
        for frame in self.got:
            yield from _tables(_forward(frame))


def record(page: Page) -> Recording:
    """Begin to record a page; the frames of a socket that is open already are not in it."""
    made = Recording()

    def follow(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: made.got.append(_bytes(frame)))
        socket.on("framesent", lambda frame: made.sent.append(_bytes(frame)))

    page.on("websocket", follow)
    page.on("response", lambda answer: made.answers.append(answer))
    return made


def numbers_in(text: str) -> set[int]:
    """Every number in a text, whatever parts its thousands."""
    return set(map(int, _NUMBER.findall(_BETWEEN.sub("", text))))


def numbers_of(table: pa.Table) -> set[int]:
    """The numbers of an Arrow table: of its columns of numbers, and of texts that are one."""
    found: set[int] = set()
    for column in table.columns:
        for value in column.to_pylist():
            if isinstance(value, int | float) and not isinstance(value, bool):
                if value == value:
                    found.add(round(value))
            elif isinstance(value, str):
                digits = _BETWEEN.sub("", value).strip()
                found |= {int(digits)} if digits.isascii() and digits.isdigit() else set()
    return found


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def _forward(frame: bytes) -> Message:
    return _parsed(ForwardMsg(), frame)


def _parsed(message: Message, frame: bytes) -> Message:
    try:
        message.ParseFromString(frame)
    except DecodeError as broken:
        raise AssertionError("a frame that is none of Streamlit's") from broken
    return message


def _leaves(message: Message) -> Iterator[str | bytes | int | float]:
    """Every value in a message and in the messages within it."""
    for described, value in message.ListFields():
        if described.is_repeated and described.message_type is not None:
            if described.message_type.GetOptions().map_entry:
                for key, each in value.items():
                    yield key
                    yield from _leaves(each) if isinstance(each, Message) else [each]
            else:
                for each in value:
                    yield from _leaves(each)
        elif described.type == FieldDescriptor.TYPE_MESSAGE:
            yield from _leaves(value)
        elif described.is_repeated:
            yield from value
        else:
            yield value


def _words(message: Message) -> Iterator[str]:
    for value in _leaves(message):
        if isinstance(value, str):
            yield value
    for table in _tables(message):
        for column in table.columns:
            yield from map(str, column.to_pylist())


def _tables(message: Message) -> Iterator[pa.Table]:
    for value in _leaves(message):
        if isinstance(value, bytes) and value:
            try:
                yield pa.ipc.open_stream(value).read_all()
            except pa.ArrowInvalid:
                continue


def _body(answer: Response) -> Iterator[str]:
    try:
        yield answer.body().decode("utf-8", errors="replace")
    except Error:  # a redirect has none
        return


def _file(name: str, data: bytes) -> Iterator[str]:
    if Path(name).suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for part in parts.namelist():
                yield parts.read(part).decode("utf-8", errors="replace")
    elif Path(name).suffix != ".png":
        yield data.decode("utf-8-sig")
