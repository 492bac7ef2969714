"""What Streamlit was told once, told again by the messages that told it.

Beside ``streamlit_private`` the one file that reaches inside of Streamlit. An upgrade must keep, or
this file must follow: how a run hands on its messages, and its session takes them on the thread of
the server; that nobody changes a message after that; which widgets a run has drawn, and that the
metadata of one registers it once more; how ``st.navigation`` finds its page and marks it as the one
to be called.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar, cast

from streamlit.cursor import Cursor
from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.lib.utils import _register_element_id
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import exists, get_instance
from streamlit.runtime.forward_msg_cache import create_reference_msg
from streamlit.runtime.scriptrunner import ScriptRunContext, get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

from components.visit.streamlit_private import StreamlitPage, fresh, is_part_of_page

Found = TypeVar("Found")
#: What a message may hold to be sent again: no file of a session, and nothing that happens once.
STANDS_ALONE = frozenset(
    {"alert", "button", "button_group", "checkbox", "flex_container", "grid_container", "heading",
     "html", "markdown", "metric", "page_link", "popover", "selectbox", "vega_lite_chart"}
)  # fmt: skip
#: So many parts are held of a page: each choice of its filters has its own.
MOST = 200


@dataclass
class Menu:
    """A menu that was told once is told again by the message that told it. Whoever holds it lets go
    of it when a page, its name or its place in the menu changes."""

    _pages: dict[str, Any] = field(default_factory=dict)
    _told: dict[str, tuple[StreamlitPage, ForwardMsg]] = field(default_factory=dict)

    def tell(self, tell: Callable[[], StreamlitPage]) -> StreamlitPage:
        """The page to be drawn; ``tell`` asks ``st.navigation`` for it, the first time that it is
        drawn and when there is no such page."""
        context = get_script_run_ctx()
        if context is None:
            return tell()
        if again := self._again(context):
            return again
        with _heard(context) as heard:
            page = tell()
        last = heard[-1] if heard else None
        if len(heard) == 1 and last is not None and last.WhichOneof("type") == "navigation":
            self._pages = dict(context.pages_manager.get_pages())
            self._told[page._script_hash] = page, last
        return page

    def _again(self, context: ScriptRunContext) -> StreamlitPage | None:
        home = next((key for key, page in self._pages.items() if not page["url_pathname"]), "")
        if not home:
            return None
        found = context.pages_manager.set_pages_and_resolve(dict(self._pages), home)
        told = self._told.get(found["page_script_hash"]) if found else None
        if told is None:
            return None
        page = fresh(told[0])
        page._can_be_called = True
        context.set_mpa_v2_page(page._script_hash)
        _hand_on(context, [told[1]])
        return page


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What one part of a page sent: its messages, each with what tells a browser that it has it
    already; its elements with a key; its widgets with their values; how many places it took; what
    drawing it gave; what it says."""

    messages: Sequence[tuple[ForwardMsg, ForwardMsg]]
    elements: Sequence[str]
    widgets: Sequence[tuple[Any, Any]]
    places: int
    result: Any
    says: object

    def is_as_it_was(self, context: ScriptRunContext) -> bool:
        """Registers its widgets; whether all of them have the values that they had."""
        # As ``register_widget_from_metadata`` does for one, which looks each time whether the run
        # is to end.
        held = context.session_state
        with held._lock:
            for metadata, value in self.widgets:
                key = user_key_from_element_id(metadata.id)
                now = held._state.register_widget(metadata, key)
                if now.value_changed or now.value != value:
                    return False
        return True

    def send(self, context: ScriptRunContext, cursor: Cursor) -> None:
        for element in self.elements:
            _register_element_id(context, "", element)
        has = context.cached_message_hashes
        _hand_on(context, [short if whole.hash in has else whole for whole, short in self.messages])
        for _ in range(self.places):
            cursor.lock_element()


@dataclass
class Sent:
    """Parts of a page that say the same as long as nobody has touched them: what they sent once is
    sent again, and not made again."""

    _parts: dict[tuple[object, ...], _Part] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def draw(
        self, name: str, draw: Callable[[], Found], state: Hashable = None, *, says: object = None
    ) -> Found:
        """Sends a part again, or draws it: the first time, when a widget of it was touched, and
        when it says something else than the last time.

        ``state``: the values of its widgets, for a part that says something else with each of them;
        without it only what a part is as it begins is sent again. ``says``: equal as long as the
        part would send the same; without it always does, while it is held.
        """
        context = get_script_run_ctx()
        cursor = get_dg_singleton_instance().main_dg._active_dg._cursor
        if context is None or cursor is None or is_part_of_page() or _is_listening(context):
            return draw()
        place = name, state, _shared_by(context), *cursor.delta_path
        part = self._parts.get(place)
        if part is None or part.says != says:
            # All sessions come at once after a change: one draws, the others send what it drew.
            with self._lock:
                part = self._parts.get(place)
                if part is None or part.says != says:
                    return self._drawn(place, context, cursor, draw, says)
        if not part.is_as_it_was(context):
            return draw()
        part.send(context, cursor)
        return cast(Found, part.result)

    def _drawn(
        self,
        place: tuple[object, ...],
        context: ScriptRunContext,
        cursor: Cursor,
        draw: Callable[[], Found],
        says: object,
    ) -> Found:
        """Draws a part, and holds it if it can be sent again."""
        is_at_first = place[1] is None
        made, part = _listened(context, cursor, draw, says, is_at_first=is_at_first)
        if part is None:
            self._parts.pop(place, None)
        else:
            self._parts[place] = part
            while len(self._parts) > MOST:
                self._parts.pop(next(iter(self._parts)))
        return made


def _shared_by(context: ScriptRunContext) -> str:
    """Whose messages are the same: those of a page of the app, in all sessions."""
    return context.page_script_hash


def _is_listening(context: ScriptRunContext) -> bool:
    return "enqueue" in vars(context)


def _listened(
    context: ScriptRunContext,
    cursor: Cursor,
    draw: Callable[[], Found],
    says: object,
    *,
    is_at_first: bool,
) -> tuple[Found, _Part | None]:
    """Draws a part; what that gave, and the part unless it cannot be sent again. ``is_at_first``:
    whether its widgets must have the values that they begin with."""
    begins_at, before = cursor.index, context.shared.widget_ids_this_run.snapshot()
    with _heard(context) as heard:
        made = draw()
    elements = context.shared.widget_ids_this_run.snapshot() - before
    known = context.session_state._state._new_widget_state.widget_metadata
    widgets = [(known[each], context.session_state[each]) for each in elements if each in known]
    if not all(map(_stands_alone, heard)) or not all(
        _is_plain(metadata, context) and (not is_at_first or value == metadata.deserializer(None))
        for metadata, value in widgets
    ):
        return made, None
    return made, _Part(
        messages=[
            (each, create_reference_msg(each) if each.metadata.cacheable else each)
            for each in heard
        ],
        elements=list(elements),
        widgets=[(metadata, copy.deepcopy(value)) for metadata, value in widgets],
        places=cursor.index - begins_at,
        result=made,
        says=says,
    )


def _hand_on(context: ScriptRunContext, messages: Sequence[ForwardMsg]) -> None:
    """Messages go to the server's thread one by one, and wake it each time; these go together."""
    runner = getattr(context._enqueue, "__self__", None)
    # A test's page has neither.
    sessions = getattr(get_instance(), "_session_mgr", None) if exists() else None
    info = sessions.get_session_info(context.session_id) if sessions else None
    if info is None or info.session._scriptrunner is not runner:
        for each in messages:
            context._enqueue(each)
        return
    session = info.session

    def enqueue() -> None:
        if session._scriptrunner is runner:
            for each in messages:
                session._enqueue_forward_msg(each)

    session._call_soon_on_event_loop(enqueue)


@contextmanager
def _heard(context: ScriptRunContext) -> Iterator[list[ForwardMsg]]:
    """The messages that are sent meanwhile."""
    heard: list[ForwardMsg] = []
    enqueue = context.enqueue

    def listen(message: ForwardMsg) -> None:
        enqueue(message)
        heard.append(message)

    vars(context)["enqueue"] = listen
    try:
        yield heard
    finally:
        del vars(context)["enqueue"]


def _stands_alone(message: ForwardMsg) -> bool:
    if message.WhichOneof("type") != "delta" or message.delta.fragment_id:
        return False
    kind = message.delta.WhichOneof("type")
    if kind not in ("new_element", "add_block"):
        return False
    held = getattr(message.delta, kind)
    return (
        not getattr(held, "has_one_shot_effect", False) and held.WhichOneof("type") in STANDS_ALONE
    )


def _is_plain(metadata: Any, context: ScriptRunContext) -> bool:
    """A widget that calls nothing back, holds nothing outside of its page, and that the script has
    not just set."""
    more = (metadata.callback, metadata.callbacks, metadata.persist_state, metadata.fragment_id)
    key = user_key_from_element_id(metadata.id)
    is_set = key is not None and context.session_state.is_new_state_value(key)
    return not any((*more, metadata.disabled, is_set))
